"""A story or question as it is read at a moment, and its editions for machines."""

from dataclasses import dataclass, field, replace
from functools import partial

from django.http import Http404
from django.urls import reverse

from explainer.blocks import named_entities
from paper.editions import queries as record
from paper.editions.twin import Twin
from paper.page import build
from paper.page.question_page import build as build_question
from paper.queries import page_keys, page_rows


@dataclass(frozen=True)
class Reading:
    """What stands at an address, its past, and the moment of asking."""

    kind: str
    history: record.History
    now: object
    removed: dict = field(default_factory=dict)  # by order, of editions by their keys

    @property
    def current(self):
        return self.history.current

    def with_removals(self, *rows):
        """The same with what orders took out of these editions."""
        return replace(self, removed=record.removals(rows))

    def address(self, page, *more):
        return reverse(f"{self.kind}_{page}", args=[self.current.slug, *more])


def current_reading(kind, row, now):
    """The twin of what stands now, what it hangs on, and when it changes by itself."""
    around, keys = what_stands_around(kind, row, now)
    history = record.History(row, around.editions)
    reading = Reading(kind, history, now).with_removals(row)
    document = record.served_beside(row.edition.revision.content, around)
    around = past(around, reading, row)
    page = build_question(document, around, []) if kind == "question" else None
    page = page or build(document, "", around)
    due = None if kind == "question" else page.due
    return Twin(reading, row, document, page), keys, due


def edition_reading(reading, number):
    """The twin of one edition, and when it changes by itself; or 404."""
    reading, row, document = text_of(reading, number)
    page = page_of(reading, row, document, amended=False)
    due = None if reading.kind == "question" else page.due
    return Twin(reading, row, document, page), due


def what_stands_around(kind, row, now):
    """What the page of a live text needs, and the keys that it hangs on."""
    if kind == "question":
        document = row.edition.revision.content
        around = page_rows.question_surroundings(document, now, row)
        entities = named_entities(document)
        return around, partial(page_keys.of_question, row, entities, around, [])
    names = page_rows.cached_references(row)
    around = page_rows.surroundings(names, now, row)
    return around, partial(page_keys.of_story, row, names, around)


def text_of(reading, number):
    """The reading with what orders took out, the edition's row, and its document."""
    row = reading.history.text(number)
    if row is None:
        raise Http404
    (document,) = record.served_documents(reading.now, row)
    return reading.with_removals(row), row, document


def page_of(reading, row, document, depth="", amended=True):
    """The page of an edition as it was, with the boxes of corrections or without."""
    if reading.kind == "question":
        around = page_rows.question_surroundings(document, reading.now, row)
        return build_question(document, past(around, reading, row), [])
    around = page_rows.surroundings(page_rows.references(document), reading.now, row)
    around = past(around, reading, row)
    if amended:
        around = replace(around, amended=record.amendments_of(around, document))
    return build(document, depth, around)


def past(around, reading, row):
    """The surroundings of an older edition: nothing that came after it."""
    return replace(
        around,
        address=reading.address("edition", row.number),
        canonical=reading.current.get_absolute_url(),
        twin=reading.address("edition_json", row.number),
        editions=reading.history.up_to(row.number),
        pointing=(),
    )
