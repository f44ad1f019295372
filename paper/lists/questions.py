"""The questions that readers ask, by how far each is answered."""

from dataclasses import dataclass
from typing import Any

from stories.models import Showing
from stories.models.showing import NEWEST

STATUSES = ("open", "partly", "answered", "superseded")
# So many of each are listed at first.
SHOWN = 20


@dataclass(frozen=True)
class Group:
    """The questions of one status, those changed last first; `more` aren't listed."""

    status: str
    rows: list[Any]
    more: bool


def of_status(status, now):
    live = Showing.objects.live(now).questions().filter(status=status)
    return live.order_by(*NEWEST)


def by_status(now):
    """The newest of every status, in one query."""
    few = (of_status(one, now).values("pk")[: SHOWN + 1] for one in STATUSES)
    newest = Showing.objects.in_any(*few)
    found = {status: [] for status in STATUSES}
    for row in newest.with_next_due(now).order_by(*NEWEST):
        found[row.status].append(row)
    return [
        Group(status, rows[:SHOWN], len(rows) > SHOWN)
        for status, rows in found.items()
        if rows
    ]
