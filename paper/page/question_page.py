"""The page of a question: the short answer first, then each part with its sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from explainer import prose
from explainer.days import day
from explainer.field import FULL
from explainer.prose import shorten
from paper.page.sources import SourceList, source_list
from paper.page.surroundings import Part, Surroundings
from paper.page.writer import Row, Writer


@dataclass(frozen=True)
class Answer:
    question: str
    html: SafeString
    words: str
    as_of: date | None
    rows: list[Row]


@dataclass(frozen=True)
class QuestionPage:
    """All that `paper/page/question.html` prints. `asked_in` are live stories."""

    title: str
    status: str
    intro: SafeString
    short: str
    as_of: date | None
    rows: list[Row]
    answers: list[Answer]
    unanswered: list[str]
    sources: SourceList | None
    showing: Any
    editions: Sequence[Any]
    asked_in: Sequence[Any]
    description: str
    address: str
    canonical: str = ""
    twin: str = ""
    depth: str = FULL

    @property
    def moved(self) -> list[Any]:
        """Stories that changed in fact since this was answered or checked."""
        if self.showing is None:
            return []
        at = max(filter(None, [self.showing.updated_at, self.showing.checked_at]))
        return [story for story in self.asked_in if story.updated_at > at]


def build(
    document: Part, around: Surroundings, asked_in: Sequence[Any]
) -> QuestionPage:
    """A question's page; answers without text are left out, `asked_in` are rows."""
    writer = Writer(document, around)
    writer.start("short-answer")
    intro, rows = writer.of(document, "intro"), writer.rows
    parts = document.get("answers", [])
    given = [part for part in parts if part.get("answer")]
    answers = [
        answer(part, writer, f"answer-{place}") for place, part in enumerate(given, 1)
    ]
    dated = [one.as_of for one in answers if one.as_of]
    return QuestionPage(
        title=document.get("title", ""),
        status=document.get("status", "open"),
        intro=intro,
        short=prose.plain(document.get("intro", "")),
        as_of=max(dated, default=None),
        rows=rows,
        answers=answers,
        unanswered=[part["question"] for part in parts if not part.get("answer")],
        sources=source_list(document, writer, True, around.publishers),
        showing=around.showing,
        editions=around.editions[::-1],
        asked_in=asked_in,
        description=shorten(document.get("intro", "")),
        address=around.address,
        canonical=around.canonical,
        twin=around.twin,
    )


def answer(part: Part, writer: Writer, name: str) -> Answer:
    writer.start(name)
    return Answer(
        question=part.get("question", ""),
        html=writer.of(part, "answer", part.get("sources", ())),
        words=prose.plain(part["answer"]),
        as_of=day(part.get("as_of", "")),
        rows=writer.rows,
    )
