"""Two people with one story at the same moment: one verdict, one who has it."""

from functools import partial

import pytest

from desk.models import Comment, Handover
from stories.models import Review, Story
from stories.models.verb_refusals import AnsweredMeanwhileError, ApprovedAlreadyError
from tests import make
from tests.concurrency.test_publishing import at_once, fresh

pytestmark = pytest.mark.usefixtures("committed")

PEOPLE = 4


def test_of_four_verdicts_at_once_one_counts():
    story = make.story()
    text = story.save_revision(by=make.editor())
    request = story.reviews.submit(revision=text, by=make.editor()).pk
    about = {"revision": text, "request": request}
    people = [make.editor() for _ in range(PEOPLE)]

    def approve(by):
        return fresh(story).reviews.approve(**about, by=by)

    def send_back(by):
        return fresh(story).reviews.send_back(**about, by=by, answer="No.")

    jobs = [partial(approve, people[0]), partial(send_back, people[1])]
    jobs += [partial(approve, people[2]), partial(send_back, people[3])]
    answers = at_once(*jobs)

    given = [answer for answer in answers if isinstance(answer, Review)]
    refused = [answer for answer in answers if answer not in given]
    assert len(given) == 1
    assert {*map(type, refused)} <= {ApprovedAlreadyError, AnsweredMeanwhileError}
    assert Review.objects.get().verdict == given[0].verdict


def test_of_four_who_take_a_story_at_once_one_has_it():
    story = make.story()
    people = [make.editor() for _ in range(PEOPLE)]

    def take(by):
        return Handover.objects.take(Story.objects.get(pk=story.pk), by=by)

    at_once(*(partial(take, one) for one in people))

    held = Handover.objects.of(story).open().get()
    assert held.to in people
    assert held.taken_at


def test_a_comment_sent_four_times_at_once_is_said_once():
    story, ana = make.story(), make.editor()
    mark = Comment().mark

    def say():
        return Comment.objects.write(fresh(story), by=ana, body="So?", mark=mark)

    at_once(*[say] * PEOPLE)

    assert Comment.objects.count() == 1
