"""One story or question: as it stands, an edition of it, a block, and its editions."""

from functools import partial

from django.conf import settings
from django.http import Http404
from django.urls import reverse

from paper.api import problems
from paper.api.reply import Reply
from paper.api.text_lists import edition_item
from paper.editions import queries as record
from paper.editions.reading import Reading, current_reading, edition_reading
from paper.editions.twin import json_of_all, json_of_block
from paper.queries import page_rows
from stories.models import Kind


def whole(kind, asked):
    """The twin of what stands at an address."""
    row = text_or_problem(kind, f"api_{kind}", asked)
    twin, keys, due = current_reading(kind, row, asked.now)
    ends = page_rows.earliest(due, page_rows.next_due(asked.now, row))
    return Reply(said_of(twin, asked), ends, keys, due)


def edition(kind, asked):
    """The twin of one edition."""
    number = asked.get("edition")
    reading = reading_or_problem(kind, f"api_{kind}_edition", asked, number)
    try:
        twin, due = edition_reading(reading, number)
    except Http404:
        said = f"{kind} {asked.get('slug')!r} has no edition {number} that can be read."
        raise problems.ProblemError(404, f"The {said}") from None
    return Reply(said_of(twin, asked), page_rows.earliest(due, next_due(asked)))


def editions(kind, asked):
    """The editions of a text, the newest first, from a number on."""
    reading = reading_or_problem(kind, f"api_{kind}_editions", asked)
    limit, last = asked.get("limit", 20), asked.get("cursor", "")
    rows = [
        row
        for row in reversed(reading.history.rows)
        if not last or row.number < int(last)
    ]
    shown = rows[:limit]
    items = [edition_item(row, reading.current) for row in shown]
    cursor = str(shown[-1].number) if len(rows) > limit else ""
    said = {"items": items} | ({"cursor": cursor} if cursor else {})
    return Reply(said, next_due(asked), cursor=cursor)


def next_due(asked):
    return page_rows.next_due(asked.now)


def said_of(twin, asked):
    name = asked.get("block")
    if not name:
        return json_of_all(twin)
    try:
        return json_of_block(twin, twin.block(name))
    except Http404:
        said = f"Edition {twin.row.number} has no block {name!r}."
        raise problems.ProblemError(404, said) from None


def text_or_problem(kind, route, asked, *more):
    slug = asked.get("slug")
    row = page_rows.text_at(kind, slug, asked.now)
    if row is None:
        raise elsewhere(kind, route, asked, *more)
    return row


def reading_or_problem(kind, route, asked, *more):
    row = record.current_edition(kind, asked.get("slug"), asked.now)
    if row is None:
        raise elsewhere(kind, route, asked, *more)
    return Reading(kind, record.history(kind, row, asked.now), asked.now)


def elsewhere(kind, route, asked, *more):
    """Where a text is now, why it is gone, or that there is none."""
    row = page_rows.successor(kind, asked.get("slug"), asked.now)
    if row is None:
        return problems.unknown(kind, asked.get("slug"))
    if row.kind == Kind.WITHDRAWAL:
        return problems.withdrawn(row)
    to = f"{settings.SITE_URL}{reverse(route, args=[row.slug, *more])}"
    return problems.moved(kind, row, to)


story, question = partial(whole, "story"), partial(whole, "question")
story_edition, question_edition = (
    partial(edition, "story"),
    partial(edition, "question"),
)
story_editions, question_editions = (
    partial(editions, "story"),
    partial(editions, "question"),
)

# What a language model is given of a text at once, in characters.
MOST = 40_000
ENVELOPE = ("edition", "kind", "note", "published_at", "first_published_at")
ENVELOPE += ("updated_at", "language", "corrections", "current")


def for_model(said, asked):
    """A twin as passages to cite, each with its address and the numbers of its sources:
    no document beside them, and of a long text the part that was asked for."""
    kept = {"address": said["address"]} | {name: said[name] for name in ENVELOPE}
    if "block" in said:
        return kept | {"blocks": [without_html(said["block"])]}
    passages = [block for block in said["blocks"] if "text" in block]
    first = asked.get("from_block", "")
    names = [block["id"] for block in passages]
    if first and first not in names:
        sentence = f"Edition {said['edition']} has no block {first!r} with words."
        raise problems.ProblemError(404, sentence)
    passages = passages[names.index(first) if first else 0 :]
    given, left = [], MOST
    for block in passages:
        left -= len(block["text"])
        if given and left < 0:
            return kept | {"blocks": given, "next_block": block["id"]}
        given.append(block)
    return kept | {"blocks": given}


def without_html(block):
    return {name: value for name, value in block.items() if name != "html"}
