"""Whether the short texts say what the full telling says. Pure.

A number, a day or a name of the summary, the key points or the brief has to be
somewhere in what is told in full; rounding, and digits against words, make no
difference.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from explainer.blocks import fields_of
from explainer.blocks import lists as part_lists
from explainer.checks.calendar_days import Day
from explainer.checks.context import Context
from explainer.checks.lines import Line, lines, texts_of
from explainer.checks.numbers import Number, numbers_and_days
from explainer.checks.proper_names import (
    fold_name,
    is_mentioned,
    names,
    title_case,
    vocabulary,
)
from explainer.checks.vocabulary import base_language
from explainer.days import clip_day
from explainer.document import Document
from explainer.field import SHORT, WHOLE
from explainer.finding import Finding

QUOTED = re.compile(r"[“«„\"]([^“”«»„\"\n]{15,400})[”»“\"]")
ALIKE = 0.75
FEWEST = 5  # Shorter runs of words are too often the same by chance.


@dataclass(frozen=True)
class FullFacts:
    """All that the full telling says."""

    numbers: list[Number]
    days: list[Day]
    words: set[str]


def comparable_texts(document: Document, agrees: str) -> Iterator[tuple[str, str]]:
    """(place, text) of what one side of the comparison is written in."""
    fields = fields_of(document)
    for place, text in texts_of(document):
        if fields[part(place)].agrees == agrees:
            yield place, text


def part(place: str) -> str:
    return place.partition("[")[0].partition(".")[0]


def full_facts(document: Document, language: str) -> FullFacts:
    said = FullFacts([], field_days(document), set())
    for _place, text in comparable_texts(document, WHOLE):
        for line in lines(text):
            numbers, days = numbers_and_days(line.words, language)
            said.numbers.extend(numbers)
            said.days.extend(days)
            said.words.update(vocabulary(line.words))
    return said


def field_days(document: Document) -> list[Day]:
    """The days that stand in fields of their own."""
    texts = [
        clip_day(item[key], item.get("precision", ""))
        for _path, items, fields in part_lists(document)
        for key, field in fields.items()
        if field.kind == "date" and field.agrees
        for item in items
        if key in item
    ]
    return [Day(text, *map(int, text.split("-"))) for text in texts]


def disagreements(document: Document, context: Context) -> Iterator[Finding]:
    """What the short texts say and the full telling doesn't.

    Without a report they are the telling themselves.
    """
    if not document.get("report"):
        return
    language = base_language(document.get("language", ""))
    said = full_facts(document, language)
    for place, text in comparable_texts(document, SHORT):
        for line in lines(text):
            yield from numbers_apart(place, line, said, language)
            if not (place.endswith("headline") and title_case(line.words)):
                yield from names_apart(place, line, said, language)


def numbers_apart(
    place: str, line: Line, said: FullFacts, language: str
) -> Iterator[Finding]:
    """Numbers and days of a line that the full telling has otherwise or lacks."""
    numbers, days = numbers_and_days(line.words, language)
    lost = []
    for number in numbers:
        if not number.counts or any(number.told_by(other) for other in said.numbers):
            continue
        if other := rival(number, said.numbers):
            message = _("“{} {}” here, “{} {}” in the full telling.").format(
                number.words, number.noun, other.words, other.noun
            )
            yield Finding(place, message, "number-differs", number.words, line.words)
        else:
            lost.append(number.words)
    lost += [d.words for d in days if not any(d.told_by(other) for other in said.days)]
    yield from missing_findings(place, "number-differs", lost, line)


def rival(number: Number, others: list[Number]) -> Number | None:
    """A number of the same things that may have been meant."""
    for other in others:
        low, high = sorted((number.value, other.value))
        if number.noun and other.noun == number.noun and high <= 2 * low:
            return other
    return None


def names_apart(
    place: str, line: Line, said: FullFacts, language: str
) -> Iterator[Finding]:
    lost = [
        n.words for n in names(line.words, language) if not is_mentioned(n, said.words)
    ]
    yield from missing_findings(place, "name-differs", [*dict.fromkeys(lost)], line)


def missing_findings(
    place: str, code: str, lost: list[str], line: Line
) -> Iterator[Finding]:
    """One finding for all that a line says alone."""
    if lost:
        words = ", ".join(str(_("“{}”").format(word)) for word in lost)
        message = ngettext(
            "{} is not in the full telling.",
            "{} are not in the full telling.",
            len(lost),
        ).format(words)
        yield Finding(place, message, code, lost[0], f"{line.words} {words}")


def quotes_apart(document: Document, context: Context) -> Iterator[Finding]:
    """Words in quotation marks that are nearly those of a quote, and not quite."""
    quotes = [
        bare(item["text"])
        for item in document.get("quotes", [])
        if item.get("text") and not item.get("paraphrase")
    ]
    for place, text in texts_of(document):
        if part(place) in ("quotes", "sources", "figures", "image"):
            continue
        for line in lines(text):
            for words in QUOTED.findall(line.words):
                if differs(bare(words), quotes):
                    message = _("“{}” differs from the quote below.").format(
                        short(words)
                    )
                    yield Finding(place, message, "quote-differs", words, line.words)


def bare(text: str) -> list[str]:
    return [fold_name(word) for word in re.findall(r"[^\W_]+(?:[’'][^\W_]+)*", text)]


def differs(run: list[str], quotes: list[list[str]]) -> bool:
    """Whether a run is taken from one of the quotes with a word changed."""
    if len(run) < FEWEST:
        return False
    nearly = False
    for quote in quotes:
        if f" {' '.join(run)} " in f" {' '.join(quote)} ":
            return False
        match = SequenceMatcher(None, run, quote, autojunk=False)
        same = sum(block.size for block in match.get_matching_blocks())
        nearly = nearly or same >= ALIKE * len(run)
    return nearly


def short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:60].rsplit(maxsplit=1)[0]}…"
