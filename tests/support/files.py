"""Explainer files for tests: a whole one, and ways to import it or see it refused."""

import json

import pytest
from django.db import connection

from explainer import file
from stories import guards
from stories.index import word_index
from stories.transfer.story_import import import_stories
from tests.support import rooms

WHOLE = {
    "format": "explainer/1",
    "slug": "ports",
    "headline": "Ports reopen",
    "standfirst": "Ships move again.",
    "desk": "World",
    "tags": ["Trade", "Ports of call"],
    "byline": ["Ana Ruiz", {"name": "Tom Weber", "role": "edited by"}],
    "summary": "Ports reopened.[^wire] @[The harbour board](harbour-board) agreed.",
    "key_points": [{"lead_in": "First.", "text": "Ships move."}],
    "report": "One.\n\n::quote chair\n\nTwo.[^wire p. 3]",
    "sections": [{"heading": "Why", "body": "- **Cost:** it fell."}],
    "perspectives": [{"outlet": "The Wire", "text": "It holds.", "sources": ["wire"]}],
    "timeline": [{"date": "2026-01-01", "precision": "month", "text": "It began."}],
    "quotes": [
        {
            "key": "chair",
            "text": "We agreed.",
            "speaker": "The chair",
            "source": "wire",
            "entity": "harbour-board",
        }
    ],
    "lead_quote": "chair",
    "conversation": {"title": "Talk", "turns": [{"speaker": "A", "text": "Why?"}]},
    "expectations": [{"text": "A vote.", "due": "2026-02-02"}],
    "sources": [
        {
            "key": "wire",
            "title": "Ports reopen",
            "outlet": "The Wire",
            "url": "https://example.org/ports?utm_source=x",
            "published": "2026-01-15",
        }
    ],
    "entities": [
        {
            "slug": "harbour-board",
            "name": "Harbour board",
            "kind": "organisation",
            "lead": "It runs the ports.",
            "aliases": ["The board"],
        }
    ],
    "questions": [
        {
            "slug": "will-it-hold",
            "title": "Will it hold?",
            "status": "partly",
            "intro": "Perhaps.[^wire]",
            "answers": [{"question": "How long?", "answer": "A year.[^wire]"}],
        }
    ],
    "related": [{"slug": "strike", "kind": "follows"}],
}


def take(*stories, **options):
    return import_stories(file.read_stories(json.dumps([*stories])), **options)


def rows():
    """How many rows every table of ours has."""
    return {model: model.objects.count() for model in rooms.models()}


def faults(*stories, **options):
    before = rows()
    with pytest.raises(file.FaultyFileError) as refusal:
        take(*stories, **options)
    assert rows() == before
    return [str(fault) for fault in refusal.value.faults]


OURS = (
    "stories_",
    "entities_",
    "sources_",
    "images_",
    "pages_",
    "desk_",
    "people_desk",
)


def empty_index():
    word_index.remove(">= 0")


def empty_newsroom():
    """Remove every row, the record included."""
    guards.take_down(connection)
    with connection.cursor() as cursor:
        tables = connection.introspection.django_table_names(only_existing=True)
        for table in sorted(tables, reverse=True):
            if table.startswith(OURS):
                cursor.execute(f"DELETE FROM {table}")
    empty_index()
    guards.put_up(connection)
