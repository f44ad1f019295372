"""Which words of a text are marked."""

import pytest

from paper.search.highlight import highlight_runs
from paper.search.query import parse_query


@pytest.mark.parametrize(
    ("text", "query", "hits"),
    [
        ("The harbours froze.", "harbo", ["harbours"]),
        ("The harbours froze.", "harbour", ["harbours"]),
        ("The new harbours froze.", '"new harbours"', ["new harbours"]),
        ("The new harbours froze.", '"new harbour"', []),
        ("Port Maren, Port Ma", "port mar", ["Port", "Maren", "Port"]),
        ("Frozen", "ro", []),
    ],
)
def test_a_word_is_marked_whole_that_begins_as_the_last_one_asked_for(
    text, query, hits
):
    assert [
        run for run, is_hit in highlight_runs(text, parse_query(query)) if is_hit
    ] == hits
