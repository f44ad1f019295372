"""The foot of the page: terms, numbered sources with ways back, how it was made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from explainer import prose
from explainer.days import day
from explainer.field import FULL
from explainer.languages import language_name
from explainer.newsrooms import Publishers, kind_name, label
from explainer.terms import Terms
from paper.page.papers import Coverage
from paper.page.passages import paragraphs
from paper.page.surroundings import Part
from paper.page.writer import PRIMARY, Row, Writer

# Letters for the ways back; a source cited more often than this has enough of them.
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Glossary:
    """The number of each term, the term and its meaning."""

    terms: list[tuple[int, str, SafeString]]
    rows: list[Row]


def glossary(
    document: Part, shown: Part, depth: str, writer: Writer
) -> Glossary | None:
    """The terms: all in full, at other depths those that the page has explained."""
    writer.start("glossary")
    writer.context.terms = Terms()  # A meaning explains no other term.
    told, listed = [], shown.get("glossary", [])
    for number, part in enumerate(document.get("glossary", []), 1):
        explained = number in writer.context.explained
        if explained or (depth == FULL and part in listed):
            writer.next_row()
            html = writer.of(part, "meaning", part.get("sources", ()))
            told.append((number, part.get("term", ""), html))
    return Glossary(told, writer.rows) if told else None


@dataclass(frozen=True)
class Source:
    """One row of the list. `back` leads to each place on this page that cites it."""

    number: int
    key: str
    kind: str
    kind_name: str
    primary: bool
    title: str
    url: str
    outlet: str
    author: str
    published: date | None
    accessed: date | None
    archive_url: str
    syndicated_from: str
    language: str
    foreign: str
    back: list[tuple[str, str]]
    paywalled: bool
    mark: str = ""


@dataclass(frozen=True)
class SourceList:
    rows: list[Source]
    total: int

    @property
    def complete(self) -> bool:
        return len(self.rows) == self.total


def source_list(
    document: Part, writer: Writer, whole: bool, known: Publishers
) -> SourceList | None:
    """All sources of the story, or only those that the page shown cites."""
    back: dict[str, list[str]] = {}
    for key, anchor in writer.context.cited:
        back.setdefault(key, []).append(anchor)
    parts = document.get("sources", [])
    home = document.get("language", "")
    rows = [
        row(
            part,
            number,
            back.get(part["key"], []),
            home,
            paywalled=is_paywalled(part, known),
            mark=writer.sign(part),
        )
        for number, part in enumerate(parts, 1)
        if whole or part["key"] in back or (writer.only_new and writer.sign(part))
    ]
    return SourceList(rows, len(parts)) if rows else None


def row(
    part: Part, number: int, anchors: Sequence[str], home: str, **more: Any
) -> Source:
    """A source as listed; `anchors` are of the places that cite it."""
    language = part.get("language", "")
    return Source(
        number=number,
        key=part["key"],
        kind=part.get("kind", "report"),
        kind_name=kind_name(part),
        primary=part.get("kind") in PRIMARY,
        title=part.get("title") or label(part),
        url=part.get("url", ""),
        outlet=part.get("outlet", ""),
        author=part.get("author", ""),
        published=day(part.get("published", "")),
        accessed=day(part.get("accessed", "")),
        archive_url=part.get("archive_url", ""),
        syndicated_from=part.get("syndicated_from", ""),
        language=language,
        foreign=language_name(language) if language not in ("", home) else "",
        back=list(zip(LETTERS, anchors, strict=False)),
        **more,
    )


def is_paywalled(part: Part, known: Publishers) -> bool:
    outlet = known.called(part.get("outlet", ""))
    return bool(part.get("url") and outlet and outlet.paywalled)


@dataclass(frozen=True)
class Method:
    """Figures anyone can recount: how this story was made.

    What is `open` rests on a source that readers can follow to its address.
    """

    origin: str
    checker: str
    sources: int
    open_sources: int
    primary: int
    languages: int
    coverage: Coverage | None
    quotes: int
    sourced_quotes: int
    open_quotes: int
    paragraphs: int
    cited_paragraphs: int
    open_paragraphs: int

    @property
    def has_figures(self) -> bool:
        counted = (self.sources, self.coverage, self.quotes, self.paragraphs)
        return any(counted)


def method(document: Part, counted: Coverage | None) -> Method:
    """How a text was made, in counts of its sources, quotes and cited paragraphs."""
    sources = document.get("sources", [])
    opened = {part["key"] for part in sources if can_be_opened(part)}
    quotes = [part.get("source", "") for part in document.get("quotes", [])]
    told = paragraphs(document.get("report") or document.get("brief", ""))
    cited = [{key for key, _place in prose.citations(text)} for text in told]
    return Method(
        origin=document.get("digital_source", ""),
        checker=checker(document),
        sources=len(sources),
        open_sources=len(opened),
        primary=sum(part.get("kind") in PRIMARY for part in sources),
        languages=len({part["language"] for part in sources if part.get("language")}),
        coverage=counted,
        quotes=len(quotes),
        sourced_quotes=sum(map(bool, quotes)),
        open_quotes=sum(key in opened for key in quotes),
        paragraphs=len(told),
        cited_paragraphs=sum(map(bool, cited)),
        open_paragraphs=sum(not opened.isdisjoint(keys) for keys in cited),
    )


def can_be_opened(part: Part) -> bool:
    return bool(part.get("url") or part.get("archive_url"))


def checker(document: Part) -> str:
    """Who answers for what a model drafted: an editor, else the first author.

    What a model wrote alone was read by an editor or by nobody.
    """
    answering = ["edited by"]
    if document.get("digital_source") != "generated":
        answering.append("by")
    for role in answering:
        for part in document.get("byline", []):
            if part.get("role", "by") == role:
                return str(part["name"])
    return ""
