"""What is live of the lists that only feeds have: each behind a place, newest first."""

from django.db.models import Exists, OuterRef, Q

from paper.lists.queries import naming
from paper.queries.keyset import PLACED, placed
from people.compiled_query import (
    MOMENT,
    TEXT,
    Many,
    compile_by_values,
    compile_once,
    each,
)
from stories.models import Mention, Showing
from stories.models.showing import OfEach

ENTITY = Mention.Kind.ENTITY


@compile_once(now=MOMENT, **PLACED)
def newest_stories(newer, most, now, at, key):
    rows = Showing.objects.live(now).stories().one_each(now)
    return placed(rows, "updated_at", newer, at, key)[:most]


@compile_once(now=MOMENT, **PLACED)
def newest_questions(newer, most, now, at, key):
    rows = Showing.objects.live(now).questions()
    return placed(rows, "updated_at", newer, at, key)[:most]


@compile_by_values(slugs=Many(TEXT), now=MOMENT, **PLACED)
def texts_on(newer, most, count, slugs, now, at, key):
    """The live stories and questions that name an entity, by one of `count` slugs."""
    named = Mention.objects.filter(kind=ENTITY, slug__among=slugs)
    mine = Q(OfEach(Exists(named.filter(showing=OuterRef("pk")))))
    live = Showing.objects.live(now).one_each(now, mine)
    return naming(live, ENTITY, each(slugs, count), newer, most, at, key)
