"""Verbs of publishing one after the other, where the second knows what came before."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from explainer.blocks import Change
from sources.models import Source
from stories.models import Kind, Path, Revision, Showing
from stories.models import verb_refusals as refused
from stories.models.rebuild import rebuild
from tests import make

pytestmark = pytest.mark.django_db

NOTE = {"note": "Because."}


def kinds(page):
    return [edition.kind for edition in page.editions.order_by("number")]


def replacing(field, new, **where):
    return [Change("replace", field=field, new=new, **where)]


@pytest.mark.parametrize("make_page", [make.story, make.question])
def test_a_hold_keeps_the_date_at_which_the_page_comes_down(make_page):
    page = make_page()
    make.edition(page)
    ends = make.soon(days=3)
    page.withdraw(note="The licence ends.", at=ends)

    page.hold(until=make.soon(), **NOTE)

    last = page.editions.order_by("number").last()
    assert (last.published_at, last.note) == (ends, "The licence ends.")
    assert kinds(page)[1:] == [Kind.WITHDRAWAL, Kind.REINSTATEMENT, Kind.WITHDRAWAL]


def test_a_page_cannot_be_held_for_longer_than_it_would_stay():
    story = make.published_story()
    story.withdraw(at=make.soon(), **NOTE)

    with pytest.raises(refused.WrongTimeError):
        story.hold(until=make.soon(hours=2), **NOTE)

    assert kinds(story) == [Kind.FIRST, Kind.WITHDRAWAL]
    assert Showing.objects.live(timezone.now()).count() == 1


def test_a_page_that_comes_back_early_still_comes_down_in_time():
    story = make.published_story()
    story.hold(until=make.soon(), **NOTE)
    ends = make.soon(days=3)
    story.withdraw(at=ends, **NOTE)

    story.reinstate(**NOTE)

    assert story.editions.order_by("number").last().published_at == ends


def test_bringing_a_page_back_frees_the_address_of_what_was_to_replace_it():
    story = make.published_story(slug="old")
    story.withdraw(**NOTE)
    story.publish(revision=make.rewrite(story, slug="new"), at=make.soon(), **NOTE)

    story.reinstate(replace=True, **NOTE)

    assert [path.slug for path in Path.objects.all()] == ["old"]


def test_cancelling_on_a_page_that_is_down_takes_its_end_along():
    story = make.published_story()
    story.hold(until=make.soon(), **NOTE)
    story.withdraw(at=make.soon(days=3), **NOTE)

    story.cancel()

    assert kinds(story) == [Kind.FIRST, Kind.WITHDRAWAL]


def test_a_cancelled_text_is_not_what_the_draft_was_based_on():
    story = make.published_story()
    story.publish(revision=make.rewrite(story, headline="Later"), at=make.soon())
    story.cancel()

    story.refresh_from_db()
    assert story.base_edition == 1


def test_a_correction_writes_to_the_draft_as_it_is_now():
    stale = make.published_story(headline="Old", summary="Twelve met.")
    make.rewrite(type(stale).objects.get(), headline="Written by somebody else")

    stale.correct(changes=replacing("summary", "Nine met.", index=0), **NOTE)

    story = type(stale).objects.get()
    assert (story.headline, story.summary) == ("Written by somebody else", "Nine met.")


def test_a_correction_that_takes_out_a_part_spares_the_part_that_was_rewritten():
    story = make.published_story(parts={"key_points": [{"text": "Wrong."}]})
    point = story.keypoint_set.get()
    story.keypoint_set.update(text="Rewritten.")
    make.rewrite(story)

    result = story.correct(changes=[Change("remove", uid=str(point.uid))], **NOTE)

    assert story.keypoint_set.get().text == "Rewritten."
    assert len(result.left_in_draft) == 1
    with pytest.raises(refused.BehindLiveError):
        story.publish(revision=story.revisions.head())


def test_a_corrected_address_leads_to_the_page_and_so_does_the_old_one():
    story = make.published_story(slug="old")
    story.publish(revision=make.rewrite(story, headline="Later"), at=make.soon())

    story.correct(changes=replacing("slug", "new"), **NOTE)

    assert {path.slug for path in Path.objects.all()} == {"old", "new"}
    assert [s.slug for s in Showing.objects.order_by("number")] == ["old", "new", "new"]


@pytest.mark.parametrize(
    "change",
    [
        Change("replace", field="summary", index=7, new="More."),
        Change("replace", field="nothing", new="More."),
        Change("replace", field="id", new="0"),
        Change("replace", field="sections", new="More."),
        Change("remove", uid="00000000-0000-0000-0000-000000000000"),
        Change("replace", field="headline", old="Another", new="More."),
    ],
)
def test_a_correction_of_what_is_not_there_is_refused(change):
    story = make.published_story(summary="One.")

    with pytest.raises(refused.TextMovedError):
        story.correct(changes=[change], **NOTE)


@pytest.mark.parametrize("field", ["headline", "slug"])
def test_a_correction_cannot_take_away_what_a_page_needs(field):
    story = make.published_story()

    with pytest.raises(refused.NotReadyError):
        story.correct(changes=[Change("remove", field=field)], **NOTE)


@pytest.mark.parametrize(
    ("field", "new", "fault"),
    [
        ("headline", "x" * 301, "headline: has 301 characters; 300 fit"),
        ("headline", 5, "headline: must be a text"),
        ("slug", "No slug!", 'slug: "No slug!" isn\'t a slug'),
        ("closed_at", "soon", 'closed_at: "soon" isn\'t a moment'),
        ("tags", "one", "tags: must be a list"),
    ],
)
def test_a_correction_is_read_as_strictly_as_a_file(field, new, fault):
    story = make.published_story()

    with pytest.raises(refused.NotReadyError) as refusal:
        story.correct(changes=replacing(field, new), **NOTE)

    assert str(refusal.value.faults[0]).startswith(fault)


def test_a_corrected_moment_is_the_same_in_the_draft():
    story = make.published_story()

    story.correct(changes=replacing("closed_at", "2026-05-01T12:00:00+02:00"), **NOTE)

    live = Showing.objects.live(timezone.now()).get().edition.revision
    assert live.content["closed_at"] == "2026-05-01T10:00:00+00:00"
    assert story.revisions.head() == live


def test_an_address_that_another_draft_has_is_taken():
    story = make.published_story(slug="old")
    before = story.revisions.head()
    make.rewrite(story, slug="new")
    make.story(slug="old")

    with pytest.raises(refused.SlugTakenError):
        story.draft.restore(before)
    with pytest.raises(refused.SlugTakenError):
        make.published_story().correct(changes=replacing("slug", "new"), **NOTE)


def test_a_text_cannot_be_let_out_before_the_embargo_of_its_source_ends():
    ends = make.soon(days=1)
    source = Source.objects.create(title="A report", embargoed_until=ends)
    story = make.story(parts={"sources": [{"key": "wire", "source": source}]})
    make.edition(story, at=ends + dt.timedelta(hours=1))

    with pytest.raises(refused.EmbargoedError):
        story.reschedule()


def test_the_past_can_be_told_after_the_last_edition_only():
    story = make.story()
    now = timezone.now()
    make.edition(story, dated=now - dt.timedelta(days=9))
    text = make.rewrite(story, headline="Later")

    for dated in (dt.timedelta(days=9), dt.timedelta(days=10), -dt.timedelta(days=1)):
        with pytest.raises(refused.WrongTimeError):
            story.publish(revision=text, dated=now - dated)

    story.publish(revision=text, dated=now - dt.timedelta(days=8))
    assert kinds(story) == [Kind.FIRST, Kind.DEVELOPMENT]


def test_a_rebuild_keeps_stories_apart_that_were_saved_in_the_same_moment():
    stories = [make.published_story() for _ in range(2)]
    for story in stories:
        story.check_again()
    type(story).objects.update(saved_at=timezone.now())
    before = [*Showing.objects.order_by("pk").values()]

    rebuild()

    assert [*Showing.objects.order_by("pk").values()] == before


def test_two_editions_of_one_moment_are_a_microsecond_apart():
    with time_machine.travel(timezone.now(), tick=False):
        story = make.published_story()
        story.check_again()

    first, second = story.editions.order_by("number")
    assert second.published_at - first.published_at == dt.timedelta(microseconds=1)


def test_a_revision_knows_that_it_was_published():
    edition = make.edition()

    assert edition.revision.recorded
    assert Revision.objects.get().recorded
