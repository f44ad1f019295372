"""A page of a list, without counting the list: one row more than it shows is read.

So a page costs the same however long the list is. How many rows there are is known on
the last page alone. What lies too deep has its place in the archive and in search.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import IntegerField, Subquery
from django.http import Http404

DEEPEST = 50
COUNTED = 20
# So many texts are read to count so many stories, which may be told in some languages.
READ = 3 * (COUNTED + 1)


@dataclass(frozen=True)
class Page:
    """Some rows of a list; `more` says that others follow.

    `newer` and `older` are what the pages beside it are asked for by, if there are any.
    """

    rows: list[Any]
    number: int
    size: int
    more: bool
    newer: int | str = 0
    older: int | str | None = None
    # Counts the list, where its pages don't.
    count: Any = field(default=None, compare=False, repr=False)

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)

    @property
    def total(self):
        """How many rows the list has, or None while others follow."""
        if self.more:
            return None
        before = (self.number - 1) * self.size
        return self.count() if self.count and before else before + len(self.rows)


def page_of(request, size, rows):
    """The page that was asked for; `rows` gives the first so many of a list.

    An empty page is 404, unless it is the first; what is no number asks for that.
    """
    asked = request.GET.get("page", "")
    number = int(asked[:9]) if asked.isascii() and asked.isdigit() else 1
    if not 1 <= number <= DEEPEST:
        raise Http404
    most = number * size + 1
    found = list(rows(most)[most - size - 1 : most])
    if number > 1 and not found:
        raise Http404
    more = len(found) > size
    older = number + 1 if more and number < DEEPEST else None
    return Page(found[:size], number, size, more, number - 1, older)


class CountUpTo(Subquery):
    """How many different `key` a query has, as far as its slice lets it read, and no
    more than one beyond what is counted: then it reads no further."""

    template = (
        "(SELECT COUNT(*) FROM (SELECT DISTINCT named.key FROM (%(subquery)s) AS named"
        f" LIMIT {COUNTED + 1}) AS counted)"
    )
    output_field = IntegerField()
