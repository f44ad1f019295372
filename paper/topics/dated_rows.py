"""What the texts that name an entity say of days: its quotes, and their events.

The rows come without the texts that they are of, which are known already, but for
quotes of other texts.
"""

from itertools import groupby

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from people.compiled_query import (
    MOMENT,
    NUMBER,
    TEXT,
    Many,
    compile_once,
    each,
    padded,
)
from stories.models import Dated, Showing

MAIN = 1  # A prominence up to this is what a story is about.
SPOKEN = 20  # So many names are looked for in the words of events.


def dated_rows(naming, family, also, now, most):
    """Its quotes and its events by kind, the newest first: one query for both.

    Events are those of the texts that were read; quotes may be of others.
    """
    keys = padded(row.pk for row in family)
    words = [f"]({row.slug})" for row in family] + [family[0].name, *also][:SPOKEN]
    words = padded(words)
    main = {row.showing_id for row in naming if row.prominence <= MAIN}
    rows = quotes_and_events(
        *(most, len(keys), len(words)),
        keys=keys,
        words=words,
        main=main,
        stories=[row.showing_id for row in naming if row.showing.story_id],
        now=now,
    )
    known = {row.showing_id: row.showing for row in naming}
    others = {row.showing_id for row in rows} - known.keys()
    known |= {row.pk: row for row in showings(keys=others)} if others else {}
    for row in rows:
        row.showing, row.main = known[row.showing_id], row.showing_id in main
    # No database keeps the order of days before the year 1.
    kinds = groupby(sorted(rows, key=newest_day_first), key=lambda row: row.kind)
    return {kind: sorted(items, key=lambda row: row.age) for kind, items in kinds}


def newest_day_first(row):
    """What has no day comes last."""
    day = row.day.toordinal() if row.day else 0
    return row.kind, -day, -row.live_from.timestamp(), row.pk


@compile_once(keys=Many(NUMBER))
def showings(keys):
    return Showing.objects.filter(pk__among=keys)


@compile_once(
    **{"keys": Many(NUMBER), "words": Many(TEXT), "now": MOMENT},
    **{"main": Many(NUMBER), "stories": Many(NUMBER)},
)
def quotes_and_events(most, count, spoken, keys, words, main, stories, now):
    """Quotes of some entities, and events of some texts: all of the `main` ones, of
    others those with one of the words. Of each kind the newest, in no order."""
    told = Q(showing__among=main)
    for word in each(words, spoken):
        told |= Q(text__contains=word)
    live = Dated.objects.live(now)
    wanted = [live.filter(told, kind="event", showing__among=stories).values("pk")]
    for key in each(keys, count):
        said = live.filter(entity=key, kind="quote").values("pk")
        wanted.append(said.filter(day__isnull=False).order_by("-day")[:most])
        wanted.append(said.filter(day=None)[:most])
    newest = (F("day").desc(nulls_last=True), F("live_from").desc(), "pk")
    place = Window(RowNumber(), partition_by="kind", order_by=newest)
    rows = Dated.objects.in_any(*wanted).annotate(place=place)
    return Dated.objects.filter(pk__in=rows.filter(place__lte=most).values("pk"))
