"""What waits without a correction: every door to readers says so and asks."""

import pytest
from django.urls import reverse
from django.utils import timezone

from explainer.blocks import Change
from stories.models import Edition, Resolution, Showing
from stories.models.verb_refusals import WaitingBehindError
from tests import make
from tests.support import desk

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("editor"),
]

SAID = "It does not have what edition 2 changed"


def waiting(lacks):
    """A corrected story, and what waits of it: with the correction, or without."""
    story = make.published_story(summary="Twelve met.")
    story.summary = "A dozen met." if lacks else "Twelve met. They spoke."
    story.save()
    story.publish(revision=story.save_revision(), at=make.soon())
    change = Change("replace", field="summary", index=0, new="Nine met.")
    story.correct(changes=[change], note="Nine.", waiting=Resolution(why="It is old."))
    return story


def now(story):
    shown = Showing.objects.live(timezone.now()).get(story_id=story.pk)
    return shown.edition.revision.content["summary"]


@pytest.mark.parametrize("lacks", [True, False])
def test_the_desk_says_where_what_waits_lacks_a_correction(client, lacks):
    story = waiting(lacks)

    pages = [
        client.get(reverse("dashboard")),
        client.get(desk.address("change", story)),
        client.get(desk.address("move", story)),
        client.get(desk.address("lift", story)),
    ]

    said = ["what edition 2 changed" in page.content.decode() for page in pages]
    assert said == [lacks] * 4


@pytest.mark.parametrize("verb", ["move", "lift"])
def test_what_lacks_a_correction_is_given_a_time_only_with_a_reason(client, verb):
    story, other = waiting(lacks=True), waiting(lacks=True)
    at = timezone.localtime(make.soon(hours=5)).strftime("%Y-%m-%dT%H:%M")
    before = story.editions.get(number=3).published_at
    sent = {"at": at} if verb == "move" else {}

    client.post(desk.address(verb, story), sent)
    assert story.editions.get(number=3).published_at == before
    page = client.post(
        desk.address(verb, story), sent | {"why": "It is about June."}, follow=True
    )

    assert story.editions.get(number=3).published_at != before
    assert "It lacks a correction: It is about June." in page.content.decode()
    assert now(story) == ("Nine met." if verb == "move" else "A dozen met.")
    assert now(other) == "Nine met."


@pytest.mark.parametrize("verb", ["move", "lift"])
def test_what_has_every_correction_is_given_a_time_without_a_word(client, verb):
    story = waiting(lacks=False)
    at = timezone.localtime(make.soon(hours=5)).strftime("%Y-%m-%dT%H:%M")

    client.post(desk.address(verb, story), {"at": at} if verb == "move" else {})

    assert now(story) == ("Nine met." if verb == "move" else "Nine met. They spoke.")
    assert story.editions.order_by("number").last().kind == "development"


def test_the_verb_itself_asks_for_the_reason():
    story = waiting(lacks=True)

    with pytest.raises(WaitingBehindError):
        story.reschedule()

    assert story.reschedule(why="It is about June.").number == 3


def test_what_was_checked_or_taken_over_since_lacks_nothing():
    story = make.published_story(summary="Twelve met.")
    story.summary = "A dozen met."
    story.save()
    change = Change("replace", field="summary", index=0, new="Nine met.")
    story.correct(changes=[change], note="Nine.")
    story.draft.mark_level()
    story.publish(revision=story.revisions.head(), at=make.soon())
    story.check_again()
    story.check_again()

    (edition,) = Edition.objects.pending(timezone.now()).with_lacked(timezone.now())

    assert edition.lacked is None
    assert story.reschedule().number == 5


def test_a_held_page_comes_back_without_a_word():
    story = make.published_story(summary="Twelve met.")
    make.edition(make.story(), at=make.soon())
    story.check_again()
    story.hold(note="Not now.", until=make.soon())

    found = Edition.objects.pending(timezone.now()).with_lacked(timezone.now())

    assert [edition.lacked for edition in found] == [None, None]
    assert story.reschedule().kind == "reinstatement"
