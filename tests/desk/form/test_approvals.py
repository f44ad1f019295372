"""What was asked and said about a draft's text, as its editor reads it."""

import datetime as dt

import pytest
import time_machine

from desk.form.approvals import Verdicts, clock, in_words
from stories.models import Review, Verdict
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def ruth():
    return make.editor(username="ruth")


def review(revision, by, verdict="", minutes=0, **said):
    """One that was asked for some minutes before noon, and decided a minute later."""
    asked = NOON - dt.timedelta(minutes=minutes)
    if verdict:
        said = {"decided_by": by, "decided_at": asked + dt.timedelta(minutes=1)} | said
    if verdict == Verdict.SENT_BACK:
        said = {"answer": "No."} | said
    if verdict == Verdict.AFTER:
        said = {"note": "Urgent."} | said
    return Review.objects.create(
        revision=revision, asked_by=by, asked_at=asked, verdict=verdict, **said
    )


def texts(count=2, desk=None):
    story = make.story(desk=desk)
    found = []
    for number in range(count):
        story.headline = f"Text {number}"
        story.save()
        found.append(story.save_revision())
    return story, found


def test_the_newest_request_is_the_one_that_stands(ana, ruth):
    story, (old, new) = texts()
    first = review(old, ana, minutes=9)
    second = review(new, ana, minutes=5, reviewer=ruth)
    review(new, ruth, Verdict.WITHDRAWN, minutes=3)

    verdicts = Verdicts(story, new)

    assert verdicts.request == verdicts.present == second
    assert not verdicts.has_changed
    assert Verdicts(story, old).has_changed
    assert first in verdicts.past
    assert second not in verdicts.past
    assert len(verdicts.past) == 2


def test_an_approval_ends_when_the_same_words_are_sent_back_later(ana, ruth):
    story, (old, new) = texts()
    other = review(old, ruth, Verdict.APPROVED, minutes=9)
    before = review(new, ruth, Verdict.SENT_BACK, minutes=8)
    stands = review(new, ruth, Verdict.APPROVED, minutes=7)

    verdicts = Verdicts(story, new)
    assert verdicts.approvals == [stands, other]
    assert (verdicts.approval, verdicts.approved_before) == (stands, None)
    assert verdicts.present == stands
    assert verdicts.past == [before, other]
    assert verdicts.words == "Approved by ruth, 11:54."

    back = review(new, ruth, Verdict.SENT_BACK, minutes=1)
    verdicts = Verdicts(story, new)
    assert (verdicts.approvals, verdicts.approval) == ([other], None)
    assert verdicts.present == verdicts.sent_back == back
    assert verdicts.approved_before == other


def test_sent_back_at_the_very_moment_of_an_approval_does_not_end_it(ana, ruth):
    story, (_old, new) = texts()
    stands = review(new, ruth, Verdict.APPROVED, minutes=7)
    review(new, ruth, Verdict.SENT_BACK, minutes=7)

    assert Verdicts(story, new).approval == stands


def test_where_two_are_wanted_a_second_persons_word_counts_alone(ana, ruth):
    story, (old, new) = texts(desk=make.desk(two_people=True))
    review(new, ana, Verdict.APPROVED, minutes=5)
    assert Verdicts(story, new).approvals == []
    assert Verdicts(story, new).is_alone
    assert Verdicts(story, new).words == "Nobody has approved this text."

    counted = review(old, ruth, Verdict.APPROVED, minutes=9, second=True)
    verdicts = Verdicts(story, new)
    assert verdicts.approvals == [counted]
    assert verdicts.words == (
        "ruth approved an earlier text, 11:52. It has changed since."
    )
    assert not Verdicts(story, old).is_alone
    assert not Verdicts(story, None).is_alone


def test_without_a_word_nothing_is_said(ana):
    story, (_old, new) = texts()
    verdicts = Verdicts(story, new)

    found = (verdicts.request, verdicts.approval, verdicts.approved_before)
    assert [*found, verdicts.sent_back, verdicts.present] == [None] * 5
    assert (verdicts.all, verdicts.past, verdicts.unread) == ([], [], [])
    assert (verdicts.words, verdicts.has_changed, verdicts.is_alone) == (
        "",
        False,
        False,
    )
    assert Verdicts(story, None).words == ""


def test_what_went_out_alone_is_unread_until_it_is_read(ana, ruth):
    story, (old, new) = texts()
    read = review(old, ana, Verdict.AFTER, minutes=9, decided_by=ruth)
    unread = review(new, ana, Verdict.AFTER, decided_by=None, decided_at=None)

    verdicts = Verdicts(story, new)

    assert verdicts.unread == [unread]
    assert in_words(read) == (
        "ana published it without review; ruth read it after, 11:52."
    )
    assert in_words(unread) == (
        "ana published it without review, 12:00. Nobody else has read it yet."
    )


def test_each_verdict_is_told_in_a_sentence(ana, ruth):
    _story, (old, new) = texts()
    asked = review(old, ana, minutes=30)
    whom = review(new, ana, minutes=29, reviewer=ruth)
    given = {
        verdict: in_words(review(new, ana, verdict, minutes=20, decided_by=ruth))
        for verdict in ("approved", "sent back", "withdrawn", "overtaken")
    }
    held = review(new, ana, "approved", carried_from=asked, decided_by=ruth)

    assert in_words(asked) == "ana asked for a review, 11:30."
    assert in_words(whom) == "ana asked ruth to review this, 11:31."
    assert given == {
        "approved": "Approved by ruth, 11:41.",
        "sent back": "Sent back by ruth, 11:41.",
        "withdrawn": "ruth withdrew the request, 11:41.",
        "overtaken": "Published by ruth before an answer, 11:41.",
    }
    assert in_words(held).endswith(", 12:01. It held when a correction was made.")
    answered = review(old, ana, "approved", reviewer=ruth, minutes=10)
    assert in_words(answered) == "Approved by ana, 11:51."
    nobody = review(old, ana, "overtaken", decided_by=None)
    assert in_words(nobody).startswith("Published by an import ")


def test_a_moment_behind_us_has_its_day_unless_it_was_today():
    midnight = NOON.replace(hour=0)

    assert clock(midnight) == "00:00"
    assert clock(midnight - dt.timedelta(minutes=1)) == "28 Feb 2026, 23:59"
