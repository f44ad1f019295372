"""A page of a list that is in order of time, by the row that it begins behind.

So the last page costs what the first one does: nothing before it is read. An address
has the number of its page for the reader, and for the database a moment and a key. One
with a number alone still leads there, by way of all the rows before it.
"""

import datetime as dt
import re
from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404

from paper.queries.paging import DEEPEST, Page, page_of
from people.compiled_query import MOMENT, NUMBER
from stories.models.showing import FOREVER

PLACE = re.compile(r"(\d{1,2})-(after|before)-(\d{1,16})-(\d{1,18})", re.ASCII)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
TICK = dt.timedelta(microseconds=1)
# What the query of a list takes beside its own values.
PLACED = {"at": MOMENT, "key": NUMBER}
START = {"at": FOREVER, "key": 0}


def placed(rows, by, newer, at, key, **others):
    """Those behind a moment and a key, the newest first; with `newer` those before
    them, the nearest first. One bound is plain, since an index goes by that.

    `others` are conditions of the same related row, if `by` is of a related one.
    """
    if newer:
        others |= {f"{by}__gte": at}
        rows = rows.filter(Q(**{f"{by}__gt": at}) | Q(pk__lt=key), **others)
        return rows.order_by(by, "-pk")
    others |= {f"{by}__lte": at}
    rows = rows.filter(Q(**{f"{by}__lt": at}) | Q(pk__gt=key), **others)
    return rows.order_by(f"-{by}", "pk")


@dataclass(frozen=True)
class TimeOrderedList:
    """A list that pages are taken from: a compiled query of `newer, most, *constants`
    and of values, and the name of the moment that it is in order of."""

    query: object
    size: int
    constants: tuple
    values: dict
    by: str

    def rows(self, newer=False, **place):
        return self.query(newer, self.size + 1, *self.constants, **self.values, **place)

    def first(self, most):
        """The first so many rows: those of the first page by the query itself."""
        if most == self.size + 1:
            return self.rows(**START)
        return self.query.build(False, most, *self.constants, **self.values, **START)

    def total(self):
        """How many rows there are, as far as pages go."""
        return len(self.first(DEEPEST * self.size).values_list("pk"))

    def page(self, number, rows, more):
        """A page of these rows, with the ways on from its first and its last one."""
        newer = f"{number - 1}-before-{self.place(rows[0])}" if rows else number - 1
        older = f"{number + 1}-after-{self.place(rows[-1])}" if rows else None
        return Page(
            rows,
            number,
            self.size,
            more,
            newer if number > 2 else number - 1,
            older if more and number < DEEPEST else None,
            self.total,
        )

    def place(self, row):
        return f"{(getattr(row, self.by) - EPOCH) // TICK}-{row.pk}"


def page_in_time(request, size, query, *constants, by="updated_at", **values):
    """The page that was asked for, by a place or a number, of a list in order of time.

    404 if nothing is there, unless it is the first.
    """
    listed = TimeOrderedList(query, size, constants, values, by)
    asked = PLACE.fullmatch(request.GET.get("page", ""))
    if asked is None:
        page = page_of(request, size, listed.first)
        return listed.page(page.number, page.rows, page.more)
    number, newer = int(asked[1]), asked[2] == "before"
    place = {"at": EPOCH + int(asked[3]) * TICK, "key": int(asked[4])}
    found = listed.rows(newer, **place)
    if newer and len(found) < size:  # The beginning: whole, whatever number it had.
        number, newer, found = 1, False, listed.rows(**START)
    if not found or not 1 <= number <= DEEPEST:
        raise Http404
    rows = found[:size][::-1] if newer else found[:size]
    return listed.page(number, rows, newer or len(found) > size)
