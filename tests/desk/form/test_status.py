"""What readers have of a draft and what waits, in words."""

import datetime as dt
from types import SimpleNamespace

import pytest

from desk.form.state import State
from desk.form.status import EditionSummary, Status, when
from tests import make

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
LIVE = EditionSummary(3, "development", NOON - dt.timedelta(days=2))
DOWN = EditionSummary(4, "withdrawal", NOON - dt.timedelta(days=1), note="Back soon.")
NEXT = EditionSummary(5, "development", NOON + dt.timedelta(days=1))
BACK = EditionSummary(
    5, "reinstatement", NOON + dt.timedelta(hours=1), note="Back soon."
)
GOES = EditionSummary(6, "withdrawal", NOON + dt.timedelta(days=2))


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        ({}, ["Not published"]),
        ({"text": NEXT}, ["Scheduled for 12:00 tomorrow"]),
        ({"newest": LIVE}, ["Live: edition 3"]),
        (
            {"newest": LIVE, "text": NEXT, "takedown": GOES},
            [
                *("Live: edition 3", "Edition 5 waits for 12:00 tomorrow"),
                "It will be taken down at 3 Mar 2026, 12:00",
            ],
        ),
        ({"newest": DOWN}, ["Withdrawn on 28 Feb 2026"]),
        ({"newest": DOWN, "text": BACK}, ["Held until 13:00 today"]),
        (
            {"newest": DOWN, "text": NEXT},
            ["Withdrawn on 28 Feb 2026", "Edition 5 waits for 12:00 tomorrow"],
        ),
    ],
)
def test_what_readers_have_comes_first_then_what_is_ahead(standing, said):
    status = Status(NOON, **standing)

    assert [*status.phrases()] == said
    assert status.words == " · ".join(said)


def test_an_edition_and_its_showing_stand_alike():
    one = SimpleNamespace(number=3, kind="wording", note="So.", published_at=NOON)
    row = SimpleNamespace(number=3, kind="wording", note="So.", live_from=NOON)

    assert EditionSummary.of_edition(one) == EditionSummary(3, "wording", NOON, "So.")
    assert EditionSummary.of_showing(row) == EditionSummary(3, "wording", NOON, "So.")
    assert EditionSummary.of_edition(None) is EditionSummary.of_showing(None) is None


def test_a_review_is_named_last_and_by_whom():
    anybody = SimpleNamespace(reviewer=None)
    ruth = SimpleNamespace(reviewer="Ruth")

    said = [Status(NOON, LIVE, asked=asked) for asked in (None, anybody, ruth)]

    assert [status.review for status in said] == ["", "In review", "In review by Ruth"]
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
        had = (state.is_new, state.behind, bool(state.changes), len(state.editions))
        found.append((state.words, *had, state.next_number))
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
    at = when(waiting.waiting_text.published_at, waiting.now)
    assert found == [
        ("Not published.", True, False, False, 0, 1),
        ("Not published.", True, False, False, 0, 1),
        (live, False, False, False, 1, 2),
        (ahead, True, False, True, 1, 2),
        (f"{ahead} Edition 2 waits for {at}.", True, False, True, 2, 2),
    ]
    assert [edition.number for edition in waiting.newest_first] == [2, 1]
    assert waiting.waiting_changes.count == 2
    assert (waiting.lacked, waiting.waiting_withdrawal) == (None, None)
    assert (waiting.findings, State(make.story(summary="")).findings) == ([], [])
