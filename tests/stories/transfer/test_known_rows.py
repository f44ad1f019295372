"""Shared rows that files name are looked up together, as if each asked alone."""

import pytest

from stories.transfer.known_rows import KnownRows
from tests import make

pytestmark = pytest.mark.django_db


def test_entries_and_sources_are_found_whether_they_were_looked_up_or_not():
    board = make.entity(slug="board")
    report = make.source(url="https://paper.example/1")
    there, gone = "https://paper.example/1#top", "https://paper.example/2"
    listed = [{"slug": "board"}, {"slug": "nobody"}, {"name": "Not known yet"}]
    learned, alone = KnownRows(), KnownRows()
    learned.learn(
        [{"entities": listed, "questions": [{"sources": [{"url": there}, {}]}]}]
    )

    for known in (learned, alone):
        assert (known.entity("board"), known.entity("nobody")) == (board, None)
        assert (known.source(there), known.source(gone)) == (report, None)
        assert known.source("no address") is None


def test_looking_up_takes_as_many_queries_for_many_files(django_assert_num_queries):
    entities = [make.entity() for _number in range(9)]
    sources = [make.source() for _number in range(9)]
    files = [
        {"mentioned": [{"slug": entity.slug}], "sources": [{"url": source.url}]}
        for entity, source in zip(entities, sources, strict=True)
    ]
    known = KnownRows()

    with django_assert_num_queries(4):  # entries, their names and offices; sources
        known.learn(files)

    with django_assert_num_queries(0):
        assert [known.entity(entity.slug) for entity in entities] == entities
        assert [*known.entity(entities[0].slug).aliases.all()] == []
        assert [known.source(source.url) for source in sources] == sources
