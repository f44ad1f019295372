"""A story or question as it is read at a moment, and its editions for machines."""

from dataclasses import dataclass, field, replace
from functools import partial

from django.http import Http404
from django.urls import reverse

from explainer.blocks import named_entities
from explainer.private_slugs import withhold
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
    page = page_beside(document, around)
    due = None if kind == "question" else page.due
    twin = Twin(reading, row, withhold(document, around.entities), page)
    return twin, keys, due


def edition_reading(reading, number):
    """The twin of one edition, and when it changes by itself; or 404."""
    reading, row, document = text_of(reading, number)
    around = around_of(reading, row, document)
    page = page_beside(document, around)
    due = None if reading.kind == "question" else page.due
    return Twin(reading, row, withhold(document, around.entities), page), due


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


def page_of(reading, row, document, depth=""):
    """The page of an edition as it was, with the boxes of corrections."""
    around = around_of(reading, row, document)
    if reading.kind == "story":
        around = replace(around, amended=record.amendments_of(around, document))
    return page_beside(document, around, depth)


def around_of(reading, row, document):
    if reading.kind == "question":
        around = page_rows.question_surroundings(document, reading.now, row)
    else:
        named = page_rows.references(document)
        around = page_rows.surroundings(named, reading.now, row)
    return past(around, reading, row)


def page_beside(document, around, depth=""):
    if document["format"].startswith("question/"):
        return build_question(document, around, [])
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
