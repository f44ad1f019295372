"""Comments beside a text: they come and go, and neither text nor readers notice."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from desk.models import Comment
from stories.models import freezing
from stories.transfer.extracts import Draft
from stories.transfer.story_export import file_of
from tests import make
from tests.desk.draft.test_story_admin import may
from tests.support import desk

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def ana(client):
    made = make.editor(username="ana")
    client.force_login(made)
    return made


def deed(name, owner, *more):
    page = "deed_on" if more else "deed"
    return desk.address(page, owner, name, *more)


def say(client, owner, body="Is that so?", **sent):
    return client.post(deed("comment", owner), {"body": body} | sent, follow=True)


def text_of(page):
    return page.content.decode()


def test_a_comment_is_on_the_talk_page_and_beside_the_form(client, ana):
    story = make.story()

    page = say(client, story, "Twelve or nine?")

    assert page.redirect_chain[0][0] == f"{desk.address('talk', story)}#comments"
    assert "Twelve or nine?" in text_of(page)
    assert "Twelve or nine?" in text_of(client.get(desk.address("change", story)))


def test_a_comment_is_about_words_in_a_field(client, ana):
    story = make.story({"key_points": [{"text": "First."}, {"text": "Twelve met."}]})
    story.save_revision()
    point = story.keypoint_set.last()
    sent = {"input": "keypoint_set-1-text", "uid": point.uid.hex, "quote": "Twelve"}

    page = text_of(say(client, story, "Nine?", **sent))

    comment = Comment.objects.get()
    assert (comment.uid, comment.field) == (str(point.uid), "text")
    assert "Key point 2: text" in page
    assert f'{desk.address("change", story)}#id_keypoint_set-1-text"' in page
    assert 'class="gone"' not in page
    point.text = "Nine met."
    point.save()
    story.save_revision()
    page = text_of(client.get(desk.address("talk", story)))
    assert '<p class="gone">The words have changed.</p>' in page


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("summary", ("", "summary")),
        ("conversation_title", ("", "conversation.title")),
        ("heroimage_set-0-alt", ("", "image.alt")),
        ("heroimage-0-alt", None),
        ("keypoint_set-0-id", None),
        ("password", None),
        ("keypoint_set-0-text", None),
    ],
)
def test_every_input_of_the_form_is_a_place(client, ana, name, place):
    story = make.story(summary="So.")
    story.save_revision()

    page = say(client, story, input=name, uid="")

    found = Comment.objects.values_list("uid", "field").first()
    assert found == place
    assert ("There is no such place in this text." in text_of(page)) == (not place)


def test_a_place_can_be_chosen_from_a_list(client, ana):
    story = make.story(summary="So.")
    story.save_revision()
    page = client.get(desk.address("talk", story))

    say(client, story, place=":summary")

    assert '<option value=":summary">' in text_of(page)
    assert Comment.objects.get().field == "summary"


def test_only_what_is_written_can_be_chosen(client, ana):
    story = make.story({"key_points": [{"text": "Twelve met."}]}, summary="So.")
    story.save_revision()

    page = text_of(client.get(desk.address("talk", story)))

    offered = re.findall('<option value="([^"]+)"', page)
    point = str(story.keypoint_set.get().uid)
    assert {place for place in offered if place.startswith(point)} == {
        f"{point}:",
        f"{point}:text",
    }
    assert ":summary" in offered


def test_a_comment_on_a_part_that_is_gone_stays(client, ana):
    story = make.story({"key_points": [{"text": "Twelve met."}]})
    story.save_revision()
    say(client, story, input="keypoint_set-0-text", uid=str(uuid.uuid4()))

    page = text_of(client.get(desk.address("talk", story)))

    assert "A part that is gone, or not saved yet" in page


@pytest.mark.once(False)
def test_a_form_sent_twice_says_a_thing_once(client, ana):
    story = make.story()
    sent = {"mark": str(uuid.uuid4())}

    for _ in range(2):
        page = say(client, story, **sent)

    assert Comment.objects.count() == 1
    assert "Said." in text_of(page)


def test_nobody_can_use_the_mark_of_somebody_elses_form(client, ana):
    theirs = make.comment(make.story())

    page = say(client, make.story(), mark=str(theirs.mark))

    assert Comment.objects.count() == 1
    assert "Only " in text_of(page)


def test_a_reply_follows_its_thread_and_opens_it_again(client, ana):
    thread = make.comment(make.story())
    thread.resolve(by=ana)

    client.post(deed("reply", thread.story, thread.pk), {"body": "No."})
    reply = thread.replies.get()
    client.post(deed("reply", thread.story, reply.pk), {"body": "Yes."})

    thread.refresh_from_db()
    assert reply.body == "No."
    assert thread.resolved_at is None
    assert not reply.replies.exists()


def test_a_thread_is_resolved_once_and_can_be_reopened(client, ana):
    thread = make.comment(make.story())
    thread.resolve(by=make.editor(username="ben"))

    client.post(deed("resolve", thread.story, thread.pk))
    thread.refresh_from_db()
    first = thread.resolved_by.username
    client.post(deed("reopen", thread.story, thread.pk))

    thread.refresh_from_db()
    assert first == "ben"
    assert thread.resolved_at is None


def test_ones_own_comment_can_be_changed_for_some_minutes(client, ana):
    story = make.story()
    mine, late, theirs = (
        make.comment(story, by=ana),
        make.comment(story, by=ana),
        make.comment(story),
    )
    early = timezone.now() - dt.timedelta(minutes=16)
    Comment.objects.filter(pk=late.pk).update(written_at=early)

    pages = [
        text_of(
            client.post(deed("edit", story, one.pk), {"body": "Better."}, follow=True)
        )
        for one in (mine, late, theirs)
    ]

    said = Comment.objects.order_by("pk").values_list("body", flat=True)
    assert [*said] == ["Better.", "Is that so?", "Is that so?"]
    assert "too long ago" in pages[1]
    assert f"Only {theirs.written_by}" in pages[2]
    assert "Better.</textarea>" in pages[2]


def test_ones_own_comment_can_be_deleted_until_somebody_replies(client, ana):
    story = make.story()
    alone, answered = make.comment(story, by=ana), make.comment(story, by=ana)
    make.comment(story, parent=answered)

    for one in (alone, alone, answered):
        page = client.post(deed("take-back", story, one.pk), follow=True)

    assert [*Comment.objects.threads()] == [answered]
    assert "Somebody has replied" in text_of(page)


def test_whoever_is_called_hears_of_it(client, ana):
    ben, guest = make.editor(username="Ben.K"), make.editor(username="guest")
    guest.is_staff = False
    guest.save()
    story = make.story()

    page = say(client, story, "@ben.k, and @guest: mail x@ana.example. @ana?")

    assert {*Comment.objects.get().mentions.all()} == {ben, ana}
    assert "Nobody called “guest” can open this." in text_of(page)
    assert [one.owner for one in Comment.objects.open_for(ben)] == [story]


def test_who_may_not_open_a_story_is_not_told_of_it(client, ana):
    make.editor(username="ben", is_superuser=False)

    page = say(client, make.story(), "@ben?")

    assert "Nobody called “ben” can open this." in text_of(page)


@pytest.mark.once(False)
def test_open_comments_are_the_business_of_who_wrote_has_or_was_called(
    ana, django_assert_num_queries
):
    wrote, has, called, other = (make.story() for _ in range(4))
    wrote.save_revision(by=ana)
    make.handover(has, to=ana)
    thread = make.comment(called)
    make.comment(called, parent=thread, body="@ana?")
    for story in (wrote, has, other):
        make.comment(story)
    make.comment(wrote).resolve(by=ana)

    with django_assert_num_queries(1):
        found = [*Comment.objects.open_for(ana).named()]
        owners = [(one.owner, str(one.owner), str(one.written_by)) for one in found]

    assert {owner for owner, *_ in owners} == {wrote, has, called}
    assert len(found) == 3


def test_a_question_is_talked_about_alike(client, ana):
    question = make.question(intro="So.")
    question.save_revision()

    page = text_of(say(client, question, input="intro"))

    assert "Is that so?" in page
    assert Comment.objects.get().owner == question


def test_a_script_gets_the_part_that_it_asked_from(client, ana):
    story = make.story()

    done = client.post(deed("comment", story), {"body": "So?", "_part": "panel"})
    refused = client.post(deed("comment", story), {"body": "", "_part": "panel"})
    sheet = client.post(deed("take", story), {"_part": "sheet"})

    assert (done.status_code, refused.status_code) == (200, 422)
    assert "So?" in text_of(done)
    assert "<html" not in text_of(done) + text_of(refused) + text_of(sheet)
    assert "This field is required" in text_of(refused)
    assert "You have it now." in text_of(sheet)


def test_what_was_refused_is_asked_again_with_what_was_typed(client, ana):
    story = make.story()

    page = say(client, story, "x" * 4001)

    assert "at most 4000 characters" in text_of(page)
    assert "x" * 4001 in text_of(page)
    assert not Comment.objects.exists()


@pytest.mark.once(False)
@pytest.mark.parametrize(
    "sent",
    [
        {"body": "\x00"},
        {"body": "So?", "mark": "none"},
        {"body": "So?", "input": "x" * 9000},
        {"body": "So?", "input": "keypoint_set-0-text", "uid": b"\xed\xa0\x80"},
        {},
    ],
)
def test_nonsense_is_refused_and_changes_nothing(client, ana, sent):
    page = client.post(deed("comment", make.story()), sent)

    assert page.status_code == 200
    assert not Comment.objects.exists()


@pytest.mark.once(False)
@pytest.mark.parametrize("key", ["0", "9" * 400])
@pytest.mark.parametrize("name", ["reply", "take-back", "lift", "answer"])
def test_what_is_not_there_is_gone(client, ana, name, key):
    sent = {"body": "So?", "who": "Her"}

    page = client.post(deed(name, make.story(), key), sent, follow=True)

    assert page.status_code == 200
    assert "Somebody has removed this meanwhile." in text_of(page)


def test_another_storys_comment_is_out_of_reach(client, ana):
    comment = make.comment(make.story(), by=ana)

    client.post(deed("take-back", make.story(), comment.pk))

    assert Comment.objects.exists()


@pytest.mark.parametrize("name", ["comment", "take", "let-go", "hand-over", "contact"])
def test_looking_changes_nothing(client, ana, name):
    story = make.story()

    assert client.get(deed(name, story)).status_code == 405
    assert client.get(desk.address("talk", story)).status_code == 200


def test_only_who_may_change_a_story_talks_about_it(client):
    story = make.story()
    client.force_login(may("view_story"))
    answers = [
        client.get(desk.address("talk", story)),
        client.post(deed("comment", story), {"body": "So?"}),
        client.post(deed("take", story)),
    ]
    form = client.get(desk.address("change", story))

    assert [answer.status_code for answer in answers] == [403] * 3
    assert form.status_code == 200
    assert "desk-talk" not in text_of(form).partition("<form")[2].partition("</form")[2]
    assert not Comment.objects.exists()


def test_there_is_no_deed_of_another_name(client, ana):
    assert client.post(deed("publish", make.story())).status_code == 404


def test_publishing_warns_of_open_comments_and_goes_ahead(client, ana):
    story = make.story()
    story.save_revision()
    make.comment(story, body="Twelve or nine?")
    make.comment(story, body="Long settled.").resolve(by=ana)

    page = client.get(desk.address("publish", story))
    client.post(desk.address("publish", story), desk.fields(page, None))

    assert "Twelve or nine?" in text_of(page)
    assert "Long settled." not in text_of(page)
    assert story.editions.exists()


def test_no_word_of_the_talk_is_in_a_document_a_file_or_a_page(client, ana):
    story = make.story(slug="bridge", summary="So.")
    before = freezing.freeze(story)
    make.comment(story, body="Zqx")
    make.handover(story, note="Zqx")
    make.lock_note(story, words="Zqx", field="summary")
    make.contact(story, who="Zqx", answer="Zqx")
    make.edition(story)

    assert freezing.freeze(story) == before
    assert "Zqx" not in str(file_of(*documents("bridge")))
    for address in ("/stories/bridge/", "/stories/bridge.json", "/"):
        assert "Zqx" not in text_of(client.get(address)), address


def documents(slug):
    paper = Draft()
    return (*paper.documents([slug]), paper)


@pytest.mark.once(False)
def test_deleting_a_draft_takes_its_talk_with_it(client, ana):
    story = make.story()
    story.reviews.submit(revision=story.save_revision(by=ana), by=ana)
    make.comment(story, parent=make.comment(story))
    make.handover(story)
    make.lock_note(story, field="summary")
    make.contact(story)

    client.post(desk.address("delete", story), {"post": "yes"})

    assert not Comment.objects.exists()


@pytest.mark.once(False)
def test_the_talk_page_asks_no_more_of_many_comments(
    client, ana, django_assert_max_num_queries
):
    story = make.story(summary="So.")
    story.save_revision()
    for number in range(10):
        thread = make.comment(story, body=f"Comment {number}", field="summary")
        make.comment(story, parent=thread)

    with django_assert_max_num_queries(16):
        client.get(desk.address("talk", story))


def test_the_history_shows_reviews(client, ana):
    story = make.story()
    text = story.save_revision(by=make.editor(username="tom"))
    story.reviews.approve(revision=text, by=ana, answer="Good.")

    page = text_of(client.get(reverse("admin:stories_story_history", args=[story.pk])))

    assert "Approved by ana, " in page
    assert "Good." in page
