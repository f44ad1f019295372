"""Public pages of the record: editions, what changed between two, corrections."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from paper.editions import queries as record
from paper.editions.reading import (
    Reading,
    current_reading,
    edition_reading,
    page_of,
    text_of,
)
from paper.editions.twin import in_form
from paper.outputs.signposts import respond_gone, respond_moved
from paper.page.comparison import Comparison
from paper.queries import page_keys, page_rows
from paper.queries.keyset import page_in_time
from stories.models import Kind

A_PAGE = 40


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
    twin, due = edition_reading(reading, number)
    request.due = page_rows.earliest(request.due, due)
    return in_form(twin, form, request.GET.get("block", ""))


def current_twin(request, kind, slug, form):
    """What stands now in a form for machines; it asks no more than the page does."""
    row = page_rows.text_at(kind, slug, request.now)
    if row is None:
        _reading, other = about(request, kind, slug, form)
        return other
    twin, keys, due = current_reading(kind, row, request.now)
    page_keys.declare(request, keys, due)
    request.due = page_rows.earliest(due, page_rows.next_due(request.now, row))
    return in_form(twin, form, request.GET.get("block", ""))


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
