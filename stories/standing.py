"""Standing data that comes with a live text in its row: it costs no query more."""

from django.db.models import OuterRef, StringAgg, Subquery, Value
from django.db.models.functions import Concat
from taggit.models import Tag

from stories.models import Mention, Outlet, Showing


def with_standing(rows):
    """Each row with the outlets that ask for money, and with its tags as typed."""
    outlets = Outlet.objects.filter(paywalled=True, slug__in=named("outlet"))
    tags = Tag.objects.filter(slug__in=named("tag"))
    return rows.annotate(
        paywalled=in_one_row(outlets, "slug", Value(" ")),
        tag_names=in_one_row(tags, Concat("slug", Value(" "), "name"), Value("\n")),
    )


def named(kind):
    mentions = Mention.objects.filter(showing=OuterRef(OuterRef("pk")), kind=kind)
    return mentions.values("slug")


def in_one_row(rows, words, between):
    """Slugs have no spaces and names no line breaks."""
    rows = rows.order_by().annotate(one=Value(1)).values("one")
    return Subquery(rows.annotate(words=StringAgg(words, between)).values("words"))


def standing(showing):
    """What came with a text, or is asked for apart, as its surroundings take it."""
    if showing is None:
        return {}
    if not hasattr(showing, "tag_names"):
        showing = with_standing(Showing.objects.filter(pk=showing.pk)).get()
    pairs = (line.partition(" ") for line in (showing.tag_names or "").splitlines())
    return {
        "paywalled": frozenset((showing.paywalled or "").split()),
        "tags": {slug: name for slug, _space, name in pairs},
    }
