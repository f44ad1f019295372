"""A draft changed outside its form: all of it at once, and nobody writes over it."""

import pytest

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
