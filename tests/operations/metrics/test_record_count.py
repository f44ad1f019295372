"""The record is counted a piece at a time, and each edition once."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from operations.metrics import record_count
from operations.metrics.record_count import RecordCount
from tests import make
from tests.operations.metrics.test_paper_figures import told

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[(7, 0), (30, 2), (20_000, 5_000)], ids=str)
def record(request, monkeypatch):
    """In pieces of so many, of which so many new ones are counted each time."""
    monkeypatch.setattr(record_count, "PATIENCE", 60)
    return RecordCount(*request.param)


def test_editions_are_counted_by_kind_and_texts_that_are_live(record):
    story, _other = make.published_story(), make.published_story()
    make.published_question()
    make.rewrite(story, headline="Another")
    make.edition(story)
    make.rewrite(story, headline="A third")
    make.edition(story, at=make.soon(days=1))

    assert told(record) == {
        ("editions_total", "first"): 3,
        ("editions_total", "development"): 1,
        ("pending_editions", "development"): 1,
        ("live_texts", "story"): 2,
        ("live_texts", "question"): 1,
    }


def test_a_text_is_live_but_while_its_newest_edition_is_a_withdrawal(record):
    story, _other = make.published_story(), make.published_story()
    live = ("live_texts", "story")
    story.withdraw(note="Wrong.")
    assert told(record)[live] == 1

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=1), tick=False):
        story.reinstate(note="Right.")
        assert told(record)[live] == 2

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=2), tick=False):
        story.withdraw(note="Wrong after all.")
        assert told(record)[live] == 1
        assert told(record)["editions_total", "withdrawal"] == 2


def test_a_first_edition_that_waits_is_no_text_yet(record):
    make.edition(at=make.soon(days=1))

    assert told(record) == {("pending_editions", "first"): 1}


def test_what_was_ahead_has_come_or_was_taken_back(record):
    coming, cancelled, _ahead = (make.story() for _time in range(3))
    make.edition(coming, at=make.soon(days=1))
    make.edition(cancelled, at=make.soon(days=1))
    make.edition(_ahead, at=make.soon(days=9))
    assert told(record) == {("pending_editions", "first"): 3}

    cancelled.cancel()
    with time_machine.travel(timezone.now() + dt.timedelta(days=2), tick=False):
        assert told(record) == {
            ("editions_total", "first"): 1,
            ("pending_editions", "first"): 1,
            ("live_texts", "story"): 1,
        }


def test_nothing_is_told_before_all_was_counted(monkeypatch):
    for _time in range(3):
        make.published_story()
    record = RecordCount(1, 0)
    monkeypatch.setattr(record_count, "PATIENCE", 0)
    assert told(record) == {}

    monkeypatch.setattr(record_count, "PATIENCE", 60)
    assert told(record)["editions_total", "first"] == 3


def test_another_record_is_counted_anew(record):
    make.published_story()
    record.upto, record.counts["first", True] = 10**9, 7

    assert told(record)["editions_total", "first"] == 1


def test_what_is_old_is_not_asked_for_again(django_assert_num_queries):
    for _time in range(3):
        make.published_story()
    record = RecordCount(20_000, 0)
    told(record)
    before = record.upto
    make.published_story()

    assert told(record)["editions_total", "first"] == 4
    assert record.upto > before
    with django_assert_num_queries(5):
        told(record)
