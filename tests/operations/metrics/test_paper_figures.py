"""What feeds, letters and the generation tell: right for whoever did what."""

import pytest
from django.utils import timezone

from operations.metrics import paper_figures
from operations.metrics.paper_figures import feeds, generation, letters
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
