"""Review at the desk: asked for, given, sent back; and publishing without it."""

import pytest
from django.contrib.auth.models import Permission

from stories.models import Review, Verdict
from tests import make
from tests.desk.talk.test_views import deed, text_of
from tests.support import desk

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def tom(client):
    """A contributor, who may write and not publish."""
    made = make.editor(username="tom", is_superuser=False)
    codes = ["view_story", "change_story"]
    made.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client.force_login(made)
    return made


@pytest.fixture
def ruth():
    return make.editor(username="ruth")


def written(by, **fields):
    story = make.story(**fields)
    return story, story.save_revision(by=by)


def strict():
    return make.desk(two_people=True)


def opened(client, story, verb):
    return desk.fields(client.get(desk.address(verb, story)), None)


def send(client, story, verb, **typed):
    form = opened(client, story, verb) | typed
    return client.post(desk.address(verb, story), form, follow=True)


def test_a_contributor_saves_and_submits(client, tom, ruth):
    story, _text = written(tom)

    saved = desk.save(client, story, headline="Written", _submit_review="1")
    page = send(client, story, "submit", reviewer=ruth.pk, note="The figures.")

    (request,) = Review.objects.waiting_for(ruth)
    assert saved.url == desk.address("submit", story)
    assert (request.revision, request.note) == (story.revisions.head(), "The figures.")
    assert "tom asked ruth to review this" in text_of(page)


def test_only_who_may_publish_can_be_asked_or_judges(client, tom, ruth):
    story, text = written(tom)
    story.reviews.submit(revision=text, by=tom, reviewer=ruth)

    page = text_of(client.get(desk.address("submit", story)))
    answers = [client.get(desk.address(verb, story)) for verb in ("approve",)]
    answers += [client.get(desk.address("send-back", story))]
    bar = text_of(client.get(desk.address("change", story)))

    assert ">ruth</option>" in page
    assert ">tom</option>" not in page
    assert [answer.status_code for answer in answers] == [403, 403]
    assert desk.address("approve", story) not in bar
    assert desk.address("withdraw-request", story) in bar


def test_the_reviewer_sees_the_difference_since_the_last_approval(client, tom, ruth):
    story, text = written(tom, headline="One", summary="It stays.")
    story.reviews.approve(revision=text, by=ruth)
    newer = make.rewrite(story, tom, headline="Two")
    story.reviews.submit(revision=newer, by=tom, reviewer=ruth)
    client.force_login(ruth)

    page = text_of(client.get(desk.address("approve", story)))

    assert "New since ruth approved the text" in page
    assert "removed </span>One<" in page
    assert "It stays." not in page


def test_approving_is_about_the_text_that_was_seen(client, tom, ruth):
    story, _text = written(tom, headline="Seen")
    client.force_login(ruth)
    form = opened(client, story, "approve") | {"answer": "Good."}
    make.rewrite(story, tom, headline="Unseen")

    refused = client.post(desk.address("approve", story), form)
    looked = client.post(desk.address("approve", story), form | {"_look": "newer"})
    client.post(desk.address("approve", story), desk.fields(looked, None))

    assert "Someone has saved a newer text" in text_of(refused)
    assert "Unseen" in text_of(refused)
    assert 'value="Approve this text"' not in text_of(refused)
    assert Review.objects.get().revision == story.revisions.head()
    assert Review.objects.get().answer == "Good."


def test_a_change_after_the_request_is_said(client, tom, ruth):
    story, text = written(tom)
    story.reviews.submit(revision=text, by=tom)
    make.rewrite(story, tom, headline="Another")

    page = text_of(client.get(desk.address("change", story)))

    assert "tom asked for a review" in page
    assert "The text has changed since." in page


def test_a_text_is_sent_back_with_an_answer(client, tom, ruth):
    story, text = written(tom)
    story.reviews.submit(revision=text, by=tom, reviewer=ruth)
    client.force_login(ruth)

    silent = send(client, story, "send-back", answer=" ")
    page = send(client, story, "send-back", answer="Who says so?")

    assert "This field is required." in text_of(silent)
    assert "Sent back by ruth" in text_of(page)
    assert "Who says so?" in text_of(page)
    assert Review.objects.get().verdict == Verdict.SENT_BACK


def test_an_approved_text_is_sent_back_too(client, tom, ruth):
    story, text = written(tom)
    story.reviews.approve(revision=text, by=ruth)
    client.force_login(ruth)

    page = send(client, story, "send-back", answer="Who says so?")

    assert "Sent back by ruth" in text_of(page)
    assert "Approved by ruth" not in text_of(client.get(desk.address("change", story)))
    assert story.reviews.approval(text) is None


def test_a_request_is_withdrawn_by_its_writer(client, tom, ruth):
    story, text = written(tom)
    story.reviews.submit(revision=text, by=tom, reviewer=ruth)

    page = send(client, story, "withdraw-request")

    assert "The request is withdrawn." in text_of(page)
    assert Review.objects.waiting_for(ruth) == []


@pytest.mark.parametrize("revision", ["", "0", "x", "9" * 30])
@pytest.mark.parametrize("verb", ["submit", "approve", "send-back"])
def test_a_text_that_cannot_be_is_not_judged(client, tom, ruth, verb, revision):
    story, text = written(tom)
    story.reviews.submit(revision=text, by=tom)
    client.force_login(ruth)

    page = send(client, story, verb, revision=revision, answer="So.")

    assert page.status_code == 200
    assert Review.objects.get().verdict == Verdict.ASKED


def test_another_storys_text_is_not_judged_here(client, tom, ruth):
    story, _text = written(tom)
    _other, text = written(tom)
    client.force_login(ruth)

    send(client, story, "approve", revision=text.pk)

    assert not Review.objects.exists()


def test_nobody_publishes_alone_where_two_are_wanted(client, ruth):
    client.force_login(ruth)
    story, _text = written(ruth, desk=strict())

    page = send(client, story, "publish")
    reasonless = send(client, story, "publish", alone="on", why=" ")

    assert "Nobody else has approved this text" in text_of(page)
    assert "a second person must approve" in text_of(page)
    assert "Say why it can&#x27;t wait." in text_of(reasonless)
    assert not story.editions.exists()


def test_the_glass_can_be_broken_with_a_reason(client, ruth, tom):
    client.force_login(ruth)
    story, _text = written(ruth, desk=strict())

    page = send(client, story, "publish", alone="on", why="The siren is sounding.")
    sheet = text_of(client.get(desk.address("talk", story)))

    (review,) = Review.objects.unread_break_glass()
    assert story.editions.get().published_by == ruth
    assert review.note == "The siren is sounding."
    assert "Without a second person: The siren is sounding." in text_of(page)
    assert "Nobody else has read it yet." in sheet


def test_a_second_person_reads_what_went_out_alone(client, ruth):
    story, text = written(ruth, desk=strict())
    story.publish(revision=text, by=ruth, alone="No time.")
    (review,) = Review.objects.unread_break_glass()
    client.force_login(ruth)
    own = client.post(deed("read", story, review.pk), follow=True)
    client.force_login(make.editor(username="ben"))

    page = client.post(deed("read", story, review.pk), follow=True)

    assert "These are your own words" in text_of(own)
    assert "ben read it after" in text_of(page)
    assert not Review.objects.unread_break_glass().exists()


def test_reading_after_is_for_who_may_publish(client, tom, ruth):
    story, text = written(ruth, desk=strict())
    story.publish(revision=text, by=ruth, alone="No time.")
    (review,) = Review.objects.unread_break_glass()

    assert client.post(deed("read", story, review.pk)).status_code == 403
    assert Review.objects.unread_break_glass().exists()


def test_an_approved_text_is_published_without_a_word_of_the_rule(client, tom, ruth):
    story, text = written(tom, desk=strict())
    story.reviews.approve(revision=text, by=ruth)
    client.force_login(ruth)

    form = opened(client, story, "publish")
    page = send(client, story, "publish")

    assert "alone" not in form
    assert "Published edition 1." in text_of(page)


def test_an_approval_that_lapses_while_one_looks_is_asked_for_again(client, tom, ruth):
    desk_ = make.desk()
    story, _text = written(ruth, desk=desk_)
    client.force_login(ruth)
    form = opened(client, story, "publish")
    desk_.two_people = True
    desk_.save()

    page = client.post(desk.address("publish", story), form)

    assert "Publish without a second person?" in text_of(page)
    assert not story.editions.exists()


def test_a_question_is_reviewed_alike(client, ruth):
    question = make.question()
    question.save_revision()
    client.force_login(ruth)

    send(client, question, "submit")
    page = send(client, question, "approve")

    assert "Approved by ruth" in text_of(page)
    assert Review.objects.get().owner == question


def test_what_another_said_meanwhile_is_read_before_a_second_verdict(client, tom, ruth):
    story, text = written(tom)
    story.reviews.submit(revision=text, by=tom)
    client.force_login(ruth)
    form = opened(client, story, "approve")
    story.reviews.send_back(
        revision=text, by=make.editor(username="ben"), answer="Who says?"
    )

    refused = client.post(desk.address("approve", story), form)
    before = story.reviews.approval(text)
    client.post(desk.address("approve", story), desk.fields(refused, None))

    assert "ben has answered this meanwhile: Sent back." in text_of(refused)
    assert "Who says?" in text_of(refused)
    assert before is None
    assert story.reviews.approval(text).decided_by == ruth


def test_what_readers_have_is_not_called_unapproved(client, ruth):
    story, text = written(None, desk=strict())
    story.publish(revision=text, desk_rules=False)
    client.force_login(ruth)

    page = text_of(client.get(desk.address("change", story)))
    make.rewrite(story, ruth, headline="Another")
    newer = text_of(client.get(desk.address("change", story)))

    assert "Nobody has approved this text." not in page
    assert "Nobody has approved this text." in newer
