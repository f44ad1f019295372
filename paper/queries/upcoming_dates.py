"""What live stories expect, and the days ahead on their timelines, from the index.

An expectation stays for some weeks after its day, so that who follows the calendar
learns what came of it. A translation expects what its original does.
"""

import datetime as dt

from django.db.models import DateField, Exists, F, OuterRef, Q, Subquery

from explainer import days
from people.compiled_query import (
    MOMENT,
    NUMBER,
    TEXT,
    Many,
    changed,
    compile_once,
)
from people.desks import Desk
from stories.models import Dated, Mention, Showing
from stories.models.showing import OfEach

KEPT = dt.timedelta(days=31)
MOST = 200  # of each kind, the nearest first
EVENT, EXPECTATION = Dated.Kind.EVENT, Dated.Kind.EXPECTATION


def is_coming(keys, now):
    """Whether anything of a topic lies ahead."""
    return ahead_of_topic.first(keys=keys, now=now) is not None


def dated(kind, now):
    """Rows of a kind from the first day that is looked at, the nearest first."""
    since = changed(now, first_days[kind], DateField())
    live = Showing.objects.live(now, now)
    original = live.filter(story_id=OuterRef("showing__original_id"))
    own = Q(showing__original_id=F("showing__story_id")) | ~Exists(original)
    desk = Desk.objects.filter(slug=OuterRef("showing__desk"))
    rows = Dated.objects.live(now, now).filter(own, kind=kind, day__gte=since)
    rows = rows.annotate(desk_name=Subquery(desk.values("name")[:1]))
    return rows.select_related("showing").order_by("day", "pk")


def some_weeks_ago(now):
    return days.today(now) - KEPT


first_days = {EXPECTATION: some_weeks_ago, EVENT: days.today}


@compile_once(now=MOMENT)
def in_paper(kind, now):
    return dated(kind, now)[:MOST]


@compile_once(slug=TEXT, now=MOMENT)
def in_desk(kind, slug, now):
    return dated(kind, now).filter(OfEach(Q(showing__desk=slug)))[:MOST]


@compile_once(keys=Many(NUMBER), now=MOMENT)
def in_topic(kind, keys, now):
    """Row by row, since no index has the days of a topic."""
    return naming(dated(kind, now), keys)[:MOST]


@compile_once(keys=Many(NUMBER), now=MOMENT)
def ahead_of_topic(keys, now):
    ahead = Dated.objects.live(now, now).filter(
        kind__in=(EXPECTATION, EVENT), day__gte=changed(now, days.today, DateField())
    )
    return naming(ahead, keys).order_by("day").values_list("pk", flat=True)[:1]


def naming(rows, keys):
    named = Mention.objects.filter(kind="entity", entity__among=keys)
    # Compared with each row besides, or PostgreSQL gathers all that name the topic.
    own = {"showing": OuterRef("showing"), "live_from__lte": OuterRef("live_until")}
    return rows.filter(OfEach(Exists(named.filter(**own))))


@compile_once(edition=NUMBER, now=MOMENT)
def in_story(kind, edition, now):
    """Of one text, be it a translation."""
    since = changed(now, first_days[kind], DateField())
    rows = Dated.objects.filter(showing=edition, kind=kind, day__gte=since)
    desk = Desk.objects.filter(slug=OuterRef("showing__desk"))
    rows = rows.annotate(desk_name=Subquery(desk.values("name")[:1]))
    return rows.select_related("showing").order_by("day", "pk")[:MOST]
