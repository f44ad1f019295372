"""Places of a text that comments and lock notes are about, and forms that name them."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from desk.form.verb_fields import ColleagueField
from desk.models import Contact, LockNote
from desk.talk.anchors import Anchors, changed_places, notes_on_changes
from desk.talk.handover_page import Answer, Ask, Lock
from stories.models import freezing
from stories.models.owned_rows import colleagues
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def story():
    parts = {
        "key_points": [{"lead_in": "First.", "text": "One."}, {"text": "Two."}],
        "image": [{"image": make.image(), "alt": "A port."}],
        "figures": [{"image": make.image(), "key": "map", "caption": "A map."}],
    }
    return make.story(parts, headline="Ports", summary="Shut.")


@pytest.fixture
def anchors(story):
    return Anchors(story, freezing.freeze(story))


@pytest.fixture
def uids(story):
    return [str(point.uid) for point in story.keypoint_set.all()]


def test_what_has_words_can_be_chosen_and_so_can_each_part(anchors, story, uids):
    one, two = uids

    own = [choice for choice in anchors.choices if choice[0].startswith(":")]

    assert own == [
        (":slug", "Slug"),
        (":headline", "Headline"),
        (":language", "Language"),
        (":image.src", "Picture: image"),
        (":image.alt", "Picture: alternative text"),
        (":summary", "What's happened"),
    ]
    figure = story.figure_set.get().uid
    assert [each for each in anchors.choices if each[0].startswith(str(figure))] == [
        (f"{figure}:", "Figure 1"),
        (f"{figure}:key", "Figure 1: key"),
        (f"{figure}:kind", "Figure 1: kind"),
        (f"{figure}:caption", "Figure 1: caption"),
    ]
    points = [each for each in anchors.choices if each[0].partition(":")[0] in uids]
    assert points == [
        (f"{one}:", "Key point 1"),
        (f"{one}:lead_in", "Key point 1: lead-in"),
        (f"{one}:text", "Key point 1: text"),
        (f"{two}:", "Key point 2"),
        (f"{two}:text", "Key point 2: text"),
    ]


def test_a_place_has_a_name_and_words(anchors, uids):
    one, gone = uids[0], str(uuid.uuid4())

    told = {
        (uid, field): (anchors.name(uid, field), anchors.text(uid, field))
        for uid, field in [("", ""), ("", "summary"), (one, ""), (one, "text")]
    }

    assert told == {
        ("", ""): ("All of it", ""),
        ("", "summary"): ("What's happened", "Shut."),
        (one, ""): ("Key point 1", "First.\nOne."),
        (one, "text"): ("Key point 1: text", "One."),
    }
    assert anchors.name(gone, "text") == "A part that is gone, or not saved yet"
    assert (anchors.text(gone, "text"), anchors.text(gone, "")) == ("", "")


def test_a_place_leads_to_its_input(anchors, uids):
    one, two = uids
    gone = str(uuid.uuid4())

    led = [
        anchors.field_id(uid, field)
        for uid, field in [
            *(("", ""), ("", "headline"), ("", "image.alt"), ("", "a.b")),
            *((one, ""), (two, ""), (two, "text"), (gone, "text")),
        ]
    ]

    assert led == [
        *("", "id_headline", "id_heroimage_set-0-alt", "id_a_b"),
        *("keypoint_set-0", "keypoint_set-1", "id_keypoint_set-1-text", ""),
    ]
    assert [anchors.column(uid, "text") for uid in (two, gone)] == ["text", "text"]


def test_a_choice_is_one_of_those_that_were_offered(anchors, uids):
    one, two = uids

    said = {
        words: anchors.said(words)
        for words in (":headline", ":", "", f"{one}:", f"{two}:lead_in", "x:", "x:text")
    }

    assert said == {
        ":headline": ("", "headline"),
        f"{one}:": (one, ""),
        **dict.fromkeys([":", "", f"{two}:lead_in", "x:", "x:text"]),
    }


def test_an_input_of_the_form_is_a_place(anchors, story):
    uid = str(uuid.uuid4())

    places = {
        name: anchors.of_input(name, uid)
        for name in (
            *("headline", "digital_source", "none"),
            *("keypoint_set-3-text", "keypoint_set-3-position", "others-0-text"),
            *("heroimage_set-0-alt", "keypoint_set-12345-text"),
        )
    }

    assert places == {
        "headline": ("", "headline"),
        "digital_source": ("", "digital_source"),
        "none": None,
        "keypoint_set-3-text": (uid, "text"),
        "keypoint_set-3-position": None,
        "others-0-text": None,
        "heroimage_set-0-alt": ("", "image.alt"),
        "keypoint_set-12345-text": None,
    }
    assert anchors.of_input("keypoint_set-3-text", "x") is None


def test_a_draft_that_was_never_saved_has_inputs_and_no_words(story):
    nothing = Anchors(story, None)

    assert (nothing.parts, nothing.values, nothing.choices) == ({}, {}, [])
    assert nothing.of_input("headline", "") == ("", "headline")
    question = Anchors(make.question(), None)
    assert question.of_input("title", "") == ("", "title")
    assert question.of_input("headline", "") is None


def test_notes_are_repeated_on_what_reads_otherwise(story, uids):
    one, two = uids
    old = freezing.freeze(story)
    story.headline = "Ports open"
    story.keypoint_set.filter(uid=one).update(text="One more.")
    new = freezing.freeze(story)
    notes = {
        name: LockNote(uid=uid, field=field)
        for name, uid, field in (
            ("headline", "", "headline"),
            ("summary", "", "summary"),
            ("part", one, ""),
            ("text", one, "text"),
            ("lead-in", one, "lead_in"),
            ("other part", two, ""),
        )
    }

    found = notes_on_changes(notes.values(), old, new)

    names = [name for name, note in notes.items() if note in found]
    assert names == ["headline", "part", "text"]
    assert changed_places(old, new) == {("", "headline"), (one, "text")}
    assert notes_on_changes(notes.values(), None, new) == [*notes.values()]


def test_a_part_that_only_moved_reads_as_it_did(story):
    old = freezing.freeze(story)
    new = old | {"key_points": old["key_points"][::-1]}

    assert changed_places(old, new) == set()


def test_a_colleague_is_called_by_name_and_by_what_comments_call_them():
    ana = make.editor(username="ana", first_name="Ana", last_name="Ruiz")
    ben = make.editor(username="ben")

    field = ColleagueField(None)

    assert field.label_from_instance(ana) == "Ana Ruiz (@ana)"
    assert field.label_from_instance(ben) == str(ben)


def test_colleagues_are_those_on_the_staff_who_may_do_it():
    world = make.desk()
    story = make.story(desk=world)
    zoe = make.person("editor", world, username="zoe")
    make.person("contributor", username="ana")
    make.person("editor", make.desk(), username="ben")
    make.editor(username="cem", is_staff=False)
    make.editor(username="dee", is_superuser=False)

    found = colleagues("change", story)

    assert [each.username for each in found] == ["ana", "zoe"]
    kept = colleagues("change", story, besides=zoe)
    assert [each.username for each in kept] == ["ana"]
    assert [each.username for each in colleagues("publish", story)] == ["zoe"]


def deed(kind, story, key=None, **sent):
    """A deed that was filled in, and whether it can be done."""
    by = make.editor()
    anchors = Anchors(story, freezing.freeze(story))
    form = kind(sent, owner=story, by=by, anchors=anchors, key=key)
    return form, form.is_valid()


def test_a_contact_keeps_what_was_said_and_begins_now(story):
    asked = "2026-01-20T17:00"
    mark = str(uuid.uuid4())
    before = timezone.now()

    for sent in ({"who": "Her"}, {"who": "Him", "asked_at": asked, "deadline": asked}):
        form, _valid = deed(Ask, story, how="by phone", answer="No.", **sent)
        assert form.act() == "Noted."
    form, _valid = deed(Ask, story, who="Them", mark=mark)
    for _twice in range(2):
        assert form.act() == "Noted."

    her, him, them = Contact.objects.order_by("pk")
    assert (her.who, her.how, her.answer) == ("Her", "by phone", "No.")
    assert her.deadline is None
    assert her.asked_at >= before
    at = dt.datetime(2026, 1, 20, 17, tzinfo=dt.UTC)
    assert (him.asked_at, him.deadline, him.story) == (at, at, story)
    assert (str(them.mark), them.by, them.answer) == (mark, form.by, "")


def test_an_answer_changes_the_row_and_no_time_that_it_leaves_out(story):
    contact = make.contact(story, how="by phone", deadline=timezone.now())
    other = make.contact(story)
    asked_at = contact.asked_at

    form, _valid = deed(Answer, story, contact.pk, who="He", answer="So.")

    assert form.act() == "Noted."
    contact.refresh_from_db()
    assert (contact.who, contact.how, contact.answer) == ("He", "", "So.")
    assert (contact.deadline, contact.asked_at) == (None, asked_at)
    sent = {"who": "He", "asked_at": "2026-01-20T17:00"}
    form, _valid = deed(Answer, story, contact.pk, **sent)
    form.act()
    contact.refresh_from_db()
    assert contact.asked_at == dt.datetime(2026, 1, 20, 17, tzinfo=dt.UTC)
    other.refresh_from_db()
    assert other.who == "The ministry"


@pytest.mark.parametrize(
    ("year", "valid"), [(1900, False), (1901, True), (2199, True), (2200, False)]
)
def test_a_contact_was_asked_at_a_time_that_somebody_can_mean(story, year, valid):
    sent = {"who": "A", "asked_at": f"{year}-06-01T00:00"}

    assert deed(Ask, story, **sent)[1] is valid


def test_a_lock_note_keeps_its_place_and_the_words_there(story, uids):
    mark = uuid.uuid4()
    sent = {"words": "Ask Ruth.", "place": f"{uids[0]}:text"}
    marked, plain = {"mark": str(mark)}, {"place": ":summary"}
    for more in (marked, plain):
        form, valid = deed(Lock, story, **sent | more)
        assert valid
        assert form.act() == "The note is on it."

    first = LockNote.objects.get(mark=mark)
    assert (first.uid, first.field, first.wording) == (uids[0], "text", "One.")
    assert (first.words, first.story) == ("Ask Ruth.", story)
    other = LockNote.objects.exclude(mark=mark).first()
    assert (other.uid, other.field, other.wording) == ("", "summary", "Shut.")
    nowhere, valid = deed(Lock, story, words="Ask Ruth.")
    assert (valid, [*nowhere.errors]) == (False, ["place"])
