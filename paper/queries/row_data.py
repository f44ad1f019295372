"""What we know of a text's outlets, authors and tags, in the row that finds it."""

from django.db.models import (
    Case,
    OuterRef,
    StringAgg,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Concat

from explainer.newsrooms import Publisher, Publishers
from people.compiled_query import NUMBER, compile_once
from sources.models import Outlet
from stories.models import Author, Mention, Showing, Tag

ROW, COLUMN = "\x1e", "\x1f"  # Signs that no name and no list of domains has.


def with_row_data(rows):
    """Each row with its authors, its tags as typed, and what we know of its outlets."""
    outlets = Outlet.objects.filter(identity__in=mentioned_slugs("outlet"))
    authors = Author.objects.filter(slug__in=mentioned_slugs("author"))
    tags = Tag.objects.filter(slug__in=mentioned_slugs("tag"))
    return rows.annotate(
        outlets=in_one_row(outlets, facts(), Value(ROW)),
        tag_names=in_one_row(tags, slug_and_name("name"), Value("\n")),
        author_names=in_one_row(authors, slug_and_name("identity"), Value("\n")),
    )


@compile_once(key=NUMBER)
def rows_with_data(key):
    return with_row_data(Showing.objects.filter(pk=key))


def facts():
    """What pages say of an outlet, in one text."""
    said = ["name", "domains", "owner", flag("newsroom"), flag("paywalled")]
    between = [part for word in said for part in (Value(COLUMN), word)]
    return Concat(*between[1:], output_field=TextField())


def flag(name):
    """Yes, no, or that nobody has said."""
    yes = When(**{name: True}, then=Value("y"))
    no = When(**{name: False}, then=Value("n"))
    return Case(yes, no, default=Value(""))


def slug_and_name(name):
    return Concat("slug", Value(" "), name, output_field=TextField())


def mentioned_slugs(kind):
    mentions = Mention.objects.filter(showing=OuterRef(OuterRef("pk")), kind=kind)
    return mentions.values("slug")


def in_one_row(rows, words, between):
    """Slugs have no spaces and names no line breaks."""
    rows = rows.order_by().annotate(one=Value(1)).values("one")
    return Subquery(rows.annotate(words=StringAgg(words, between)).values("words"))


def row_data(showing):
    """What came with a text, or is asked for apart, as its surroundings take it."""
    if showing is None:
        return {}
    if not hasattr(showing, "tag_names"):
        (showing,) = rows_with_data(key=showing.pk)
    authors = {name: slug for slug, name in pairs(showing.author_names)}
    return {
        "publishers": Publishers(map(publisher, records(showing.outlets))),
        "tags": dict(pairs(showing.tag_names)),
        "authors": authors,
    }


def records(text):
    return text.split(ROW) if text else []


def publisher(text):
    name, domains, owner, newsroom, paywalled = text.split(COLUMN)
    hosts = frozenset(Outlet(domains=domains).hosts)
    answers = {"y": True, "n": False}
    return Publisher(name, hosts, owner, answers.get(newsroom), paywalled == "y")


def pairs(lines):
    """Slugs, each with a name."""
    for line in (lines or "").splitlines():
        slug, _space, name = line.partition(" ")
        yield slug, name
