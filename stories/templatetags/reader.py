"""How a page is cited, for the block at its foot."""

from django import template

from stories.reader import citing

register = template.Library()


@register.simple_tag
def citation_of(page):
    """The citation of the edition that a page shows. Questions name no authors."""
    return citing.citation(page.showing, getattr(page, "document", {}))
