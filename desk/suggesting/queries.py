"""The database's part of suggesting: at most six queries, however large the paper."""

import datetime as dt
from functools import lru_cache

from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from desk.suggesting.offers import Entry
from entities.detection import Names
from entities.models import Entity, Role
from explainer.addresses import normalise_url
from people.display_names import name_column
from stories.models import (
    Dismissal,
    Question,
    QuestionSource,
    Revision,
    Showing,
    Story,
    StoryEntity,
    StorySource,
)

RECENT = dt.timedelta(days=30)
MOST = 200  # So many stories and questions are looked at beside one.


def whos_who():
    """(names, entries by slug), kept in the process while the rows stay as they are."""
    columns = ("slug", "name", "pk", "merged_into__slug", "aliases__name")
    rows = Entity.objects.order_by("pk", "aliases__pk").values_list(*columns)
    return index_names(tuple(rows))


@lru_cache(maxsize=1)
def index_names(rows):
    own = {slug: Entry(slug, name, key) for slug, name, key, _into, _alias in rows}
    entries = {slug: own[into or slug] for slug, _name, _key, into, _alias in rows}
    named = {}
    for slug, name, _key, _into, alias in rows:
        for words in filter(None, (name, alias)):
            named[words, entries[slug].slug] = None
    return Names(named), entries


def dismissed_keys(owner):
    """The keys of what this story need not hear again."""
    if owner._state.adding:
        return set()
    return {*Dismissal.objects.of(owner).values_list("key", flat=True)}


def source_addresses(document):
    """The addresses by which the sources of a document are known."""
    urls = (item.get("url", "") for item in document.get("sources", []))
    return {*map(normalise_url, urls)} - {""}


def shared_counts(owner, document, slugs):
    """By story: how many of the document's sources and of its names it has, too."""
    citing = StorySource.objects.filter(
        source__normalised_url__in=source_addresses(document)
    )
    citing = count_by_story(citing, owner, "source")
    naming = StoryEntity.objects.filter(entity__slug__in=slugs)
    naming = count_by_story(naming, owner, "entity").filter(times__gt=1)
    found = {}
    for story, times, kind in citing.union(naming, all=True).order_by("-times")[:MOST]:
        found.setdefault(story, {})[kind] = times
    return found


def count_by_story(rows, owner, kind):
    rows = rows.exclude(story=owner.pk).order_by().values("story")
    counted = rows.annotate(times=Count(kind, distinct=True), kind=Value(kind))
    return counted.values_list("story", "times", "kind")


def stories(owner, keys, now):
    """Those stories, and what was worked on of late; each with who did, and if live."""
    live = Showing.objects.live(now).filter(story_id=OuterRef("pk"))
    found = Story.objects.filter(Q(pk__in=keys) | Q(saved_at__gte=now - RECENT))
    found = found.exclude(pk=owner.pk).annotate(
        is_live=Exists(live),
        near=Case(When(pk__in=keys, then=1), default=0),
        wrote=Subquery(writers(story=OuterRef("pk"))),
    )
    columns = ("slug", "headline", "saved_at", "created_at")
    return [*found.order_by("-near", "-saved_at").only(*columns)[:MOST]]


def writers(**owner):
    """Who saved it, newest first."""
    saved = Revision.objects.filter(**owner).heads()
    return saved.values_list(name_column("created_by"))[:1]


def questions(owner, document, now):
    """What was asked from the same sources, or of late."""
    citing = QuestionSource.objects.filter(
        source__normalised_url__in=source_addresses(document)
    )
    citing = citing.exclude(question=owner.pk).order_by()
    times = citing.filter(question=OuterRef("pk")).values("question")
    times = times.annotate(times=Count("source", distinct=True)).values("times")
    near = Q(pk__in=citing.values("question")) | Q(saved_at__gte=now - RECENT)
    found = (
        Question.objects.filter(near)
        .exclude(pk=owner.pk)
        .annotate(
            shared=Coalesce(Subquery(times), 0),
            is_live=Exists(
                Showing.objects.live(now).filter(question_id=OuterRef("pk"))
            ),
        )
    )
    return [*found.order_by("-shared", "-saved_at").only("slug", "title")[:MOST]]


def offices(slugs):
    """The roles of these entities, by the slug of whoever stands for them."""
    found = {}
    for role in Role.objects.filter(entity__slug__in=slugs).select_related("entity"):
        found.setdefault(role.entity.slug, []).append(role)
    return found
