"""What stands below the ladder, as much of it as the depth asks for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.safestring import SafeString

from explainer import prose
from explainer.field import FULL, GLANCE
from paper.page.axis import Axis, Expectation, axis, next_expectation
from paper.page.depth import lead
from paper.page.inserts import (
    Conversation,
    Picture,
    Quote,
    Words,
    conversation,
    figure,
    quote,
    words,
)
from paper.page.papers import Papers, papers
from paper.page.surroundings import Part, Surroundings
from paper.page.telling import Place, Telling, tell
from paper.page.writer import Row, Writer


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
            if (made := figure(part, writer, around))
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
    named: set[str] = set()

    def said(key: str) -> Quote | None:
        if key not in spoken:
            return None
        name = "" if key in named else f"quote-{key}"
        named.add(key)
        return quote(spoken[key], name, writer, around)

    def seen(key: str) -> Picture | None:
        return figure(drawn[key], writer, around) if key in drawn else None

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
