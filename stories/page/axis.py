"""One axis of time: what happened, the day the page speaks for, what is expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from stories.page.depth import FULL
from stories.page.surroundings import Part
from stories.page.writer import Writer, day

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


@dataclass(frozen=True)
class Axis:
    past: list[Event]
    as_of: date
    ahead: list[Event]
    expected: list[Expectation]


def axis(
    document: Part, writer: Writer, depth: str, as_of: date, today: date
) -> Axis | None:
    """All events in full, the key events in brief; what is expected in both.

    What is dated after the day the page speaks for stands below its rule.
    """
    parts = document.get("timeline", [])
    if depth != FULL:
        parts = [part for part in parts if part.get("key_event")]
    later = [part for part in parts if part.get("date", "") > as_of.isoformat()]
    past = events([part for part in parts if part not in later], writer)
    writer.next_row()  # the rule itself
    ahead = events(later, writer)
    expected = [
        expectation(part, writer, today) for part in document.get("expectations", [])
    ]
    return Axis(past, as_of, ahead, expected) if past or ahead or expected else None


def upcoming(document: Part, writer: Writer, today: date) -> Expectation | None:
    """The next dated thing that hasn't happened yet."""
    open_ones = [
        part
        for part in document.get("expectations", [])
        if part.get("due", "") >= today.isoformat() and not part.get("outcome")
    ]
    first = min(open_ones, key=lambda part: str(part["due"]), default=None)
    return expectation(first, writer, today) if first else None


def events(parts: Sequence[Part], writer: Writer) -> list[Event]:
    told: list[Event] = []
    last = None
    for part in parts:
        writer.next_row()
        on = day(part.get("date", ""))
        told.append(
            Event(
                on=on,
                precision=part.get("precision", "day"),
                label=part.get("label", ""),
                html=writer.of(part, "text", part.get("sources", ())),
                after_gap=bool(on and last and (on - last).days > YEAR),
            )
        )
        last = on or last
    return told


def expectation(part: Part, writer: Writer, today: date) -> Expectation:
    writer.next_row()
    due = day(part.get("due", ""))
    outcome = part.get("outcome", "")
    overdue = due is not None and due < today
    state = "settled" if outcome else "overdue" if overdue else "expected"
    return Expectation(state, due, writer.of(part, "text"), outcome)
