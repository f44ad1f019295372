"""Standing data that comes with a live text in its row: it costs no query more."""

from django.db.models import OuterRef, StringAgg, Subquery, TextField, Value
from django.db.models.functions import Concat

from stories.models import Author, Mention, Outlet, Showing, Tag


def with_standing(rows):
    """Each row with its authors, its tags as typed, and outlets that ask for money."""
    outlets = Outlet.objects.filter(paywalled=True, identity__in=named("outlet"))
    authors = Author.objects.filter(slug__in=named("author"))
    tags = Tag.objects.filter(slug__in=named("tag"))
    return rows.annotate(
        paywalled=in_one_row(outlets, "identity", Value("\n")),
        tag_names=in_one_row(tags, addressed("name"), Value("\n")),
        author_names=in_one_row(authors, addressed("identity"), Value("\n")),
    )


def addressed(name):
    return Concat("slug", Value(" "), name, output_field=TextField())


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
    authors = {name: slug for slug, name in pairs(showing.author_names)}
    return {
        "paywalled": frozenset((showing.paywalled or "").splitlines()),
        "tags": dict(pairs(showing.tag_names)),
        "authors": authors,
    }


def pairs(lines):
    """Slugs, each with a name."""
    for line in (lines or "").splitlines():
        slug, _space, name = line.partition(" ")
        yield slug, name
