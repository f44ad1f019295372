"""What checks know besides the document: a few facts, fetched beforehand. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from explainer.newsrooms import Publishers


@dataclass(frozen=True)
class Office:
    """A role that somebody had, from a day until a day."""

    title: str
    since: date | None = None
    until: date | None = None

    def held(self, on: date) -> bool:
        return (self.since or date.min) <= on <= (self.until or date.max)


@dataclass(frozen=True)
class KnownEntity:
    """An entry of the who's who."""

    name: str
    kind: str = "concept"
    aliases: Collection[str] = ()
    offices: Collection[Office] = ()


@dataclass(frozen=True)
class Context:
    """The day, and what the paper knows on it of what the document names.

    `live` and `moved` are addresses of our own pages, such as `/stories/x/`; `hidden`
    has, as (kind, slug), what it points at and readers don't have; `ends`
    has, by file, the first day on which a picture may no longer be shown; `vouched` are
    addresses, in their normal form, of pieces whose outlet an editor has confirmed.
    """

    today: date
    first: bool = True
    entities: Mapping[str, KnownEntity] = field(default_factory=dict)
    live: Collection[str] = ()
    moved: Collection[str] = ()
    ends: Mapping[str, date] = field(default_factory=dict)
    publishers: Publishers = field(default_factory=Publishers)
    vouched: Collection[str] = ()
    hidden: Collection[tuple[str, str]] = ()
    home: str = ""
