"""Verbs at the same moment, in threads with connections of their own: one at a time."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import pairwise
from random import Random
from threading import Barrier, Event

import pytest
from django.db import connection, transaction
from django.utils import timezone

from explainer.blocks import Change
from people.refusals import RefusedError
from stories import record_audit
from stories.models import Edition, Showing, Story, rebuild
from stories.models.verb_refusals import NothingNewError, SlugTakenError
from tests import make

pytestmark = pytest.mark.usefixtures("committed")

THREADS = 8


def at_once(*jobs):
    """What each job came to, if all begin together; a refusal is an answer too."""
    together = Barrier(len(jobs), timeout=30)

    def run(job):
        together.wait()
        try:
            return job()
        except RefusedError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as threads:
        return [*threads.map(run, jobs)]


def fresh(story):
    return Story.objects.get(pk=story.pk)


def publish(story, revision, **options):
    return fresh(story).publish(revision=revision, **options)


def write(story, headline):
    """Save a text of one's own and publish it, as often as it takes."""
    while True:
        try:
            with transaction.atomic():
                mine = Story.objects.select_for_update(no_key=True).get(pk=story.pk)
                mine.headline = headline
                mine.save()
                return mine.publish(revision=mine.save_revision())
        except RefusedError:
            continue


def test_of_eight_publishes_of_one_revision_one_makes_an_edition():
    story = make.story()
    revision = story.save_revision()

    answers = at_once(*[partial(publish, story, revision)] * THREADS)

    kinds = [type(answer) for answer in answers]
    assert kinds.count(Edition) == 1
    assert kinds.count(NothingNewError) == THREADS - 1
    assert Edition.objects.count() == 1
    assert [*record_audit.faults()] == []


def test_eight_texts_at_once_become_eight_editions_one_after_the_other():
    story = make.story()
    texts = [f"Text {number}" for number in range(THREADS)]

    answers = at_once(*(partial(write, story, text) for text in texts))

    editions = [*story.editions.order_by("number")]
    assert sorted(e.pk for e in answers) == sorted(e.pk for e in editions)
    assert [e.number for e in editions] == [*range(1, THREADS + 1)]
    assert sorted(e.revision.content["headline"] for e in editions) == texts
    assert all(a.published_at < b.published_at for a, b in pairwise(editions))
    assert [*record_audit.faults()] == []


def test_saves_that_each_add_a_part_do_not_wait_for_each_other_in_a_ring():
    story = make.story()

    def add(number):
        with transaction.atomic():
            mine = fresh(story)
            mine.keypoint_set.create(text=f"Point {number}")
            return mine.save_revision()

    at_once(*(partial(add, number) for number in range(THREADS)))

    assert len(story.save_revision().content["key_points"]) == THREADS


def test_of_two_stories_that_want_one_address_one_gets_it():
    for number in range(4):
        answers = at_once(wanting(f"slug-{number}"), wanting(f"slug-{number}"))

        assert {type(answer) for answer in answers} == {Edition, SlugTakenError}
    assert [*record_audit.faults()] == []


def wanting(slug):
    """Publishes a text with this address; the draft has another one by now."""
    story = make.story(slug=slug)
    revision = story.save_revision()
    Story.objects.filter(pk=story.pk).update(slug=story.pk)
    return partial(publish, story, revision)


def any_verbs(story, seed, times):
    """Do what an impatient desk does; nothing goes wrong but by a refusal."""
    chance = Random(seed)
    change = partial(Change, "replace", field="summary", index=0)
    note = {"note": "Because."}

    def save(mine):
        mine.summary = f"Text {seed}, {chance.random()}."
        mine.save()
        return mine.save_revision()

    verbs = [
        lambda mine: mine.publish(revision=save(mine), replace=True, **note),
        lambda mine: mine.publish(revision=save(mine), at=make.soon(), **note),
        lambda mine: mine.correct(changes=[change(new=f"So {seed}.")], **note),
        lambda mine: mine.correct(changes=[change(new="Yes.")], **note),
        lambda mine: mine.reschedule(at=make.soon(days=1)),
        lambda mine: mine.cancel(),
        lambda mine: mine.withdraw(**note),
        lambda mine: mine.withdraw(at=make.soon(days=2), **note),
        lambda mine: mine.hold(until=make.soon(), **note),
        lambda mine: mine.reinstate(**note),
        lambda mine: mine.check_again(),
        lambda mine: mine.draft.mark_level(),
        lambda mine: mine.draft.restore(mine.revisions.last()),
    ]
    for _ in range(times):
        with suppress(RefusedError):
            chance.choice(verbs)(fresh(story))


def test_any_verbs_at_once_leave_a_sound_record():
    story = make.published_story(summary="Once.")

    at_once(
        *(partial(any_verbs, story, seed, times=12) for seed in range(THREADS - 1)),
        lambda: [rebuild.rebuild() for _ in range(6)],
    )

    assert [*record_audit.faults()] == []
    assert story.editions.count() > 1


def test_readers_always_get_exactly_one_text_while_others_publish():
    story = make.published_story()
    done = Event()

    def publish_all():
        for number in range(12):
            write(story, f"Text {number}")
        done.set()

    def rebuild_often():
        while not done.wait(0.01):
            rebuild.rebuild()

    def read():
        found = []
        while not done.is_set():
            found.append(Showing.objects.live(timezone.now()).count())
        return found

    *_, first, second = at_once(publish_all, rebuild_often, read, read)

    assert {*first, *second} == {1}
