"""How a text stands with its readers: one answer, from the editions that count."""

import datetime as dt

import pytest

from stories.models import Edition, Revision, Story
from stories.models.ledger import Standing

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def edition(number, hours, kind="development"):
    """One that is out, or will be, so many hours from noon."""
    at = NOON + dt.timedelta(hours=hours)
    text = None if kind == "withdrawal" else Revision(pk=number)
    return Edition(pk=number, number=number, kind=kind, published_at=at, revision=text)


OLD, LIVE, NEXT = edition(1, -2), edition(2, 0), edition(3, 1)
DOWN, GOES = edition(2, -1, "withdrawal"), edition(4, 2, "withdrawal")


@pytest.mark.parametrize(
    ("editions", "newest", "text", "live", "waiting", "takedown", "number"),
    [
        ((), None, None, None, None, None, 1),
        ((NEXT,), None, None, None, NEXT, None, 1),
        ((OLD, LIVE), LIVE, LIVE, LIVE, None, None, 3),
        ((OLD, LIVE, NEXT, GOES), LIVE, LIVE, LIVE, NEXT, GOES, 3),
        ((OLD, DOWN), DOWN, OLD, None, None, None, 3),
        ((OLD, DOWN, NEXT), DOWN, OLD, None, NEXT, None, 3),
    ],
)
def test_what_readers_have_and_what_waits_follows_from_the_moment(
    editions, newest, text, live, waiting, takedown, number
):
    standing = Standing(Story(), [*editions], NOON)

    assert (standing.newest, standing.text, standing.live) == (newest, text, live)
    assert (standing.waiting, standing.takedown) == (waiting, takedown)
    assert standing.next_number == number


@pytest.mark.parametrize(
    ("editions", "base", "behind"),
    [
        ((), 0, False),
        ((OLD, LIVE), 2, False),
        ((OLD, LIVE), 1, True),
        ((OLD, DOWN), 0, True),
        ((OLD, NEXT), 1, False),
    ],
)
def test_a_draft_is_behind_a_text_that_it_does_not_include(editions, base, behind):
    standing = Standing(Story(base_edition=base), [*editions], NOON)

    assert standing.behind is behind
