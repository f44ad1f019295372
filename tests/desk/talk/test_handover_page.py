"""Handing over at the desk: who has a story, what not to touch in it, whom we asked."""

import uuid

import pytest
from django.utils import timezone

from desk.models import Contact, Handover, LockNote
from people.models import AuditEvent
from tests import make
from tests.desk.talk.test_views import deed, text_of
from tests.support import desk

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def ana(client):
    made = make.editor(username="ana")
    client.force_login(made)
    return made


def typed(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def give(client, story, to, **sent):
    sent = {"to": to.pk, "note": "Council confirms by 17:00."} | sent
    return client.post(deed("hand-over", story), sent, follow=True)


def test_a_story_is_left_to_a_colleague_who_is_told_and_takes_it(client, ana, ben):
    story = make.story()
    due = make.soon(hours=3)

    give(client, story, ben, due_at=typed(due))
    (left,) = Handover.objects.for_user(ben)
    client.force_login(ben)
    page = text_of(client.get(desk.address("change", story)))
    client.post(deed("take", story))

    assert (left.owner, left.by) == (story, ana)
    assert left.note == "Council confirms by 17:00."
    assert page.count("Left for you by ana") == 2
    assert page.count("Council confirms by 17:00.") == 2
    assert Handover.objects.for_user(ben) == []
    assert [held.owner for held in Handover.objects.held_by(ben)] == [story]


def test_the_newest_handover_says_who_has_it(client, ana, ben):
    story = make.story()
    give(client, story, ben)

    page = give(client, story, ana, note="")

    assert Handover.objects.for_user(ben) == []
    assert Handover.objects.of(story).open().get().to == ana
    assert "ana has it now." in text_of(page)


def test_what_was_left_for_another_can_be_taken_with_its_note(client, ana, ben):
    story = make.story()
    make.handover(story, to=ben, note="Do not touch paragraph 3.")

    for _ in range(2):
        client.post(deed("take", story))

    held = Handover.objects.of(story).open().get()
    assert (held.to, held.note) == (ana, "Do not touch paragraph 3.")
    assert held.taken_at
    assert Handover.objects.count() == 2


def test_who_took_what_on_themselves_is_logged(client, ana, ben):
    story = make.story({"key_points": [{"text": "Nine died."}]})
    story.save_revision()
    place = f"{story.keypoint_set.get().uid}:text"

    give(client, story, ben)
    client.post(deed("take", story))
    client.post(deed("let-go", story))
    client.post(deed("lock", story), {"place": place, "words": "Lawyered."})
    client.post(deed("lift", story, LockNote.objects.get().pk))
    client.post(deed("comment", story), {"body": "Not this."})

    found = [event.verb for event in AuditEvent.objects.about(story).order_by("pk")]
    assert found == ["hand-over", "take", "let-go", "lock", "lift"]
    assert {event.by for event in AuditEvent.objects.about(story)} == {ana}


def test_a_story_can_be_nobodys(client, ana, ben):
    story = make.story()
    make.handover(story, to=ben)

    page = client.post(deed("let-go", story), follow=True)

    assert Handover.objects.for_user(ben) == []
    assert "Nobody has it." in text_of(page)


def test_a_form_sent_twice_hands_over_once(client, ana, ben):
    story = make.story()
    mark = str(uuid.uuid4())

    for _ in range(2):
        give(client, story, ben, mark=mark)

    assert Handover.objects.count() == 1


def test_the_list_of_what_was_left_takes_one_query(ana, ben, django_assert_num_queries):
    for owner in (make.story(desk=make.desk()), make.question()):
        make.handover(owner, to=ben, by=ana)

    with django_assert_num_queries(1):
        said = [
            (str(left.owner), str(left.by)) for left in Handover.objects.for_user(ben)
        ]

    assert len(said) == 2


@pytest.mark.parametrize("to", ["", "0", "9" * 30, "x"])
def test_it_is_handed_to_somebody(client, ana, to):
    page = client.post(deed("hand-over", make.story()), {"to": to, "note": "Kept."})

    assert page.status_code == 200
    assert "Kept.</textarea>" in text_of(page)
    assert not Handover.objects.exists()


@pytest.mark.parametrize("fields", [{"is_superuser": False}, {"is_active": False}])
def test_it_is_handed_only_to_who_may_change_it(client, ana, fields):
    page = give(client, make.story(), make.editor(**fields))

    assert "Select a valid choice" in text_of(page)
    assert not Handover.objects.exists()


@pytest.mark.parametrize("due", ["2001-01-01T00:00", "9999-12-31T23:59", "soon"])
def test_a_due_time_is_one_that_can_be_kept(client, ana, ben, due):
    give(client, make.story(), ben, due_at=due)

    assert not Handover.objects.exists()


def locked(client, story, **sent):
    sent = {"words": "Lawyered, ask Ruth first."} | sent
    return client.post(deed("lock", story), sent, follow=True)


def test_a_lock_note_stands_by_its_place(client, ana):
    story = make.story({"key_points": [{"text": "Agreed wording."}]})
    story.save_revision()
    point = story.keypoint_set.get()

    locked(client, story, place=f"{point.uid}:text")
    page = text_of(client.get(desk.address("change", story)))

    note = LockNote.objects.get()
    assert (note.uid, note.field) == (str(point.uid), "text")
    assert note.wording == "Agreed wording."
    assert f'data-lock data-uid="{point.uid}" data-column="text"' in page
    assert "Lawyered, ask Ruth first." in page
    assert [event.verb for event in AuditEvent.objects.about(story)] == ["lock"]


def test_a_lock_note_needs_a_place_and_words(client, ana):
    story = make.story(summary="So.")
    story.save_revision()

    nowhere = locked(client, story)
    wordless = locked(client, story, place=":summary", words="")

    assert "Say which place the note is on." in text_of(nowhere)
    assert "This field is required." in text_of(wordless)
    assert not LockNote.objects.exists()


def test_publishing_repeats_the_lock_notes_on_what_changes(client, ana):
    story = make.story(
        {"key_points": [{"text": "One."}, {"text": "Two."}]}, summary="So."
    )
    make.edition(story)
    first, second = story.keypoint_set.all()
    make.lock_note(story, field="summary", words="Lawyered.")
    make.lock_note(story, uid=str(first.uid), words="The whole point.")
    make.lock_note(story, uid=str(second.uid), field="text", words="Untouched.")
    story.summary = "Not so."
    story.save()
    first.lead_in = "New."
    first.save()
    story.save_revision()

    page = text_of(client.get(desk.address("publish", story)))

    assert "Lock notes on what changes" in page
    assert "Lawyered." in page
    assert "The whole point." in page
    assert "Untouched." not in page


def test_a_first_edition_repeats_all_lock_notes(client, ana):
    story = make.story(summary="So.")
    story.save_revision()
    make.lock_note(story, field="summary", words="Lawyered.", wording="Thus.")

    page = text_of(client.get(desk.address("publish", story)))

    assert "Lawyered." in page
    assert "When the note was put on it, it said: <q>Thus.</q>" in page


def test_a_lock_note_is_taken_off_once(client, ana, ben):
    note = make.lock_note(make.story(), field="summary")
    note.lift(by=ben)

    page = client.post(deed("lift", note.story, note.pk), follow=True)

    note.refresh_from_db()
    assert note.lifted_by == ben
    assert "No block has a note on it." in text_of(page)


def test_contacts_say_whom_we_asked_and_what_they_answered(client, ana):
    story = make.story()
    sent = {"who": "The ministry", "how": "by phone", "deadline": "2026-01-20T17:00"}
    client.post(deed("contact", story), sent)
    contact = Contact.objects.get()
    page = text_of(client.get(desk.address("talk", story)))

    answer = desk.address("deed_on", story, "answer", contact.pk)
    client.post(answer, sent | {"answer": "No comment."})

    assert "None yet." in page
    contact.refresh_from_db()
    assert contact.answer == "No comment."
    assert timezone.localtime(contact.deadline).hour == 17
    page = text_of(client.get(desk.address("change", story)))
    assert "Contacts: 1 asked, 1 answered." in page


@pytest.mark.once(False)
@pytest.mark.parametrize(
    "sent",
    [
        {"who": ""},
        {"who": "x" * 301},
        {"who": "A", "asked_at": "0001-01-01T00:00"},
        {"who": "A", "deadline": "9999-12-31T23:59"},
        {"who": "\x00", "answer": "So."},
    ],
)
def test_a_contact_that_says_nothing_sensible_is_refused(client, ana, sent):
    page = client.post(deed("contact", make.story()), sent)

    assert page.status_code == 200
    assert not Contact.objects.exists()


def test_a_contact_is_noted_once(client, ana):
    story, mark = make.story(), str(uuid.uuid4())

    for _ in range(2):
        client.post(deed("contact", story), {"who": "Her", "mark": mark})

    assert Contact.objects.count() == 1
