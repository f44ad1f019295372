"""What readers know sources, and the values that we choose from lists, by. Pure."""

from django.utils.translation import gettext_lazy as _

from explainer.addresses import host_of
from explainer.prose import shorten
from paper.page.surroundings import Part

KINDS = {
    "report": _("report"),
    "wire": _("agency report"),
    "document": _("primary document"),
    "data": _("primary data"),
    "statement": _("primary statement"),
    "broadcast": _("broadcast"),
    "interview": _("our interview"),
    "own": _("our own reporting"),
    "unnamed": _("unnamed person"),
}
SHORT = 60
# The models' own words; no two lists have a value in common.
CHOICES = {
    "human": _("People"),
    "assisted": _("People, with help from a language model"),
    "generated": _("A language model"),
    "open": _("Open"),
    "partly": _("Partly answered"),
    "answered": _("Answered"),
    "superseded": _("Superseded"),
    "by": _("by"),
    "edited by": _("edited by"),
    "translated by": _("translated by"),
    "photo": _("Photo"),
    "map": _("Map"),
    "chart": _("Chart"),
    "table": _("Table"),
    "day": _("day"),
    "month": _("month"),
    "year": _("year"),
    "reader": _("A reader"),
    "editor": _("An editor"),
    "expert": _("An expert"),
    "machine": _("A language model"),
    "follows": _("follows"),
    "part of": _("is part of"),
    "background": _("has its background in"),
    **KINDS,
}


def label(source: Part) -> str:
    """What a source is called for short: its outlet, else the start of its title.

    One that has neither, as old editions may, is called by its site, else by what kind
    of source it is; our key for it tells a reader nothing.
    """
    return str(source.get("outlet")) if source.get("outlet") else title_label(source)


def title_label(source: Part) -> str:
    title = shorten(source.get("title", ""), SHORT)
    return title or host_of(source.get("url", "")) or kind_name(source)


def kind_name(source: Part) -> str:
    return str(KINDS[source.get("kind", "report")])


def choice(value: str) -> str:
    """What a value of a list is called."""
    return str(CHOICES.get(value, value))


def words_of_slug(slug: str) -> str:
    """The words of a slug, where nothing else names what it leads to."""
    return slug.replace("-", " ").capitalize()
