"""Quotes and events of an entity: the newest day first, each with the text it is of."""

import pytest
from django.utils import timezone

from paper.topics import topic
from paper.topics.dated_rows import dated_rows
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return make.entity(slug="board", name="The board", kind="organisation")


def told(board, *, named=True, quotes=(), **fields):
    """A live story that says something on some days."""
    parts = {
        "entities": [{"entity": board, "name": board.name, "prominence": 1}] * named,
        "quotes": [
            {
                "speaker": "The board",
                "entity": board,
                "text": f"{day}?",
                "said_on": day or None,
            }
            for day in quotes
        ],
    }
    return make.published_story(parts=parts, **fields)


def asked(board, most=topic.READ):
    now = timezone.now()
    family = topic.family("board", now)
    naming = topic.naming_rows(family, "entity", now, most)
    return dated_rows(naming, family, [], now, most)


def test_the_newest_day_comes_first_and_what_has_none_last(board):
    told(board, quotes=["2026-01-01", "", "2026-01-03"])
    told(board, quotes=["2026-01-02"])

    said = [row.text for row in asked(board)["quote"]]

    assert said == ["2026-01-03?", "2026-01-02?", "2026-01-01?", "?"]
    assert [row.text for row in asked(board, 1)["quote"]] == said[:1]


def test_a_quote_of_a_text_that_was_not_read_brings_it(
    board, django_assert_num_queries
):
    told(board, quotes=["2026-01-01"], slug="reads")
    now = timezone.now()
    family = topic.family("board", now)
    naming = topic.naming_rows(family, "entity", now, 9)

    with django_assert_num_queries(1):
        (row,) = dated_rows(naming, family, [], now, 9)["quote"]
    assert row.showing is naming[0].showing

    told(board, named=False, quotes=["2026-01-02"], slug="says")
    told(make.entity(slug="other"), quotes=["2026-01-03"], slug="bystander")
    with django_assert_num_queries(2):
        rows = dated_rows(naming, family, [], now=timezone.now(), most=9)["quote"]
    with django_assert_num_queries(0):
        assert [row.showing.slug for row in rows] == ["says", "reads"]
    assert [row.main for row in rows] == [False, True]
