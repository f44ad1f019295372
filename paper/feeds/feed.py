"""A feed as it is before it is RSS, Atom or JSON: what has changed, newest first. Pure.

A follower's program takes for news what has an `id` that it hasn't, or another
`updated`; neither hangs on an address, a headline or a wording.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

# When a feed changed last that has nothing in it.
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def text_id(key: uuid.UUID) -> str:
    """What a story or a question is called wherever it is listed, whatever becomes of
    its address."""
    return f"urn:uuid:{key}"


def edition_id(key: uuid.UUID, number: int) -> str:
    """What one edition of it is called."""
    return f"urn:uuid:{uuid.uuid5(key, f'editions/{number}')}"


def editions_id(key: uuid.UUID) -> str:
    """What the feed of its editions is called."""
    return f"urn:uuid:{uuid.uuid5(key, 'editions')}"


@dataclass(frozen=True)
class Writer:
    """Who wrote a text, and the address of what they wrote, if there is one."""

    name: str
    address: str = ""


@dataclass(frozen=True)
class Illustration:
    """The picture of an entry, which we have the right to show."""

    address: str
    kind: str  # as a media type
    width: int
    height: int
    alt: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Entry:
    """A text as it stands, or one edition of it. Addresses are absolute."""

    id: str
    title: str
    address: str
    published: dt.datetime
    updated: dt.datetime
    summary: str = ""
    html: str = ""
    language: str = ""
    writers: Sequence[Writer] = ()
    tags: Sequence[str] = ()
    picture: Illustration | None = None
    edition: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Feed:
    """`address` is that of the page that readers follow by it, `place` where the feed
    itself stands, without the name of its form; `older` is the query of the next page.
    """

    id: str
    title: str
    description: str
    address: str
    place: str
    language: str
    paper: Writer
    entries: Sequence[Entry] = ()
    query: str = ""
    older: str = ""
    hub: str = ""
    is_over: bool = False  # Nothing more will come.

    @property
    def updated(self) -> dt.datetime:
        return max((entry.updated for entry in self.entries), default=NEVER)

    def own_address(self, form: str) -> str:
        """Where this page of the feed stands in one of the forms."""
        return f"{self.place}{form}{self.query}"

    def next_address(self, form: str) -> str:
        """Where older entries are, if there are any."""
        return f"{self.place}{form}{self.older}" if self.older else ""


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """In an order that hangs on nothing that a wording changes."""
    return sorted(entries, key=lambda entry: (-entry.updated.timestamp(), entry.id))
