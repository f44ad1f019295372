"""The places of a conflict as the page tells them: names, signs, texts, choices."""

import json

import pytest
from django import forms
from django.utils import timezone

from desk.conflict.place_conflict import Place, field_place
from desk.form.fields import LineArea, ProseArea, TextArea
from desk.form.status import when
from explainer.threeway import Piece
from tests import make
from tests.support import meeting
from tests.support.meeting import adds, conflict

LINE = forms.CharField(widget=LineArea)
LONG = forms.CharField(widget=TextArea)
PROSE = forms.CharField(widget=ProseArea)
DAY = forms.DateField()
MOMENT = forms.DateTimeField()
NUMBER = forms.IntegerField()
TICK = forms.BooleanField()
CHOICE = forms.ChoiceField(choices=[("a", "Apple"), ("b", "Bean")])


def place(field, loaded="Was", theirs="Theirs", mine="Mine"):
    return field_place("Name", "id_name", field, loaded, theirs, mine)


def option(*args):
    (found,) = place(*args).options()
    return found


@pytest.mark.parametrize(
    ("field", "prose", "both", "long"),
    [
        (LINE, False, True, False),
        (LONG, False, True, True),
        (PROSE, True, True, True),
        (forms.CharField(), False, True, False),
        (DAY, False, False, False),
        (MOMENT, False, False, False),
        (NUMBER, False, False, False),
        (TICK, False, False, False),
        (CHOICE, False, False, False),
        (None, False, False, False),
    ],
)
def test_a_field_holds_both_texts_if_it_is_for_words(field, prose, both, long):
    found = Place("Name", "id_name", [], field)

    assert (found.is_prose, found.takes_both, found.is_long) == (prose, both, long)


def test_what_a_place_says_and_offers():
    both = option(LINE)
    said = {name: both[name] for name in both if name != "key"}

    assert said == {
        "number": 0,
        "sign": "Both of you changed this",
        "loaded": "Was",
        "theirs": [("ins", "Theirs")],
        "mine": [("ins", "Mine")],
        "preset": "both",
        "both": True,
        "joined": None,
    }
    assert len(both["key"]) == 16


@pytest.mark.parametrize(
    ("args", "sign", "preset", "both"),
    [
        ((LINE, "Was", "Was", "Mine"), "Only you changed this", "mine", False),
        ((LINE, "Was", "Theirs", "Was"), "Only they changed this", "theirs", False),
        ((LINE, "Was", "Theirs", ""), "Both of you changed this", "theirs", False),
        ((LINE, "Was", "", "Mine"), "Both of you changed this", "mine", False),
        (
            (DAY, "", "2026-01-02", "2026-01-03"),
            "Both of you changed this",
            "mine",
            False,
        ),
        ((LINE, None, "Theirs", "Mine"), "Both of you changed this", "both", True),
    ],
)
def test_a_choice_is_ticked_so_that_least_is_lost(args, sign, preset, both):
    found = option(*args)

    assert (found["sign"], found["preset"], found["both"]) == (sign, preset, both)


def test_texts_are_compared_with_what_was_there_or_with_each_other():
    known = option(LINE, "It rose by two", "It fell by two", "It rose by four")
    unknown = option(LINE, None, "It fell by two", "It fell by four")
    empty = option(LINE, "Was", "", "Mine")

    assert known["loaded"] == "It rose by two"
    assert known["theirs"] == [
        ("same", "It "),
        ("del", "rose"),
        ("ins", "fell"),
        ("same", " by two"),
    ]
    assert known["mine"][-2:] == [("del", "two"), ("ins", "four")]
    assert known["joined"] == "It fell by four"
    assert unknown["loaded"] is None
    assert unknown["theirs"] == [("same", "It fell by two")]
    assert unknown["mine"][-2:] == [("del", "two"), ("ins", "four")]
    assert empty["theirs"] == []


@pytest.mark.parametrize(
    ("new", "steps"),
    [
        ("ab xx", [("same", "ab "), ("del", "yyyyy"), ("ins", "xx")]),
        ("ab xxxx", [("ins", "ab xxxx")]),
    ],
)
def test_of_a_text_that_is_two_thirds_new_what_is_gone_is_not_shown(new, steps):
    assert option(LINE, "ab yyyyy", new, "Mine")["theirs"] == steps


def test_values_are_told_as_an_editor_knows_them():
    ticked = option(TICK, "", "on", "")
    chosen = option(CHOICE, "a", "b", "a")

    assert (ticked["loaded"], ticked["theirs"][-1]) == ("no", ("ins", "yes"))
    assert (chosen["loaded"], chosen["theirs"][-1]) == ("Apple", ("ins", "Bean"))
    other = option(CHOICE, "a", "x", "a")
    assert other["theirs"][-1] == ("ins", "x")


def test_stretches_of_one_text_are_numbered_if_there_are_several():
    found = place(PROSE, "A.\n\nB.\n\nC.", "A!\n\nB.\n\nC.", "A.\n\nB.\n\nC!")
    first, second = found.options()

    assert (first["number"], second["number"]) == (1, 2)
    assert [each["sign"] for each in (first, second)] == [
        "Only they changed this",
        "Only you changed this",
    ]
    assert found.whose == "both"
    assert [piece.place for piece in found.pieces] == ["id_name"] * 3


def test_nobody_changed_what_reads_alike():
    assert place(LINE, "Was", " New ", "New").whose == ""
    assert [*place(LINE, "Was", " New ", "New").options()] == []


@pytest.mark.parametrize(
    ("field", "choice", "text"),
    [
        (LINE, "theirs", "Theirs"),
        (LINE, "mine", None),
        (LINE, "both", "Theirs / Mine"),
        (LONG, "both", "Theirs\n\nMine"),
        (PROSE, "both", "Theirs\n\nMine"),
        (PROSE, "theirs", "Theirs"),
        (PROSE, "mine", None),
    ],
)
def test_what_is_chosen_of_a_field_is_written_into_it(field, choice, text):
    found = place(field)
    (piece,) = found.disputed

    assert found.chosen({piece.key: choice}) == text
    assert found.choice({piece.key: choice}) == choice
    assert (found.choice({}), found.chosen({})) == ("mine", None)


def test_the_page_has_all_pieces_for_who_fills_in_while_one_chooses():
    text = place(PROSE, "A.\n\nB.", "A!\n\nB.", "A?\n\nB.")
    line = place(LINE)

    (changed, same), (only,) = json.loads(text.parts), json.loads(line.parts)

    key = text.disputed[0].key
    assert changed == {"key": key, "theirs": "A!", "mine": "A?", "both": "A!\n\nA?"}
    assert same == "B."
    key = line.disputed[0].key
    assert only == {
        "key": key,
        "theirs": "Theirs",
        "mine": "Mine",
        "both": "Theirs / Mine",
    }


def test_of_a_new_part_nothing_is_said_to_have_been_there():
    new, gone = (Place("Part 1", "", [Piece(old, "A", "")]) for old in ("", "B"))

    assert [next(one.options())["loaded"] for one in (new, gone)] == [None, "B"]
    told = Place("Part 1", "", [Piece("", "A", "")], sign="They added this")
    assert next(told.options())["sign"] == "They added this"


@pytest.fixture
def ana(client):
    made = make.editor(username="ana", first_name="Ana", last_name="Ruiz")
    client.force_login(made)
    return made


def told(found):
    """(name, link, sign) of each place of a conflict, in their order."""
    return [
        (place.name, place.link, option["sign"])
        for place in found.places
        for option in place.options()
    ]


def keys(*texts):
    return {"key_points": [{"text": text} for text in texts]}


@pytest.mark.once
@pytest.mark.django_db
def test_every_place_of_a_conflict_has_a_name_and_a_link(client, ana):
    story = make.story(keys("k1", "k2", "k3", "k4"), headline="Was", kicker="Was")
    mine = [
        {"headline": "Mine", "slug": "mine", "keypoint_set-0-text": "k1 mine"},
        {"keypoint_set-1-DELETE": "on", "keypoint_set-2-text": "k3 mine"},
        adds("keypoint_set", text="k5 mine"),
    ]
    theirs = [
        {"headline": "Theirs", "kicker": "Theirs", "keypoint_set-0-text": "k1 theirs"},
        {"keypoint_set-1-text": "k2 theirs", "keypoint_set-2-DELETE": "on"},
        {"keypoint_set-3-DELETE": "on"},
        adds("keypoint_set", text="k6 theirs"),
    ]

    found = conflict(client, ana, story, mine, theirs)

    assert told(found) == [
        ("Kicker", "id_kicker", "Only they changed this"),
        ("Headline", "id_headline", "Both of you changed this"),
        ("Slug", "id_slug", "Only you changed this"),
        ("Key point 1: Text", "id_keypoint_set-0-text", "Both of you changed this"),
        ("Key point 2", "keypoint_set-1", "You deleted this; they changed it"),
        ("Key point 3", "keypoint_set-2", "They deleted this; you changed it"),
        ("Key point 4", "keypoint_set-3", "They deleted this"),
        ("Key point 5", "keypoint_set-4", "You added this"),
        ("Key point 3", "", "They added this"),
    ]
    assert [place.name for place in found.mine_alone] == ["Slug", "Key point 5"]
    assert len(found.open) == len(found.places) - 2


@pytest.mark.once
@pytest.mark.django_db
def test_parts_that_both_moved_are_listed_by_their_first_words(client, ana):
    story = make.story(keys("k1", "k2", "x" * 99))
    mine = {"keypoint_set-0-position": "1", "keypoint_set-1-position": "0"}
    theirs = {"keypoint_set-0-position": "2", "keypoint_set-2-position": "0"}

    found = conflict(client, ana, story, mine, theirs)

    (place,) = found.places
    (piece,) = place.pieces
    assert (place.name, place.link) == ("Key points: their order", "keypoint_set-group")
    assert piece.loaded == f"3. k1\n2. k2\n1. {'x' * 60}"
    assert piece.theirs == f"1. {'x' * 60}\n2. k2\n3. k1"
    assert piece.mine == f"2. k2\n3. k1\n1. {'x' * 60}"


@pytest.mark.once
@pytest.mark.django_db
def test_a_conflict_says_to_each_reader_whose_the_texts_are(client, ana):
    found = conflict(client, ana, make.story(), {"kicker": "A"}, {"kicker": "B"})

    said = []
    for by, reader in ((ana, ana), (ana, make.editor()), (None, ana)):
        found.head.created_by = by
        found.address(reader)
        said.append((found.heading, found.their_words, found.my_words))
    found.head = None
    found.address(ana)

    assert found.heading.startswith("Someone saved at ")
    assert [(each[1], each[2]) for each in said] == [
        ("From the other window", "From this window"),
        ("Ana Ruiz’s text", "Yours"),
        ("Someone’s text", "Yours"),
    ]
    assert said[0][0].startswith("You saved at ")
    assert said[0][0].endswith(" in another window")
    assert said[1][0].startswith("Ana Ruiz saved at ")
    assert said[1][0].endswith(" while you were writing")


@pytest.mark.once
@pytest.mark.django_db
def test_a_form_says_who_was_quicker_as_far_as_anybody_knows(ana):
    rest = (
        " while you were writing. Nothing of yours is lost: it is kept below, not "
        "saved yet."
    )
    story, said = make.story(headline="0"), []
    for number, by in enumerate((None, None, ana)):
        form, _formsets = meeting.forms(ana, story)
        said.append(form.who_saved())
        story.headline = str(number)
        story.save()
        story.save_revision(by=by)
    form, _formsets = meeting.forms(ana, story)
    ats = [
        when(one.created_at, timezone.now()) for one in story.revisions.order_by("pk")
    ]

    assert [*said, form.who_saved()] == [
        f"Someone saved at a moment ago{rest}",
        f"Someone saved at {ats[0]}{rest}",
        f"Someone saved at {ats[1]}{rest}",
        f"Ana Ruiz saved at {ats[2]}{rest}",
    ]
