"""In which feeds an edition is news: the paths of all that a follower may have."""

from django.db.models.functions import Coalesce

from entities.models import Entity
from paper.feeds.forms import FORMS
from paper.page.surroundings import AMENDING
from people.routes import address
from stories.models import Kind, Mention, Showing
from stories.models.topics import public

LISTED = {Mention.Kind.TAG: "tag", Mention.Kind.AUTHOR: "author"}


def feeds_with(row, now):
    """The paths of the feeds that an edition changed for their followers.

    A withdrawal is told to who follows the text itself: elsewhere it is just gone. Of a
    first edition nobody can have followed a feed of its own.
    """
    places = [] if row.number == 1 else [*own_places(row, now)]
    if row.kind != Kind.WITHDRAWAL:
        places += list_places(row, now)
    return [f"{place}{form}" for place in dict.fromkeys(places) for form in FORMS]


def own_places(row, now):
    """Under every slug that it has had: who follows an older one is led on."""
    kind = "story" if row.story_id else "question"
    key = row.story_id or row.question_id
    for slug in dict.fromkeys(slugs_of(kind, key=key, now=now)):
        yield address(kind, slug)


def slugs_of(kind, key, now):
    rows = Showing.objects.filter(**{f"{kind}_id": key}, live_from__lte=now)
    return rows.order_by("-live_from").values_list("slug", flat=True)


def list_places(row, now):
    yield address("front" if row.story_id else "questions")
    if row.kind in AMENDING:
        yield address("corrections")
    if row.desk and row.story_id:
        yield address("desk", row.desk)
    said = [*named_by(edition=row.pk)]
    for kind, slug, _entity in said if row.story_id else ():
        if kind in LISTED:
            yield address(LISTED[kind], slug)
    entities = {entity for _kind, _slug, entity in said} - {None}
    for slug in topics(keys=entities, now=now) if entities else ():
        yield address("entity", slug)


def named_by(edition):
    """Kind, slug and entity of what an edition names; of authors as they are printed,
    by which they have a page."""
    rows = Mention.objects.filter(showing_id=edition, kind__in=[*LISTED, "entity"])
    return rows.exclude(kind=Mention.Kind.AUTHOR, prominence__gt=0).values_list(
        "kind", "slug", "entity_id"
    )


def topics(keys, now):
    """The slugs of those entities that have a page, or of what they were merged into;
    of nobody else any word is to leave the paper."""
    named = Entity.objects.filter(pk__in=keys)
    stand = named.annotate(key=Coalesce("merged_into_id", "id")).values("key")
    found = public(Entity.objects.filter(pk__in=stand), now)
    return found.order_by("slug").values_list("slug", flat=True)
