"""What is asked of a resource, and what it says: the same for HTTP and for models."""

from dataclasses import dataclass, field
from typing import Any

from paper.queries import page_rows

EPOCH_CURSOR = r"[0-9]{1,16}-[0-9]{1,18}"
SIZES = (10, 20, 50, 100)  # so many rows are asked for: each size is a query


@dataclass(frozen=True)
class Inquiry:
    """The values of the parameters, the moment of asking, and at which path."""

    values: dict
    now: Any
    path: str = ""

    def get(self, name, default=None):
        return self.values.get(name, default)


@dataclass(frozen=True)
class Reply:
    """What is said; what it hangs on, if that is known; when it changes by itself."""

    said: dict
    due: Any = None
    keys: Any = None
    own_due: Any = None
    cursor: str = field(default="", compare=False)  # by which it goes on


def read_ahead(limit):
    """As many rows as a query is to give for so many and one more."""
    return next(size for size in SIZES if size >= limit) + 1


def list_reply(items, cursor, now):
    """A part of a list; without a cursor it is the last one."""
    said = {"items": items} | ({"cursor": cursor} if cursor else {})
    return Reply(said, page_rows.next_due(now), cursor=cursor)
