"""What is said beside a text, as its page shows it to one person."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from desk.form.state import State
from desk.models import Comment, Handover, LockNote
from desk.talk.views import Talk
from tests import make
from tests.support import desk

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def story():
    made = make.story({"key_points": [{"text": "Twelve met."}]}, brief="So it was.")
    made.save_revision()
    return made


@pytest.fixture
def talk(story):
    """The talk about the story, as somebody has it before them."""

    def shown(by):
        return Talk(by, State(story))

    return shown


def test_threads_stand_oldest_first_each_with_its_replies(talk, story, ana, ben):
    first, second = make.comment(story, ana, "One?"), make.comment(story, ben, "Two?")
    replies = [make.comment(story, by, "Yes.", parent=first) for by in (ben, ana)]
    make.comment(make.story(), ana, "Elsewhere?")
    second.resolve(by=ana)
    Comment.objects.filter(pk=first.pk).update(
        written_at=timezone.now() - dt.timedelta(hours=1)
    )

    seen = talk(ana)

    assert seen.threads == [first, second]
    assert [thread.answers for thread in seen.threads] == [replies, []]
    assert (seen.open_threads, seen.resolved_threads) == ([first], [second])
    own = [
        (each.is_mine, each.is_editable)
        for each in (*seen.threads, *seen.threads[0].answers)
    ]
    assert own == [(True, False), (False, False), (False, False), (True, True)]


def test_each_comment_says_what_it_is_about_and_whether_its_words_are_there(
    talk, story, ana
):
    point = story.keypoint_set.get()
    form = desk.address("change", story)
    make.comment(story, ana, "All?")
    make.comment(story, ana, "So?", field="brief", quote="it was")
    make.comment(story, ana, "Is?", field="brief", quote="it is")
    make.comment(story, ana, "Nine?", uid=str(point.uid), field="text")
    make.comment(story, ana, "Gone?", uid=str(uuid.uuid4()), field="text")

    found = [
        (each.place, each.column, each.address, each.words_are_gone)
        for each in talk(ana).threads
    ]

    number = f"{form}#id_keypoint_set-0-text"
    assert found == [
        ("", "", "", False),
        ("In brief", "brief", f"{form}#id_brief", False),
        ("In brief", "brief", f"{form}#id_brief", True),
        ("Key point 1: text", "text", number, False),
        ("A part that is gone, or not saved yet", "text", "", False),
    ]


def test_who_has_it_is_said_by_the_newest_handover(talk, story, ana, ben):
    assert talk(ana).handover is None
    assert not talk(ana).is_left_for_me

    make.handover(story, to=ana, by=ben)
    make.handover(make.story(), to=ben, by=ana)
    assert talk(ana).is_left_for_me
    assert not talk(ben).is_left_for_me

    Handover.objects.take(story, by=ana)
    assert talk(ana).handover.to == ana
    assert not talk(ana).is_left_for_me


def test_a_lock_note_says_whether_its_words_were_changed_since(talk, story, ana):
    for words, wording in [("A", "So it was."), ("B", "So it is."), ("C", "")]:
        make.lock_note(story, words, by=ana, field="brief", wording=wording)
    make.lock_note(make.story(), "Elsewhere.", field="brief")

    seen = talk(ana)

    assert {note.words: note.is_reworded for note in seen.notes} == {
        "A": False,
        "B": True,
        "C": False,
    }
    assert {note.place for note in seen.notes} == {"In brief"}
    assert {note.words for note in seen.touched_notes} == {"A", "B", "C"}
    make.edition(story)
    assert talk(ana).touched_notes == []
    assert LockNote.objects.count() == 4


def test_contacts_are_listed_with_the_form_that_mends_each(talk, story, ana):
    asked = make.contact(story, "The ministry")
    told = make.contact(story, "The port", answer="No.")
    make.contact(make.story(), "Elsewhere")

    seen = talk(ana)

    assert {*seen.contacts} == {asked, told}
    assert seen.answered == [told]
    rows = {row.pk: row.form() for row in seen.contacts}
    assert {key: form.name for key, form in rows.items()} == {
        asked.pk: "answer",
        told.pk: "answer",
    }
    assert rows[told.pk].initial["answer"] == "No."
    assert rows[told.pk].auto_id == f"talk-answer-{told.pk}-%s"


def test_each_form_has_a_mark_of_its_own_and_knows_its_row(talk, ana):
    seen = talk(ana)
    forms = {name: form() for name, form in seen.forms.items()}

    assert {name: form.name for name, form in forms.items()} == {
        "comment": "comment",
        "hand_over": "hand-over",
        "lock": "lock",
        "contact": "contact",
    }
    assert len({form.initial["mark"] for form in forms.values()}) == 4
    assert forms["lock"].auto_id == "talk-lock-0-%s"
    assert (forms["lock"].key, seen.form("reply", key=3).key) == (None, 3)
    assert seen.form("comment", {"body": "x"}).is_bound


def test_only_what_can_be_done_about_a_review_is_offered(talk, story, ana):
    verbs = [(name, address) for name, _words, address in talk(ana).review_verbs]

    assert verbs == [
        (name, desk.address(name, story)) for name in ("submit", "approve")
    ]


def test_where_the_talk_is_and_what_it_is_about(talk, story, ana):
    seen = talk(ana)

    assert [seen.address, seen.form_address, seen.text_address] == [
        desk.address(page, story) for page in ("talk", "change", "preview")
    ]
    assert seen.may_publish
    assert not talk(make.person("contributor")).may_publish
