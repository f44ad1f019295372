"""What else a site map has: topics, tags, authors, outlets, by stretches of their keys;
and the pages of which there are few, in one part.
"""

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from entities.models import Entity
from pages.models import FlatPage
from paper.discovery.site_map import Entry, Part
from people.compiled_query import MOMENT, NUMBER, compile_once
from people.desks import Desk
from people.routes import address
from sources.models import Outlet
from stories.models import Author, Mention, Showing, Tag
from stories.models.topics import public

STRETCH = 1000
# Each has a page that asks to be found; those of the desk's own stand beside them.
FIXED = ("front", "questions", "entities", "outlets", "corrections", "archive")


def naming(kind, now, column="slug", **narrowed):
    """When the newest live story changed that names a row of the asked query."""
    named = Mention.objects.live(now).filter(kind=kind, slug=OuterRef(column))
    named = named.filter(original_id__isnull=False, **narrowed)
    return Subquery(named.order_by("-updated_at").values("updated_at")[:1])


def tags(rows, now):
    return rows.annotate(newest=naming("tag", now)).exclude(newest=None)


def authors(rows, now):
    """Names as printed. One that an entry had which was merged leads to the other's."""
    merged = Entity.objects.filter(slug=OuterRef("slug"), merged_into__isnull=False)
    newest = naming("author", now, prominence=0)
    return rows.annotate(newest=newest).exclude(newest=None).exclude(Exists(merged))


def outlets(rows, now):
    rows = rows.annotate(newest=naming("outlet", now, "identity"))
    return rows.filter(Q(open=True) | Q(newest__isnull=False))


# Of a topic's page many texts are a part, so it says no moment.
THINGS = {
    "topics": ("entity", Entity, public),
    "tags": ("tag", Tag, tags),
    "authors": ("author", Author, authors),
    "outlets": ("outlet", Outlet, outlets),
}


def parts(kind, now):
    """The parts with a page in them: the first of each is looked for, key by key."""
    number = 0
    while key := first_from.first(kind, key=number * STRETCH, now=now):
        number = key // STRETCH
        yield Part(number)
        number += 1


@compile_once(key=NUMBER, now=MOMENT)
def first_from(kind, key, now):
    _name, model, listed = THINGS[kind]
    rows = listed(model.objects.filter(pk__gte=key), now).order_by("pk")
    return rows.values_list("pk", flat=True)[:1]


def entries(kind, number, now):
    """The pages of a part; nothing of it goes by itself."""
    name = THINGS[kind][0]
    begin, end = number * STRETCH, (number + 1) * STRETCH
    found = rows_between(kind, begin=begin, end=end, now=now)
    return [Entry(address(name, slug), *newest) for slug, *newest in found], None


@compile_once(begin=NUMBER, end=NUMBER, now=MOMENT)
def rows_between(kind, begin, end, now):
    _name, model, listed = THINGS[kind]
    rows = listed(model.objects.filter(pk__gte=begin, pk__lt=end), now).order_by("pk")
    newest = ["newest"] if "newest" in rows.query.annotations else []
    return rows.values_list("slug", *newest)


def pages(now):
    """Lists, desks with a story, and what the desk wrote about the paper."""
    found = [Entry(reverse(name)) for name in FIXED]
    found += [
        Entry(address("desk", slug), newest)
        for slug, newest in desks_with_stories(now=now)
    ]
    told = pages_about()
    return found + [Entry(address("flat", slug), changed) for slug, changed in told]


@compile_once(now=MOMENT)
def desks_with_stories(now):
    live = Showing.objects.live(now).stories().filter(desk=OuterRef("slug"))
    newest = Subquery(live.order_by("-updated_at").values("updated_at")[:1])
    rows = Desk.objects.annotate(newest=newest).exclude(newest=None)
    return rows.order_by("pk").values_list("slug", "newest")


@compile_once()
def pages_about():
    rows = FlatPage.objects.published().order_by("pk")
    return rows.values_list("slug", "changed_at")
