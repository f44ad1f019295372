"""Linked data of the page that says who makes the paper."""

from django import template

from pages.flat_page import graph
from pages.graph import script

register = template.Library()


@register.simple_tag(takes_context=True)
def about_data(context, page):
    """The page and the paper for machines, if this is the page about the paper."""
    if page.row.policy != "about" or page.is_preview:
        return ""
    return script(graph(page, context["paper"]))
