"""Linked data of the pages that aren't stories, each in an element of its own."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext

from stories import graphs
from stories.jsonld import script

register = template.Library()


@register.simple_tag(takes_context=True)
def question_data(context, page):
    listed = gettext("Questions"), reverse("questions")
    return script(graphs.question(page, context["paper"], *listed))


@register.simple_tag(takes_context=True)
def topic_data(context, page):
    listed = gettext("Topics"), reverse("entities")
    return script(graphs.topic(page, context["paper"], *listed))


@register.simple_tag(takes_context=True)
def outlet_data(context, page):
    listed = gettext("Outlets"), reverse("outlets")
    return script(graphs.outlet(page, context["paper"], *listed))
