"""What readers call the places of a document, values of our lists, and slugs.

Pure. What they know a source by is in `explainer/newsrooms.py`.
"""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from explainer.format import QUESTION, STORY, field_at
from explainer.newsrooms import KINDS

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
OWN = QUESTION | STORY


def choice(value: str) -> str:
    """What a value of a list is called."""
    return str(CHOICES.get(value, value))


def words_of_slug(slug: str) -> str:
    """The words of a slug, where nothing else names what it leads to."""
    return slug.replace("-", " ").capitalize()


class PublicNames:
    """Of one document's places; the fields of a part go by the part's name."""

    def name(self, part: str, field: str, number: int | None = None) -> str:
        if not part:
            head = field.partition(".")[0]
            return str(OWN[head].label) if head in OWN else head
        name = self.one(part)
        if number is None:
            return name
        said: str = gettext("%(name)s %(number)d")
        return said % {"name": name, "number": number}

    def one(self, part: str) -> str:
        return str(field_at(part).label)

    def many(self, part: str) -> str:
        return str(field_at(part).labels)
