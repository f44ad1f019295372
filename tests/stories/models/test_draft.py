"""A draft changed outside its form: all of it at once, and nobody writes over it."""

import pytest

from explainer.blocks import Change
from people.refusals import RefusedError
from stories.models import Story
from tests import make

pytestmark = pytest.mark.django_db


def test_what_is_edited_is_saved_as_a_revision_and_moves_the_version_on(ana):
    story = make.story(headline="Rates rise")
    first, version = story.save_revision(), story.lock_version

    with story.edited(ana):
        story.headline = "Rates fall"

    now, head = Story.objects.get(pk=story.pk), story.revisions.head()
    assert (now.headline, now.lock_version) == ("Rates fall", version + 1)
    assert (head.content["headline"], head.created_by) == ("Rates fall", ana)
    assert story.revisions.get(pk__lt=head.pk) == first
    assert story.lock_version == now.lock_version


def test_an_edit_that_changes_nothing_leaves_no_trace(ana):
    story = make.story()
    story.save_revision()
    version, saved_at = story.lock_version, story.saved_at

    with story.edited(ana):
        pass

    now = Story.objects.get(pk=story.pk)
    assert (now.lock_version, now.saved_at) == (version, saved_at)
    assert story.revisions.count() == 1


def test_an_edit_begins_from_what_is_saved_by_now(ana):
    stale = make.story(headline="One")
    fresh = Story.objects.get(pk=stale.pk)
    make.rewrite(fresh, ana, headline="Two")

    with stale.edited(ana):
        stale.kicker = "News"

    now = Story.objects.get(pk=stale.pk)
    assert (now.headline, now.kicker) == ("Two", "News")


def test_a_correction_moves_the_version_on_though_the_draft_was_as_readers_had_it():
    story = make.published_story(summary="The girder broke.")
    change = Change("replace", field="summary", index=0, new="The beam broke.")
    version = story.lock_version

    story.correct(changes=[change], note="A beam.")

    now = Story.objects.get(pk=story.pk)
    assert (now.summary, now.lock_version) == ("The beam broke.", version + 1)
    assert story.revisions.count() == 2


def test_an_edit_that_is_refused_half_way_is_none(ana):
    story = make.story(headline="One")

    def edit():
        with story.edited(ana):
            story.headline = "Two"
            story.save()
            raise RefusedError

    with pytest.raises(RefusedError):
        edit()
    assert Story.objects.get(pk=story.pk).headline == "One"
    assert not story.revisions.exists()
