"""The questions that readers ask, by how far each is answered."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from stories.models import Showing

STATUSES = ("open", "partly", "answered", "superseded")
# So many of each are listed at first.
SHOWN = 20


@dataclass(frozen=True)
class Group:
    """The questions of one status, those changed last first."""

    status: str
    rows: list[Any]
    total: int

    @property
    def more(self):
        return self.total > len(self.rows)


def of_status(status, now):
    live = Showing.objects.live(now).questions().filter(status=status)
    return live.order_by("-updated_at", "pk")


def grouped(now):
    """The newest of every status, with how many there are, in one query."""
    newest = (F("updated_at").desc(), "pk")
    live = Showing.objects.live(now).questions().filter(status__in=STATUSES)
    rows = live.with_next_due(now).annotate(
        place=Window(RowNumber(), partition_by="status", order_by=newest),
        total=Window(Count("pk"), partition_by="status"),
    )
    found = {status: [] for status in STATUSES}
    for row in rows.filter(place__lte=SHOWN).order_by("place"):
        found[row.status].append(row)
    return [
        Group(status, rows, rows[0].total) for status, rows in found.items() if rows
    ]
