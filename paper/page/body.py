"""What stands below the ladder, as much of it as the depth asks for. Its history is one
axis of time: what happened, the day the page speaks for, what is expected."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone
from django.utils.safestring import SafeString

from explainer import prose
from explainer.days import day
from explainer.field import FULL, GLANCE
from paper.page.depth import lead
from paper.page.papers import Papers, papers
from paper.page.passages import (
    Conversation,
    Picture,
    Place,
    Quote,
    Telling,
    Words,
    conversation,
    figure,
    quote,
    tell,
    words,
)
from paper.page.surroundings import Part, Surroundings
from paper.page.writer import Row, Writer

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


@dataclass(frozen=True)
class Section:
    name: str
    heading: str
    html: SafeString
    mark: str = ""  # Where no text carries it.


@dataclass(frozen=True)
class Analysis:
    """Behind the headline: whole in full, its headings in brief."""

    sections: list[Section]
    rows: list[Row]


@dataclass(frozen=True)
class History:
    """How we got here, and what happens next, on one axis."""

    html: SafeString
    axis: Axis | None
    rows: list[Row]


@dataclass(frozen=True)
class Glance:
    """What a glance adds to the top: the next date."""

    upcoming: Expectation | None
    rows: list[Row]


@dataclass(frozen=True)
class Body:
    glance: Glance | None
    telling: Telling | None
    figures: list[Picture]
    analysis: Analysis | None
    words: Words | None
    papers: Papers | None
    history: History | None
    conversation: Conversation | None


def body(
    document: Part, depth: str, writer: Writer, around: Surroundings, as_of: date
) -> Body:
    """In reading order, since citations count in it."""
    full, today = depth == FULL, timezone.localdate(around.now)
    drawn = {part["key"]: part for part in document.get("figures", [])}
    told = document.get("report") or document.get("brief", "")
    placed = prose.placements(told) if full else []
    return Body(
        glance=glance(document, writer, today) if depth == GLANCE else None,
        telling=tell(document, depth, writer, places(document, drawn, writer, around)),
        figures=[
            made
            for key, part in drawn.items()
            if full and ("figure", key) not in placed
            if (made := figure(part, f"figure-{key}", writer, around))
        ],
        analysis=analysis(document, depth, writer),
        words=words(unplaced_quotes(document, placed), writer, around)
        if full
        else None,
        papers=papers(document, writer, depth),
        history=history(document, depth, writer, as_of, today),
        conversation=conversation(document, writer) if full else None,
    )


def glance(document: Part, writer: Writer, today: date) -> Glance | None:
    writer.start("glance")
    first = next_expectation(document, writer, today)
    return Glance(first, writer.rows) if first or not writer.only_new else None


def places(
    document: Part, drawn: Mapping[str, Part], writer: Writer, around: Surroundings
) -> dict[str, Place]:
    """What a placing line in the report stands for; an id is given only once."""
    spoken = {part["key"]: part for part in document.get("quotes", []) if "key" in part}
    named: dict[str, str] = {}

    def once(name: str) -> str:
        return "" if name in named else named.setdefault(name, name)

    def said(key: str) -> Quote | None:
        part = spoken.get(key)
        return quote(part, once(f"quote-{key}"), writer, around) if part else None

    def seen(key: str) -> Picture | None:
        part = drawn.get(key)
        return figure(part, once(f"figure-{key}"), writer, around) if part else None

    return {"figure": seen, "quote": said}


def unplaced_quotes(document: Part, placed: Collection[tuple[str, str]]) -> list[Part]:
    """The quotes that neither the summary nor the report has shown already."""
    return [
        part
        for part in document.get("quotes", [])
        if ("quote", part.get("key", "")) not in placed and part not in lead(document)
    ]


def analysis(document: Part, depth: str, writer: Writer) -> Analysis | None:
    """The sections: headings alone below the full depth, None at a glance."""
    if depth == GLANCE:
        return None
    writer.start("analysis")
    told = []
    for number, part in enumerate(document.get("sections", []), 1):
        writer.next_row()
        heading = part.get("heading", "")
        html = SafeString("")
        if depth == FULL:
            html = writer.of(part, "body", level=4 if heading else 3)
        mark = "" if depth == FULL else writer.sign(part, "body")
        told.append(Section(f"section-{number}", heading, html, mark))
    return Analysis(told, writer.rows) if told else None


def history(
    document: Part, depth: str, writer: Writer, as_of: date, today: date
) -> History | None:
    """Background (in full only) and timeline; None at a glance or without either."""
    if depth == GLANCE:
        return None
    writer.start("history")
    background = document.get("background", "") if depth == FULL else ""
    if background:
        writer.next_row()
    html = writer.of(document, "background") if background else SafeString("")
    line = axis(document, writer, depth, as_of, today)
    return History(html, line, writer.rows) if html or line else None
