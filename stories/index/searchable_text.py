"""Which words of a document can be searched for, and the text that is shown. Pure."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from explainer import prose
from explainer.blocks import Fields, fields_of, lists
from explainer.checks.calendar_days import Day, days
from explainer.days import in_words
from explainer.document import Document
from explainer.field import EXCERPT, UNSAID
from explainer.folding import tokens
from stories.index.stems import forms

TITLES = ("headline", "short_headline", "title")
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
PRECISION = {"year": 1, "month": 2}
# Before the forms of words, so that they are no words themselves.
MARK = "\u00b7"
# Between the passages of a text, which have no empty lines.
BETWEEN = "\n\n"

Words = list[str]


def title(document: Document, language: str) -> Words:
    said = [document.get(name, "") for name in TITLES]
    text = "\n".join(dict.fromkeys(said))
    return [*tokens(text), *mark_forms(forms(text, language))]


def body(document: Document, language: str, came_out: Iterable[date]) -> Words:
    """Every word, those of the title too: a query's words may stand anywhere.

    Behind them their forms, and the days that the text names or came out on.
    """
    text = "\n".join(texts(document))
    named = [day for day, _place in days(text, language)]
    named += days_in_fields(document)
    named += [Day("", on.year, on.month, on.day) for on in came_out]
    found = {form for day in named for form in wider(day)}
    return [*tokens(text), *mark_forms(forms(text, language) | found)]


def mark_forms(forms: set[str]) -> Words:
    """One mark by itself lets no phrase reach from the words into their forms."""
    return [MARK, *sorted(MARK + form for form in forms)]


def wider(day: Day) -> Iterator[str]:
    """A day as the index has it, and its month, and the day of whatever year."""
    known = [day, Day("", day.year, day.month), Day("", None, day.month, day.day)]
    return filter(None, map(form_of, known))


def values(part: Document, fields: Fields) -> Iterator[tuple[Document, str, str]]:
    """(part, name, kind) of every filled field that is searched, in its order."""
    for name, field in fields.items():
        item = part.get(name)
        if item and field.kind in ("object", "list"):
            for inner in item if field.kind == "list" else [item]:
                yield from values(inner, field.items)
        elif item and field.search != UNSAID:
            yield part, name, field.kind


def days_in_fields(document: Document) -> Iterator[Day]:
    """Days that the parts of a document have in a field of their own."""
    for part, name, kind in values(document, fields_of(document)):
        if kind == "date" and (found := DAY.match(part[name])):
            known = PRECISION.get(part.get("precision", ""), 3)
            yield Day("", *[int(number) for number in found.groups()[:known]])


def texts(document: Document) -> Iterator[str]:
    """Every text in a document, in the order of its fields."""
    for part, name, kind in values(document, fields_of(document)):
        if kind == "prose":
            yield prose.plain(part[name])
        elif kind == "plain":
            yield in_words(part[name])


def passages(document: Document) -> Iterator[str]:
    """Where an excerpt may come from: the text itself, then part by part."""
    fields = fields_of(document)
    for text in excerpts(document, fields):
        yield from text.split("\n\n")
    for _path, items, inner in lists(document):
        for item in items:
            yield " ".join(excerpts(item, inner))


def excerpts(value: Document, fields: Fields) -> Iterator[str]:
    """What an object says of its own that an excerpt may come from."""
    for name, field in fields.items():
        if field.search == EXCERPT and (text := value.get(name)):
            yield prose.plain(text) if field.kind == "prose" else text


def form_of(day: Day) -> str:
    """How the index writes what is known of a day; a year alone is a word."""
    if day.month is None or (day.day is None and day.year is None):
        return ""
    known = f"{day.year or ''}", f"{day.month:02}", f"{day.day:02}" if day.day else ""
    return f"d{'x'.join(known)}"
