"""Public pages of the record: editions, what changed between two, corrections."""

from dataclasses import dataclass, field, replace
from functools import partial

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from explainer.blocks import named_entities
from explainer.private_slugs import withhold
from paper.editions import queries as record
from paper.editions.twin import Twin, in_form
from paper.outputs.signposts import respond_gone, respond_moved
from paper.page import build
from paper.page.comparison import Comparison
from paper.page.question_page import build as build_question
from paper.queries import page_keys, page_rows
from paper.queries.keyset import page_in_time
from stories.models import Kind

A_PAGE = 40


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


def about(request, kind, slug, page, *more):
    """The reading, or the answer that there is nothing to read here."""
    row = record.current_edition(kind, slug, request.now)
    if row is not None:
        history = record.history(kind, row, request.now)
        request.due = page_rows.next_due(request.now)
        return Reading(kind, history, request.now), None
    row = page_rows.successor(kind, slug, request.now)
    if row is None:
        raise Http404
    request.due = row.live_until
    if row.kind == Kind.WITHDRAWAL:
        return None, respond_gone(request, row)
    to = reverse(f"{kind}_{page}", args=[row.slug, *more])
    return None, respond_moved(to)


def editions(request, kind, slug):
    """Every edition that readers have met, newest first."""
    reading, other = about(request, kind, slug, "editions")
    if other:
        return other
    reading = reading.with_removals(*reading.history.rows)
    rows = [
        (row, reading.history.before(row.number))
        for row in reversed(reading.history.rows)
    ]
    return render(
        request, "paper/editions/editions.html", {"reading": reading, "rows": rows}
    )


def edition(request, kind, slug, number):
    """One edition as it was published, and a line that says which one it is."""
    reading, other = about(request, kind, slug, "edition", number)
    if other:
        return other
    reading, row, document = text_of(reading, number)
    page = page_of(reading, row, document, request.GET.get("depth", ""))
    context = {"reading": reading, "row": row, "page": page}
    if kind == "question":
        return render(request, "paper/editions/past_question.html", context)
    request.due = page_rows.earliest(request.due, page.due)
    return render(request, "paper/editions/past_story.html", context)


def edition_twin(request, kind, slug, form, number):
    """An edition in a form for machines."""
    reading, other = about(request, kind, slug, f"edition_{form}", number)
    if other:
        return other
    reading, row, document = text_of(reading, number)
    around = around_of(reading, row, document)
    page = page_beside(document, around)
    if kind == "story":
        request.due = page_rows.earliest(request.due, page.due)
    twin = Twin(reading, row, withhold(document, around.entities), page)
    return in_form(twin, form, request.GET.get("block", ""))


def current_twin(request, kind, slug, form):
    """What stands now in a form for machines; it asks no more than the page does."""
    row = page_rows.text_at(kind, slug, request.now)
    if row is None:
        _reading, other = about(request, kind, slug, form)
        return other
    around, keys = what_stands_around(request, kind, row)
    history = record.History(row, around.editions)
    reading = Reading(kind, history, request.now).with_removals(row)
    document = record.served_beside(row.edition.revision.content, around)
    around = past(around, reading, row)
    page = page_beside(document, around)
    due = None if kind == "question" else page.due
    page_keys.declare(request, keys, due)
    request.due = page_rows.earliest(due, page_rows.next_due(request.now, row))
    twin = Twin(reading, row, withhold(document, around.entities), page)
    return in_form(twin, form, request.GET.get("block", ""))


def what_stands_around(request, kind, row):
    """What the page of a live text needs, and the keys that it hangs on."""
    if kind == "question":
        document = row.edition.revision.content
        around = page_rows.question_surroundings(document, request.now, row)
        entities = named_entities(document)
        return around, partial(page_keys.of_question, row, entities, around, [])
    names = page_rows.cached_references(row)
    around = page_rows.surroundings(names, request.now, row)
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


def changes(request, kind, slug, old, new):
    """Two editions against each other, block by block."""
    reading, other = about(request, kind, slug, "changes", old, new)
    if other:
        return other
    before, after = reading.history.text(old), reading.history.text(new)
    if before is None or after is None or old >= new:
        raise Http404
    found = Comparison(*record.served_documents(request.now, before, after))
    context = {
        "reading": reading,
        "old": before,
        "new": after,
        "changes": found,
        "notes": reading.history.between(old, new),
    }
    return render(request, "paper/editions/changes.html", context)


def corrections(request):
    """Everything we had wrong, the newest first."""
    query = record.recent_amendments
    page = page_in_time(request, A_PAGE, query, by="live_from", now=request.now)
    live = record.live_of(page, request.now)
    items = [(row, live.get(row.story_id or row.question_id)) for row in page]
    request.due = page_rows.next_due(request.now)
    return render(
        request, "paper/editions/corrections.html", {"page": page, "items": items}
    )
