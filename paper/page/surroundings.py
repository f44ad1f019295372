"""What a page needs besides its document, fetched beforehand: pages stay pure.

Also what the record says on it: dates, corrections, and the strip of editions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from explainer.days import midnight_after
from explainer.newsrooms import Part, Publishers

__all__ = ["Part", "Surroundings", "tongue"]

ENGLISH = "en-gb"  # With the day before the month, whatever the paper speaks.
ON_TOP_FOR = timedelta(days=30)
OPENING = ("headline", "standfirst", "summary")
AMENDING = frozenset({"correction", "clarification"})
# The strip: editions as ticks on a line of time, newest at the end.
WIDTH, LEAST_GAP, SHORTEST = 240, 12, 3
SHAPES = {
    "tall": "M{x} 2V18",
    "dot": "M{x} 10m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
    "cross": "M{x} 10m-4-4l8 8m0-8l-8 8",
    "gap": "M{x} 10m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0",
}
MARKS = {"wording": "dot", "checked": "dot", "correction": "cross", "withdrawal": "gap"}


@dataclass(frozen=True)
class Surroundings:
    """The time, the record's rows and the standing data around one document.

    A preview has neither showing nor editions. Whatever is missing from a mapping
    is not public: the page falls back to the label that the document carries.
    """

    now: datetime
    address: str = ""
    canonical: str = ""  # Where the text stands now, if that is somewhere else.
    twin: str = ""  # The same edition for machines.
    calendar: str = ""  # Its dates to come.
    showing: Any = None
    editions: Sequence[Any] = ()
    entities: Mapping[str, Any] = field(default_factory=dict)
    stories: Mapping[str, Any] = field(default_factory=dict)
    questions: Mapping[str, Any] = field(default_factory=dict)
    pointing: Sequence[
        tuple[str, Any]
    ] = ()  # (relation, live story that names this one)
    images: Mapping[str, Any] = field(default_factory=dict)
    translations: Sequence[Any] = ()  # Live rows of the same story in other languages.
    since: Any = None  # Marks, for who has read an older edition.
    amended: Any = None  # What corrections did to the blocks that stand.
    publishers: Publishers = field(default_factory=Publishers)  # That it names.
    tags: Mapping[str, str] = field(default_factory=dict)  # Slug to name.
    authors: Mapping[str, str] = field(default_factory=dict)  # Identity to slug.

    @cached_property
    def mentions(self) -> dict[str, str]:
        """Entity slug, as the document has it, to the address of its page."""
        return {slug: item.get_absolute_url() for slug, item in self.entities.items()}


def tongue(language: str) -> str:
    """The language for a text's own headings: its own, if the paper speaks it.

    Else, and for a text in the paper's language, the one that the paper speaks.
    """
    speaks: str = get_language() or settings.LANGUAGE_CODE
    asked = language.lower().partition("-")[0]
    if asked == speaks.partition("-")[0] or asked not in settings.TRANSLATIONS:
        return speaks
    return ENGLISH if asked == "en" else asked


@dataclass(frozen=True)
class Tick:
    """One edition on the strip, `x` along a line of time."""

    x: int
    mark: str
    current: bool

    @property
    def path(self) -> str:
        return SHAPES[self.mark].format(x=self.x)


@dataclass(frozen=True)
class Strip:
    """A picture of the record, drawn from three editions up."""

    ticks: list[Tick]
    width: int

    @property
    def box(self) -> str:
        return f"0 0 {self.width} 20"


def strip(editions: Sequence[Any]) -> Strip | None:
    """Ticks in proportion to time, but never so close that two look like one."""
    if len(editions) < SHORTEST:
        return None
    times = [edition.live_from.timestamp() for edition in editions]
    span = (times[-1] - times[0]) or 1
    places: list[int] = []
    for at in times:
        free = places[-1] + LEAST_GAP if places else 0
        places.append(max(free, round((at - times[0]) / span * WIDTH)))
    ticks = [
        Tick(place + 8, MARKS.get(edition.kind, "tall"), edition is editions[-1])
        for place, edition in zip(places, editions, strict=True)
    ]
    return Strip(ticks, places[-1] + 16)


def on_top(editions: Sequence[Any], now: datetime) -> list[Any]:
    """Corrections of the last 30 days that touched what every depth begins with."""
    texts = [edition for edition in editions if edition.kind != "withdrawal"]
    return [
        after
        for before, after in pairwise(texts)
        if after.kind in AMENDING
        and now - after.live_from <= ON_TOP_FOR
        and any(getattr(before, name) != getattr(after, name) for name in OPENING)
    ]


def due(document: Part, around: Surroundings) -> datetime | None:
    """The next moment at which this page changes by itself."""
    rows = [around.showing, *around.stories.values(), *around.questions.values()]
    rows += [row for _kind, row in around.pointing]
    moments = [row.live_until for row in rows if row is not None]
    labels = ("developing_until", "closed_at")
    moments += [moment(document.get(name, "")) for name in labels]
    for part in document.get("expectations", []):
        if day := part.get("due"):
            moments.append(midnight_after(date.fromisoformat(day)))
    moments += [image.ends_at for image in around.images.values()]
    moments += [
        row.live_from + ON_TOP_FOR for row in on_top(around.editions, around.now)
    ]
    return min((item for item in moments if item and item > around.now), default=None)


def is_developing(document: Part, now: datetime) -> bool:
    until = moment(document.get("developing_until", ""))
    return until is not None and until > now


def moment(text: str) -> datetime | None:
    if not text:
        return None
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
