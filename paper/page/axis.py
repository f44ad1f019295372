"""One axis of time: what happened, the day the page speaks for, what is expected."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.safestring import SafeString

from explainer.days import day
from explainer.field import FULL
from paper.page.surroundings import Part
from paper.page.writer import Writer

YEAR = 366


@dataclass(frozen=True)
class Event:
    """Something dated as precisely as is known; `after_gap`: over a year later."""

    on: date | None
    precision: str
    label: str
    html: SafeString
    after_gap: bool


@dataclass(frozen=True)
class Expectation:
    """What is to happen: expected, overdue, or settled by an outcome."""

    state: str
    due: date | None
    html: SafeString
    outcome: str
    past: bool = False  # It stands among what happened, at its day.
    after_gap: bool = False

    @property
    def on(self) -> date | None:
        return self.due


@dataclass(frozen=True)
class Axis:
    past: list[Event | Expectation]
    as_of: date
    ahead: list[Event | Expectation]
    expected: list[Expectation]


def axis(
    document: Part, writer: Writer, depth: str, as_of: date, today: date
) -> Axis | None:
    """All events in full, the key events in brief; what is expected in both.

    What is dated after the day the page speaks for stands below its rule, and so
    does what is expected, until an outcome of a day that is past settles it.
    """
    parts = document.get("timeline", [])
    if depth != FULL:
        parts = [part for part in parts if part.get("key_event")]
    later = [part for part in parts if part.get("date", "") > as_of.isoformat()]
    foreseen = document.get("expectations", [])
    settled = [part for part in foreseen if is_over(part, as_of)]
    happened = [part for part in parts if part not in later]
    past = events(in_order(happened, settled), writer, settled)
    writer.next_row()  # the rule itself
    ahead = events(later, writer)
    expected = [
        expectation(part, writer, today) for part in foreseen if part not in settled
    ]
    return Axis(past, as_of, ahead, expected) if past or ahead or expected else None


def next_expectation(document: Part, writer: Writer, today: date) -> Expectation | None:
    """The next dated thing that hasn't happened yet."""
    open_ones = [
        part
        for part in document.get("expectations", [])
        if part.get("due", "") >= today.isoformat() and not part.get("outcome")
    ]
    first = min(open_ones, key=lambda part: str(part["due"]), default=None)
    return expectation(first, writer, today) if first else None


def is_over(part: Part, as_of: date) -> bool:
    """Whether something expected was settled, and its day is past."""
    due = part.get("due", "")
    return bool(due and part.get("outcome")) and bool(due <= as_of.isoformat())


def in_order(happened: Sequence[Part], settled: Sequence[Part]) -> list[Part]:
    """What happened in its own order, each thing that was expected at its day."""
    told = list(happened)
    for part in sorted(settled, key=lambda part: str(part["due"])):
        on = part["due"]
        after = (at for at, item in enumerate(told) if day_of(item) > on)
        told.insert(next(after, len(told)), part)
    return told


def day_of(part: Part) -> str:
    return str(part.get("date") or part.get("due") or "")


def events(
    parts: Sequence[Part], writer: Writer, settled: Sequence[Part] = ()
) -> list[Event | Expectation]:
    """Parts in their order; `settled` are expectations, printed as past."""
    told: list[Event | Expectation] = []
    last = None
    for part in parts:
        on = day(day_of(part))
        gap = bool(on and last and (on - last).days > YEAR)
        if part in settled:
            over = expectation(part, writer, date.max)
            told.append(replace(over, past=True, after_gap=gap))
        else:
            told.append(event(part, writer, gap))
        last = on or last
    return told


def event(part: Part, writer: Writer, after_gap: bool) -> Event:
    writer.next_row()
    return Event(
        on=day(part.get("date", "")),
        precision=part.get("precision", "day"),
        label=part.get("label", ""),
        html=writer.of(part, "text", part.get("sources", ())),
        after_gap=after_gap,
    )


def expectation(part: Part, writer: Writer, today: date) -> Expectation:
    writer.next_row()
    due = day(part.get("due", ""))
    outcome = part.get("outcome", "")
    overdue = due is not None and due < today
    state = "settled" if outcome else "overdue" if overdue else "expected"
    return Expectation(state, due, writer.of(part, "text"), outcome)
