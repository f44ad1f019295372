"""Reviews: an approval belongs to one text, and two people may be needed for it."""

import pytest

from explainer.blocks import Change
from stories.models import Edition, Review, Verdict, freezing
from stories.models.verb_refusals import (
    ApprovedAlreadyError,
    NewerRevisionError,
    NoRequestError,
    NothingNewError,
    OwnTextError,
    SecondPersonError,
)
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth():
    return make.editor(username="ruth")


@pytest.fixture
def strict():
    """A desk where publishing needs two people."""
    return make.desk(two_people=True)


def written(by, **fields):
    """A story that somebody wrote, and its text."""
    story = make.story(**fields)
    return story, story.save_revision(by=by)


def test_a_request_waits_for_the_colleague_who_was_asked(ana, ruth):
    story, text = written(ana)

    story.reviews.submit(
        revision=text, by=ana, reviewer=ruth, note="The figures, please."
    )

    (waiting,) = Review.objects.waiting_for(ruth)
    assert (waiting.owner, waiting.note) == (story, "The figures, please.")
    assert Review.objects.waiting_for(ana) == []
    assert Review.objects.waiting_for(make.editor()) == []


def test_a_request_to_nobody_waits_for_all_others_who_may_publish(ana, ruth):
    story, text = written(ana)
    contributor = make.editor(is_superuser=False)

    story.reviews.submit(revision=text, by=ana)

    assert [item.owner for item in Review.objects.waiting_for(ruth)] == [story]
    assert Review.objects.waiting_for(ana) == []
    assert Review.objects.waiting_for(contributor) == []


def test_the_list_of_what_waits_takes_one_query(ana, ruth, django_assert_num_queries):
    for owner in (make.story(desk=make.desk()), make.story(), make.question()):
        owner.reviews.submit(revision=owner.save_revision(by=ana), by=ana)

    with django_assert_num_queries(1):
        found = Review.objects.waiting_for(ruth)
        said = [(str(one.owner), str(one.asked_by), one.reviewer) for one in found]

    assert len(said) == 3


def test_an_approval_ends_the_request(ana, ruth):
    story, text = written(ana)
    request = story.reviews.submit(revision=text, by=ana, reviewer=ruth)

    review = story.reviews.approve(revision=text, by=ruth, answer="Good.")

    assert review == request
    assert story.reviews.approval(text) == review
    assert Review.objects.waiting_for(ruth) == []


def test_one_changed_letter_voids_an_approval_and_restoring_brings_it_back(ana, ruth):
    story, text = written(ana, headline="Rates rise")
    story.reviews.approve(revision=text, by=ruth)

    changed = make.rewrite(story, ana, headline="Rates rose")
    voided = story.reviews.approval(changed)
    story.draft.restore(text, by=ana)

    assert voided is None
    assert story.revisions.head() != text
    assert story.reviews.approval(story.revisions.head()).decided_by == ruth


def test_renaming_an_entity_voids_nothing(ana, ruth):
    entity = make.entity(name="Old name")
    parts = {"entities": [{"entity": entity, "name": "Old name"}]}
    story, text = written(ana, parts=parts)
    story.reviews.approve(revision=text, by=ruth)

    entity.name = "New name"
    entity.save()
    saved = story.save_revision(by=ana)

    assert story.reviews.approval(saved)


def test_what_was_saved_since_must_be_looked_at_before_it_is_approved(ana, ruth):
    story, text = written(ana)
    story.reviews.submit(revision=text, by=ana, reviewer=ruth)
    newer = make.rewrite(story, ana, headline="Another")

    with pytest.raises(NewerRevisionError):
        story.reviews.approve(revision=text, by=ruth)
    review = story.reviews.approve(revision=newer, by=ruth)

    assert review.revision == newer
    assert story.reviews.approval(text) is None


def test_an_approval_given_twice_is_one(ana, ruth):
    story, text = written(ana)

    first = story.reviews.approve(revision=text, by=ruth)
    again = story.reviews.approve(revision=text, by=ruth)

    assert first == again
    with pytest.raises(ApprovedAlreadyError, match="ruth has approved"):
        story.reviews.approve(revision=text, by=make.editor())
    assert Review.objects.count() == 1


def test_the_same_request_made_twice_is_one_and_another_replaces_it(ana, ruth):
    story, text = written(ana)

    first = story.reviews.submit(revision=text, by=ana, note="Please.")
    again = story.reviews.submit(revision=text, by=ana, note="Please.")
    other = story.reviews.submit(revision=text, by=ana, reviewer=ruth)

    first.refresh_from_db()
    assert again == first
    assert first.verdict == Verdict.WITHDRAWN
    assert story.reviews.request == other


def test_nobody_is_asked_to_read_what_readers_have(ana):
    story = make.story()
    text = make.edition(story).revision

    for verb in (story.reviews.submit, story.reviews.approve):
        with pytest.raises(NothingNewError):
            verb(revision=text, by=ana)


def test_a_text_is_sent_back_with_the_reason(ana, ruth):
    story, text = written(ana)
    story.reviews.submit(revision=text, by=ana, reviewer=ruth)

    review = story.reviews.send_back(revision=text, by=ruth, answer="Who says so?")
    again = story.reviews.send_back(revision=text, by=ruth, answer="Who says so?")

    assert (review.verdict, review.answer) == (Verdict.SENT_BACK, "Who says so?")
    assert again == review
    assert story.reviews.approval(text) is None
    with pytest.raises(NoRequestError):
        story.reviews.send_back(revision=text, by=ana, answer="Something else.")


def test_a_request_can_be_withdrawn(ana, ruth):
    story, text = written(ana)
    story.reviews.submit(revision=text, by=ana, reviewer=ruth)

    story.reviews.withdraw_request(by=ana)

    assert Review.objects.waiting_for(ruth) == []
    with pytest.raises(NoRequestError):
        story.reviews.withdraw_request(by=ana)


def test_a_desk_may_want_two_people(ana, ruth, strict):
    story, text = written(ana, desk=strict)

    with pytest.raises(SecondPersonError):
        story.publish(revision=text, by=ana)
    story.reviews.approve(revision=text, by=ruth)
    story.publish(revision=text, by=ana)

    assert story.editions.get().revision == text
    assert not Review.objects.unread_break_glass().exists()


def test_nobody_approves_their_own_words_where_two_are_wanted(ana, ruth, strict):
    story, text = written(ruth, desk=strict)
    changed = make.rewrite(story, ana, headline="Another")
    story.draft.restore(text, by=ana)

    with pytest.raises(OwnTextError):
        story.reviews.approve(revision=story.revisions.head(), by=ruth)

    make.rewrite(story, ana, headline="Another")
    with pytest.raises(OwnTextError):
        story.reviews.approve(revision=story.revisions.head(), by=ruth)
    assert changed.digest == story.revisions.head().digest
    assert story.reviews.approve(
        revision=story.revisions.head(), by=make.editor()
    ).second


def test_who_wrote_before_the_last_approval_may_approve_what_is_new(ana, ruth, strict):
    story, text = written(ruth, desk=strict)
    story.reviews.approve(revision=text, by=ana)

    newer = make.rewrite(story, ana, headline="Another")

    assert story.reviews.approve(revision=newer, by=ruth).second


def test_whoever_wrote_into_a_draft_keeps_it_through_a_correction(ana, ruth, strict):
    story = approved_everywhere(ana, ruth, strict)
    make.rewrite(story, ruth, headline="By ruth")
    story.correct(changes=[MET], note="It was nine.", by=ana)
    story.check_again(by=ana)

    with pytest.raises(OwnTextError):
        story.reviews.approve(revision=story.revisions.head(), by=ruth)


def test_a_story_that_moves_to_another_desk_takes_the_rule_with_it(ana, ruth, strict):
    lax = make.desk()
    story, _text = written(ana, desk=strict)

    moved = make.rewrite(story, ana, desk=lax)
    with pytest.raises(SecondPersonError):
        story.publish(revision=moved, by=ana)
    story.reviews.approve(revision=moved, by=ruth)
    story.publish(revision=moved, by=ana)

    assert not story.reviews.needs_two
    assert not make.published_story(desk=lax).reviews.needs_two


def test_restoring_leaves_the_story_at_its_desk(ana, strict):
    story, text = written(ana, desk=make.desk(), headline="One")
    make.rewrite(story, ana, desk=strict, headline="Two")

    story.draft.restore(text, by=ana)

    story.refresh_from_db()
    assert (story.headline, story.desk) == ("One", strict)


def test_an_approval_ends_when_the_text_is_sent_back(ana, ruth, strict):
    story, text = written(ana, desk=strict)
    story.reviews.approve(revision=text, by=ruth)

    story.reviews.send_back(revision=text, by=ruth, answer="I was wrong.")
    ended = story.reviews.approval(text)
    with pytest.raises(SecondPersonError):
        story.publish(revision=text, by=ana)
    story.reviews.approve(revision=text, by=ruth)

    assert ended is None
    assert story.reviews.approval(text)


def test_what_its_writer_approved_before_the_rule_does_not_count(ana, strict):
    story, text = written(ana, desk=make.desk())
    story.reviews.approve(revision=text, by=ana)
    story.desk = strict
    story.save()

    with pytest.raises(SecondPersonError):
        story.publish(revision=text, by=ana)


def test_a_question_has_no_desk_and_needs_nobody_else(ana):
    question = make.question()
    text = question.save_revision(by=ana)

    question.reviews.approve(revision=text, by=ana)
    question.publish(revision=text, by=ana)

    assert question.editions.exists()


def test_an_import_is_not_asked_for_a_second_person(strict):
    story, text = written(None, desk=strict)

    story.publish(revision=text, desk_rules=False)

    assert story.editions.exists()
    assert not Review.objects.exists()


@pytest.mark.parametrize("reason", ["", "  "])
def test_publishing_alone_needs_a_reason(ana, strict, reason):
    story, text = written(ana, desk=strict)

    with pytest.raises(SecondPersonError):
        story.publish(revision=text, by=ana, alone=reason)


def test_what_went_out_alone_is_listed_until_a_second_person_has_read_it(
    ana, ruth, strict, django_assert_num_queries
):
    story, text = written(ana, desk=strict)
    story.reviews.submit(revision=text, by=ana, reviewer=ruth)

    story.publish(revision=text, by=ana, alone="The siren is sounding.")

    with django_assert_num_queries(1):
        (review,) = Review.objects.unread_break_glass()
        said = (review.owner, review.asked_by, review.reviewer, review.note)
    assert said == (story, ana, ruth, "The siren is sounding.")
    assert Review.objects.waiting_for(ruth) == []
    with pytest.raises(OwnTextError):
        review.read(by=ana)
    assert review.read(by=ruth).decided_by == ruth
    assert review.read(by=make.editor()).decided_by == ruth
    assert not Review.objects.unread_break_glass().exists()


def test_what_was_cancelled_before_its_time_need_not_be_read(ana, strict):
    story, text = written(ana, desk=strict)
    story.publish(revision=text, by=ana, alone="No time.", at=make.soon())
    due = Review.objects.unread_break_glass().count()

    story.cancel()

    assert (due, Review.objects.unread_break_glass().count()) == (1, 0)


def test_an_approved_text_that_waits_may_be_moved_and_lifted(ana, ruth, strict):
    story, text = written(ana, desk=strict)
    story.reviews.approve(revision=text, by=ruth)
    story.publish(revision=text, by=ana, at=make.soon())

    story.reschedule(at=make.soon(hours=2))
    story.reschedule()

    assert Edition.objects.get().revision == text


def test_publishing_ends_a_request_that_nobody_answered(ana, ruth):
    story, text = written(ana)
    request = story.reviews.submit(revision=text, by=ana, reviewer=ruth)

    story.publish(revision=text, by=ana)

    request.refresh_from_db()
    assert (request.verdict, request.decided_by) == (Verdict.OVERTAKEN, ana)


def approved_everywhere(ana, ruth, desk):
    """A story with texts of its own live, waiting and in the draft, all approved."""
    text = {"summary": "Twelve met.", "desk": desk}
    story, live = written(ana, headline="Live", **text)
    story.reviews.approve(revision=live, by=ruth)
    story.publish(revision=live, by=ana)
    ahead = make.rewrite(story, ana, headline="Waiting")
    story.reviews.approve(revision=ahead, by=ruth)
    story.publish(revision=ahead, by=ana, at=make.soon())
    draft = make.rewrite(story, ana, headline="Draft")
    story.reviews.approve(revision=draft, by=ruth)
    return story


MET = Change("replace", field="summary", old="Twelve met.", new="Nine met.")


def test_an_approval_holds_where_only_a_correction_is_new(ana, ruth, strict):
    story = approved_everywhere(ana, ruth, strict)

    made = story.correct(changes=[MET], note="It was nine.", by=ana)

    waiting = story.editions.get(number=3).revision
    for text in (made.edition.revision, waiting, story.revisions.head()):
        assert text.content["summary"] == "Nine met."
        assert story.reviews.approval(text).decided_by == ruth
    story.publish(revision=story.revisions.head(), by=ana, replace=True)


def test_a_correction_approves_nothing_that_was_not_approved(ana, ruth, strict):
    story = approved_everywhere(ana, ruth, strict)
    make.rewrite(story, ana, headline="Never read")

    story.correct(changes=[MET], note="It was nine.", by=ana)

    assert story.revisions.head().content["summary"] == "Nine met."
    assert story.reviews.approval(story.revisions.head()) is None


def test_a_correction_goes_out_at_once_and_is_read_after(ana, ruth, strict):
    story = approved_everywhere(ana, ruth, strict)

    made = story.correct(changes=[MET], note="It was nine.", by=ana)

    (review,) = Review.objects.unread_break_glass()
    assert (review.revision, review.note) == (made.edition.revision, "It was nine.")


def test_a_review_leaves_the_text_as_it_is(ana, ruth):
    story, text = written(ana)

    story.reviews.submit(revision=text, by=ana, reviewer=ruth, note="Zqx")
    story.reviews.approve(revision=text, by=ruth, answer="Zqx")

    assert "Zqx" not in str(freezing.freeze(story))
    assert story.save_revision(by=ana) == text


def test_reviews_go_with_a_draft_that_is_deleted(ana):
    story, text = written(ana)
    story.reviews.submit(revision=text, by=ana)

    story.revisions.all().delete()

    assert not Review.objects.exists()
