"""What readers have of a draft and what waits, in words."""

import datetime as dt
from types import SimpleNamespace

import pytest

from desk.form.state import State
from desk.form.status import Status, when
from stories.models import Edition, Story
from stories.models.ledger import Standing
from tests import make

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def edition(number, kind, hours, note=""):
    """One that is out, or will be, so many hours from noon."""
    at = NOON + dt.timedelta(hours=hours)
    text = None if kind == "withdrawal" else number
    return Edition(
        number=number, kind=kind, note=note, published_at=at, revision_id=text
    )


def status(*editions, asked=None):
    return Status(Standing(Story(), editions, NOON), asked)


LIVE = edition(3, "development", -48)
DOWN = edition(4, "withdrawal", -24, note="Back soon.")
NEXT = edition(5, "development", 24)
BACK = edition(5, "reinstatement", 1, note="Back soon.")
GOES = edition(6, "withdrawal", 48)


@pytest.mark.parametrize(
    ("editions", "said"),
    [
        ([], ["Not published"]),
        ([NEXT], ["Scheduled for 12:00 tomorrow"]),
        ([LIVE], ["Live: edition 3"]),
        (
            [LIVE, NEXT, GOES],
            [
                *("Live: edition 3", "Edition 5 waits for 12:00 tomorrow"),
                "It will be taken down at 3 Mar 2026, 12:00",
            ],
        ),
        ([LIVE, DOWN], ["Withdrawn on 28 Feb 2026"]),
        ([LIVE, DOWN, BACK], ["Held until 13:00 today"]),
        (
            [LIVE, DOWN, NEXT],
            ["Withdrawn on 28 Feb 2026", "Edition 5 waits for 12:00 tomorrow"],
        ),
    ],
)
def test_what_readers_have_comes_first_then_what_is_ahead(editions, said):
    found = status(*editions)

    assert [*found.phrases()] == said
    assert found.words == " · ".join(said)


def test_a_review_is_named_last_and_by_whom():
    anybody = SimpleNamespace(reviewer=None)
    ruth = SimpleNamespace(reviewer="Ruth")

    said = [status(LIVE, asked=asked) for asked in (None, anybody, ruth)]

    assert [one.review for one in said] == ["", "In review", "In review by Ruth"]
    assert said[2].words == "Live: edition 3 · In review by Ruth"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (dt.datetime(2026, 3, 1, 0, 0, tzinfo=dt.UTC), "00:00 today"),
        (dt.datetime(2026, 3, 1, 23, 59, tzinfo=dt.UTC), "23:59 today"),
        (dt.datetime(2026, 3, 2, 0, 0, tzinfo=dt.UTC), "00:00 tomorrow"),
        (dt.datetime(2026, 3, 2, 23, 59, tzinfo=dt.UTC), "23:59 tomorrow"),
        (dt.datetime(2026, 3, 3, 0, 0, tzinfo=dt.UTC), "3 Mar 2026, 00:00"),
        (dt.datetime(2026, 2, 28, 23, 59, tzinfo=dt.UTC), "28 Feb 2026, 23:59"),
    ],
)
def test_a_coming_moment_is_said_by_its_day(at, said):
    assert when(at, NOON) == said


@pytest.mark.django_db
@pytest.mark.once
def test_the_state_line_says_how_far_draft_and_readers_are_apart():
    story, found = make.story(headline="One"), []

    def note():
        state = State(story)
        standing = state.standing
        had = (state.is_new, standing.behind, bool(state.changes))
        counted = (len(standing.editions), standing.next_number)
        found.append((state.words, *had, *counted))
        return state

    note()
    story.save_revision()
    note()
    make.edition(story)
    note()
    story.headline, story.standfirst = "Two", "More."
    story.save()
    story.save_revision()
    note()
    make.edition(story, at=make.soon(days=400))
    waiting = note()

    live = "Live: edition 1."
    ahead = f"{live} Your draft has 2 changes readers have not seen."
    standing = waiting.standing
    at = when(standing.waiting.published_at, standing.now)
    assert found == [
        ("Not published.", True, False, False, 0, 1),
        ("Not published.", True, False, False, 0, 1),
        (live, False, False, False, 1, 2),
        (ahead, True, False, True, 1, 2),
        (f"{ahead} Edition 2 waits for {at}.", True, False, True, 2, 2),
    ]
    assert [each.number for each in standing.editions] == [1, 2]
    assert waiting.waiting_changes.count == 2
    assert (standing.lacked, standing.takedown) == (None, None)
    assert (waiting.findings, State(make.story(summary="")).findings) == ([], [])
