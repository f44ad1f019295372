"""What is new, edition by edition, in the order in which readers got it: for programs
that keep a copy.

An edition is new twice over: as it is committed, and at its moment. So a place in the
log has two halves: the number of the generation up to which all was read that was
committed (`paper/arrivals.py`: what commits later has a later number, whenever it was
begun), and the moment up to which all of that was due. What came is whatever lies
behind either of them.
"""

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import F, Q

from paper.api.reply import Reply, read_ahead
from paper.api.text_lists import edition_item, kind_of
from paper.editions import queries as record
from paper.queries import page_rows
from paper.queries.keyset import EPOCH, TICK
from people.compiled_query import KEY, MOMENT, NUMBER, Many, compile_once
from stories.models import Kind, Showing

LAST = 10**18 - 1  # as if it were the key of the last edition of a number or a moment
WINDOW = 500  # so many are looked through for those of a kind
MILLISECOND = dt.timedelta(milliseconds=1)


@dataclass(frozen=True)
class Place:
    """All up to `number` and `key` was read, of what was due at a moment, up to the
    edition `last` of those that came at it."""

    number: int = 0
    key: int = 0
    moment: dt.datetime = EPOCH
    last: int = 0

    def __str__(self):
        moment = (self.moment - EPOCH) // TICK
        return f"{self.number}-{self.key}-{moment}-{self.last}"


def parse_place(cursor):
    number, key, moment, last = map(int, cursor.split("-"))
    return Place(number, key, EPOCH + moment * TICK, last)


def place_at(moment):
    """The place at which all was read that readers had before a moment: a number is one
    of milliseconds, too."""
    since = max(moment, EPOCH + MILLISECOND)
    return Place((since - EPOCH) // MILLISECOND - 1, LAST, since - TICK, LAST)


def begin(asked):
    if "cursor" in asked.values:
        return parse_place(asked.get("cursor"))
    return place_at(asked.get("since")) if "since" in asked.values else Place()


def changes(asked):
    """The editions behind a place, and the place to go on from: it is the same while
    nothing has come."""
    limit, now, place = asked.get("limit", 50), asked.now, begin(asked)
    narrowed = asked.values.keys() & {"type", "kind", "material"}
    size = WINDOW if narrowed else read_ahead(limit)
    rows, is_all = window(place, size, now)
    down = withdrawals_of(rows, now)
    fitting, passed = [], place
    for at, row in rows:
        is_told = fits(row, asked) and is_public(row, down)
        if is_told and len(fitting) == limit:
            is_all = False
            break
        fitting += [row] if is_told else []
        passed = at
    items = [edition_item(row, current) for row, current in with_current(fitting, now)]
    said = {"items": items, "cursor": str(passed), "more": not is_all}
    return Reply(said, page_rows.next_due(now), cursor=str(passed))


def window(place, size, now):
    """The next editions, each with the place at which it is read, and whether these are
    all. First those that were committed before and have come since."""
    moment = min(place.moment, now)  # Another process may have had a faster clock.
    was = {"n": place.number, "key": place.key}
    found = []
    if place.number:
        came = came_since(size, at=moment, last=place.last, now=now, **was)
        for row in came:
            at = replace(place, moment=row.live_from, last=row.pk)
            found.append((at, row))
    if len(found) == size:
        return found, False
    newest = max([moment, *(row.live_from for _at, row in found)])
    behind = committed_since(size - len(found), now=now, **was)
    for row in behind:
        newest = max(newest, row.live_from)
        found.append((Place(row.n, row.pk, newest, LAST), row))
    return found, len(found) < size


@compile_once(n=NUMBER, key=NUMBER, at=MOMENT, last=NUMBER, now=MOMENT)
def came_since(most, n, key, at, last, now):
    """What was committed up to a place and has become due since a moment."""
    rows = Showing.objects.filter(live_from__gte=at, live_from__lte=now)
    rows = rows.filter(Q(live_from__gt=at) | Q(pk__gt=last))
    known = Q(arrival__n__lt=n) | Q(arrival__n=n, arrival__pk__lte=key)
    return rows.filter(known).order_by("live_from", "pk")[:most]


@compile_once(n=NUMBER, key=NUMBER, now=MOMENT)
def committed_since(most, n, key, now):
    """What was committed behind a place and is due."""
    rows = Showing.objects.annotate(n=F("arrival__n")).filter(arrival__n__gte=n)
    rows = rows.filter(Q(arrival__n__gt=n) | Q(arrival__pk__gt=key), live_from__lte=now)
    return rows.order_by("arrival__n", "arrival__pk")[:most]


def fits(row, asked):
    """Whether an edition is of what was asked for."""
    said = {"type": kind_of(row), "kind": row.kind}
    said["material"] = "yes" if row.material else "no"
    return all(asked.get(name, said[name]) == said[name] for name in said)


def withdrawals_of(rows, now):
    """Of the texts that some editions are of, those that are down now."""
    keys = {row.story_id or row.question_id for _at, row in rows}
    return {row.story_id or row.question_id: row for row in down(keys=keys, now=now)}


@compile_once(keys=Many(KEY), now=MOMENT)
def down(keys, now):
    gone = record.withdrawn(now)
    return gone.in_any(
        gone.filter(story_id__among=keys), gone.filter(question_id__among=keys)
    )


def is_public(row, down):
    """Of what was withdrawn that alone is told, and no word of what it said."""
    gone = down.get(row.story_id or row.question_id)
    return gone is None or gone.pk == row.pk


def with_current(rows, now):
    """Each edition with what readers have of its text now."""
    live = record.live_of(rows, now)
    for row in rows:
        current = live.get(row.story_id or row.question_id)
        if current is not None or row.kind == Kind.WITHDRAWAL:
            yield row, current or row
