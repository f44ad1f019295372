"""One passage, or a story's summary, as it stands in a frame: read from the record."""

from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any
from urllib.parse import quote

from django.utils.translation import get_language

from explainer.blocks import named_entities
from paper.editions import queries as record
from paper.editions.reading import Reading, past
from paper.embeds.passage import Fate, Step, cut, fate
from paper.outputs.full_text import full_text
from paper.page import build
from paper.page.question_page import build as build_question
from paper.page.surroundings import AMENDING
from paper.queries import page_keys, page_rows
from people.routes import address

SUMMARY = {"story": "happened", "question": "answer"}
BRIEF = "brief-"
# A frame has no script to grow by: its height is foreseen, and beyond it it scrolls.
LETTERS, LINE, AROUND = 56, 28, 210
LEAST, MOST, WIDTH = 240, 640, 640


@dataclass(frozen=True)
class Frame:
    """What the frame of an edition shows; `name` is the passage's address, or nothing.

    One without a `number` shows what is live, whatever that is.
    """

    reading: Reading
    row: Any
    name: str
    html: str
    page: Any
    is_pinned: bool
    fate: Fate

    @property
    def kind(self):
        return self.reading.kind

    @property
    def language(self):
        return self.row.language

    @property
    def tongue(self):
        """The language of its own headings."""
        return getattr(self.page, "tongue", "") or get_language()

    @property
    def passage(self):
        """Where it stands: in the edition that is shown, or today's."""
        if not (self.is_pinned or self.name):
            return self.row.get_absolute_url()
        slug = self.reading.current.slug
        return passage_address(self.kind, slug, self.row.number, self.name)

    @property
    def corrections(self):
        """Each edition that put something right in it, the newest first, with the
        address of what it changed. A page tells of its summary's above it."""
        rows = [step.edition for step in reversed(self.fate.corrections)]
        if self.name.partition("-")[0] in ("", SUMMARY[self.kind]):
            rows += getattr(self.page, "notices", [])
        return [(row, self.compared(row.number)) for row in rows]

    def compared(self, number):
        """What an edition changed."""
        current, before = self.reading.current, self.reading.history.before(number)
        route = f"{self.kind}_changes"
        return address(route, current.slug, before.number, number)

    @property
    def is_newest(self):
        return self.row.number == self.reading.current.number


def passage_address(kind, slug, number, name):
    """Where a passage stands in an edition, at the depth that has it."""
    at = address(f"{kind}_edition", slug, number)
    depth = "?depth=brief" if name.startswith(BRIEF) else ""
    return f"{at}{depth}#{quote(name)}" if name else at


def texts_of(kind, row, reading, now, depth=""):
    """The page of an edition, and its text as HTML that stands alone."""
    (document,) = record.served_documents(now, row)
    if kind == "question":
        around = page_rows.question_surroundings(document, now, row)
        around = past(around, reading, row)
        keys = partial(page_keys.of_question, row, named_entities(document), around, ())
        return document, build_question(document, around, []), keys
    found = page_rows.references(document)
    around = past(page_rows.surroundings(found, now, row), reading, row)
    around = replace(around, amended=record.amendments_of(around, document))
    keys = partial(page_keys.of_story, row, found, around)
    return document, build(document, depth, around), keys


def frame(request, reading, number, name):
    """The frame, or None if there is no such passage; says what it hangs on."""
    kind, current = reading.kind, reading.current
    row = current if number is None else reading.history.text(number)
    if row is None:
        return None
    depth = "brief" if name.startswith(BRIEF) else ""
    document, page, keys = texts_of(kind, row, reading, request.now, depth)
    declare(request, reading, keys, page)
    html = cut(full_text(page), name or SUMMARY[kind])
    if name and not html:
        return None
    told = fate(html, document, steps_after(reading, row, document))
    return Frame(reading, row, name, html, page, number is not None, told)


def declare(request, reading, keys, page):
    """A frame hangs on what its page does, and on every address that the text had."""
    slugs = {row.slug for row in reading.history.rows}
    own = {f"{word}:{slug}" for slug in slugs for word in ("slug", "named")}
    due = getattr(page, "due", None)
    page_keys.declare(request, lambda: keys() | own, due)
    request.due = page_rows.earliest(request.due, due)


def steps_after(reading, row, document):
    """From the text of an edition to that of today, by way of what was put right."""
    later = [one for one in reading.history.texts if one.number >= row.number]
    pairs = [pair for pair in pairwise(later) if pair[1].kind in AMENDING]
    pairs = pairs[-record.REMEMBERED :]
    stops = [row, *(one for pair in pairs for one in pair), later[-1]]
    wanted = {one.pk: one for one in stops if one.pk != row.pk}
    texts = dict(zip(wanted, record.documents(*wanted.values()), strict=True))
    texts[row.pk] = document
    return [
        Step(new, texts[old.pk], texts[new.pk])
        for old, new in pairwise(stops)
        if old.pk != new.pk
    ]


def height_for(html):
    """Pixels in which a passage has room on a page of middling width."""
    lines = -(-len(html) // LETTERS)
    return max(LEAST, min(MOST, AROUND + LINE * lines))
