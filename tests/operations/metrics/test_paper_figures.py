"""What the record, feeds and letters tell: right for whoever did what."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from operations.metrics import paper_figures
from operations.metrics.paper_figures import feeds, generation, letters, record
from pages.models import ReaderMessage
from tests import make
from tests.support import wire

pytestmark = pytest.mark.django_db


def told(question):
    """(name, values of labels…) to value of what is not 0."""
    return {
        (sample.name.removeprefix("newsroom_"), *sample.labels.values()): sample.value
        for family in question()
        for sample in family.samples
        if sample.value
    }


def test_editions_are_counted_by_kind_and_texts_that_are_live():
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


def test_a_text_is_live_but_while_its_newest_edition_is_a_withdrawal():
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


def test_a_first_edition_that_waits_is_no_text_yet():
    make.edition(at=make.soon(days=1))

    assert told(record) == {("pending_editions", "first"): 1}


def test_the_generation_is_told_with_its_moment():
    before = timezone.now()
    make.published_story()
    wire.settle()

    found = told(generation)

    moved = found["generation_moved_timestamp_seconds",]
    assert abs(moved - before.timestamp()) < 60
    assert found["generation",] > 1_600_000_000_000


def test_feeds_that_fail_again_and_again_are_counted():
    make.feed()
    make.feed(failures=paper_figures.FAILING)
    make.feed(failures=paper_figures.FAILING - 1)
    make.feed(failures=9, active=False)

    assert told(feeds) == {("feeds_watched",): 3, ("feeds_failing",): 1}


def test_letters_that_wait_are_counted():
    make.message()
    make.message()
    make.message(state=ReaderMessage.State.HELD)
    make.message(state=ReaderMessage.State.ANSWERED)

    assert told(letters) == {("letters", "new"): 2, ("letters", "held"): 1}
