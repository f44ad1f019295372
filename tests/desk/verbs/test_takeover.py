"""What readers have and the draft lacks is taken over by the page that says so."""

import pytest

from explainer.blocks import Change
from stories.models import Story
from tests import make
from tests.support import desk
from tests.visitor import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def visitor(client):
    client.force_login(make.editor())
    return Visitor(client)


def behind(**drafted):
    """A story whose draft has words of its own where readers' were corrected."""
    story = make.published_story(summary="Twelve met.", background="It was in May.")
    Story.objects.filter(pk=story.pk).update(**drafted)
    story.refresh_from_db()
    story.save_revision()
    change = Change("replace", field="summary", index=0, old="Twelve met.")
    change = Change(**vars(change) | {"new": "Nine met."})
    story.correct(changes=[change], note="Nine met.")
    story.refresh_from_db()
    return story


def said(story):
    story = Story.objects.get(pk=story.pk)
    return story.summary, story.background, story.base_edition


def test_words_of_readers_take_the_place_of_the_drafts(visitor):
    story, other = (behind(summary="A dozen met.", background="In June.") for _ in "12")

    visitor.open("/admin/").follow("Solve").press("Take over")

    first, second = sorted([said(story), said(other)])
    assert first == ("A dozen met.", "In June.", 1)
    assert second == ("Nine met.", "In June.", 2)
    assert (
        Story.objects.get(summary="Nine met.").revisions.head().content["summary"]
        == "Nine met."
    )


@pytest.mark.parametrize("fill", [{"places": []}, {"leave": "on"}])
def test_the_draft_may_keep_its_words(visitor, fill):
    story = behind(summary="A dozen met.")

    visitor.open(desk.address("take-over", story)).fill(**fill).press("Take over")

    assert said(story) == ("A dozen met.", "It was in May.", 2)


def test_what_was_restored_on_purpose_can_be_left(visitor):
    story = make.published_story(summary="One.")
    first = story.revisions.head()
    Story.objects.filter(pk=story.pk).update(summary="Two.")
    story.refresh_from_db()
    make.edition(story)
    story.draft.restore(first)
    page = desk.address("take-over", story)

    visitor.open(page).fill(leave="on").press("Take over")
    left = said(story)
    story.refresh_from_db()
    story.draft.set_base(1)
    visitor.open(page).press("Take over")

    assert left[::2] == ("One.", 2)
    assert said(story)[::2] == ("Two.", 2)
