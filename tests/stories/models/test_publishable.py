"""Publishing: what a verb gives readers, and when it is refused."""

import datetime as dt

import pytest
from django.utils import timezone

from explainer.blocks import Change
from stories.models import Edition, Kind, Path, Revision, Showing
from stories.models import verb_refusals as refused
from stories.models.demands import FARTHEST
from tests import make

pytestmark = pytest.mark.django_db


def live(story, at=None):
    """The headline that readers get at a moment, or None."""
    at = at or timezone.now()
    found = Showing.objects.live(at, now=max(at, timezone.now()))
    return found.filter(story_id=story.pk).values_list("headline", flat=True).first()


def test_the_first_edition_is_number_one_and_of_kind_first():
    edition = make.edition()

    assert (edition.number, edition.kind) == (1, Kind.FIRST)


def test_readers_get_the_edition_and_not_the_working_copy():
    story = make.published_story(headline="Rates rise")

    make.rewrite(story, headline="Rates fall")

    assert live(story) == "Rates rise"


def test_a_save_of_the_same_text_makes_no_second_revision():
    story = make.story()

    story.save_revision()
    story.save_revision()

    assert Revision.objects.count() == 1


def test_publishing_what_is_live_makes_nothing_and_says_so():
    story = make.published_story()

    with pytest.raises(refused.NothingNewError):
        make.edition(story)

    assert Edition.objects.count() == 1


def test_publishing_an_older_revision_is_refused():
    story = make.story(headline="Rates rise")
    seen = story.save_revision()
    make.rewrite(story, headline="Rates fall")

    with pytest.raises(refused.NewerRevisionError):
        story.publish(revision=seen)


def test_a_correction_needs_a_note():
    story = make.published_story()
    make.rewrite(story, headline="Another")

    with pytest.raises(refused.NoteNeededError):
        story.publish(revision=story.revisions.head(), kind=Kind.CORRECTION, note="  ")


def test_a_scheduled_edition_shows_from_its_moment_on_and_not_before():
    story = make.published_story(headline="Before")
    at = make.soon()
    make.rewrite(story, headline="After")

    story.publish(revision=story.revisions.head(), at=at)

    assert live(story) == "Before"
    assert live(story, at - timezone.timedelta(microseconds=1)) == "Before"
    assert live(story, at) == "After"


def test_there_is_at_most_one_pending_edition():
    story = make.story()
    make.edition(story, at=make.soon())
    make.rewrite(story, headline="Another")

    with pytest.raises(refused.WaitingError):
        story.publish(revision=story.revisions.head())

    story.publish(revision=story.revisions.head(), replace=True)
    assert [e.number for e in story.editions.all()] == [1]


def test_cancelling_frees_the_address():
    story = make.story(slug="first-try")
    make.edition(story, at=make.soon())

    story.cancel()

    assert not Path.objects.exists()
    assert not Edition.objects.exists()


def test_rescheduling_keeps_the_text_that_was_waiting():
    story = make.story(headline="Frozen")
    make.edition(story, at=make.soon())
    make.rewrite(story, headline="Edited since")

    story.reschedule()

    assert live(story) == "Frozen"


def test_a_withdrawn_story_comes_back_as_it_was():
    story = make.published_story(headline="Here")

    story.withdraw(note="Under review.")
    gone = live(story)
    story.reinstate(note="Reviewed.")

    assert (gone, live(story)) == (None, "Here")


def test_a_held_story_comes_back_by_itself():
    story = make.published_story(headline="Here")
    until = make.soon()

    story.hold(note="This page is not available.", until=until)

    assert live(story) is None
    assert live(story, until) == "Here"


def test_a_take_down_date_survives_every_publication():
    story = make.published_story(headline="One")
    at = make.soon(days=2)
    story.withdraw(note="The offer has ended.", at=at)

    make.rewrite(story, headline="Two")
    make.edition(story)

    assert live(story) == "Two"
    assert live(story, at) is None


def test_a_text_cannot_be_scheduled_after_its_take_down():
    story = make.published_story()
    story.withdraw(note="Over.", at=make.soon(days=2))
    make.rewrite(story, headline="Too late")

    with pytest.raises(refused.WrongTimeError):
        story.publish(revision=story.revisions.head(), at=make.soon(days=3))


def test_checking_again_moves_no_update_and_says_when():
    story = make.published_story()
    updated = Showing.objects.get().updated_at

    story.check_again()

    shown = Showing.objects.live(timezone.now()).get()
    assert shown.updated_at == updated
    assert shown.checked_at == shown.live_from


def test_a_correction_changes_the_live_text_and_never_publishes_the_draft():
    story = make.published_story(headline="Twelve ministers", summary="Twelve met.")
    make.rewrite(story, headline="Draft headline")

    story.correct(
        changes=[Change("replace", field="summary", index=0, new="Nine met.")],
        note="Nine ministers met, not twelve.",
    )

    shown = Showing.objects.live(timezone.now()).get()
    assert (shown.headline, shown.summary) == ("Twelve ministers", "Nine met.")
    story.refresh_from_db()
    assert (story.headline, story.summary) == ("Draft headline", "Nine met.")
    assert story.base_edition == 2


def test_a_correction_reaches_the_pending_edition():
    story = make.published_story(headline="Old", summary="Twelve met.")
    at = make.soon()
    make.rewrite(story, headline="New")
    story.publish(revision=story.revisions.head(), at=at)

    story.correct(
        changes=[Change("replace", field="summary", index=0, new="Nine met.")],
        note="Nine ministers met, not twelve.",
    )

    waiting = Showing.objects.live(at, now=at).get()
    assert (waiting.headline, waiting.summary) == ("New", "Nine met.")
    assert [e.number for e in story.editions.all()] == [1, 2, 3]
    make_text = make.rewrite(story, headline="Newer")
    story.publish(revision=make_text, replace=True)


def test_a_correction_that_the_draft_lacks_blocks_publishing_until_taken_over():
    story = make.published_story(summary="Twelve met.")
    make.rewrite(story, summary="A dozen people met.")

    result = story.correct(
        changes=[Change("replace", field="summary", index=0, new="Nine met.")],
        note="Nine ministers met, not twelve.",
    )

    assert len(result.left_in_draft) == 1
    with pytest.raises(refused.BehindLiveError):
        make.edition(story)
    story.draft.mark_level()
    make.edition(story)
    assert Showing.objects.live(timezone.now()).get().summary == "A dozen people met."


def test_restoring_gives_the_same_document_again():
    story = make.story(
        parts={
            "key_points": [{"lead_in": "One.", "text": "First."}, {"text": "Second."}],
            "sources": [{"key": "wire", "title": "A report", "outlet": "The Wire"}],
        },
        summary="It happened.[^wire]",
    )
    first = story.save_revision()
    story.keypoint_set.first().delete()
    make.rewrite(story, summary="Changed.")

    lost = story.draft.restore(first)

    assert lost == []
    assert story.revisions.head().digest == first.digest


def test_an_unknown_citation_blocks_publishing_and_says_where():
    story = make.story(summary="It happened.[^nobody]")

    with pytest.raises(refused.NotReadyError) as refusal:
        make.edition(story)

    assert str(refusal.value.faults[0]).startswith("summary: line 1, column 13")


def test_an_address_belongs_to_one_story():
    story = make.published_story(slug="budget")
    make.rewrite(story, slug="budget-2026")
    make.edition(story)
    other = make.story(slug="budget")

    with pytest.raises(refused.SlugTakenError):
        make.edition(other)


def test_a_date_may_lie_five_years_ahead_and_no_further():
    story = make.story()
    seen, farthest = story.save_revision(), timezone.now() + FARTHEST

    with pytest.raises(refused.WrongTimeError, match="within five years"):
        story.publish(revision=seen, at=farthest + dt.timedelta(minutes=1))
    story.publish(revision=seen, at=farthest)

    assert Edition.objects.get().published_at == farthest
