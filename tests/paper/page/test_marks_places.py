"""Marks of what is new and words of what was corrected, each told whole."""

import pytest

from explainer.difference import narrow_difference
from explainer.document import prune
from paper.page.marks import Since, with_mark
from tests.paper.page.test_marks import point, story

NEW, CHANGED = "New since edition 3", "Changed since edition 3"


def uid(number):
    return point(number)["uid"]


def since(old, new, only=False):
    return Since(3, story(**old), story(**new), only)


def test_parts_are_new_or_changed_but_for_their_prose():
    old = {"sections": [point(1, heading="A", body="B."), point(2, body="C.")]}
    new = {
        "sections": [point(1, heading="X", body="B."), point(2, body="Y.\n\nC.")],
        "key_points": [point(3, text="Z.")],
    }
    told = since(old, new)

    assert told.parts == {uid(1): "changed", uid(3): "new"}
    assert told.blocks == {
        (uid(1), "heading", 0): "changed",
        (uid(2), "body", 0): "new",
    }
    assert [told.part(uid(n)) for n in (1, 2, 3)] == [CHANGED, "", NEW]
    assert [told.block(uid(2), "body", n) for n in (0, 1)] == [NEW, ""]
    assert [told.text(uid(n), "body") for n in (1, 2)] == ["", CHANGED]
    assert (told.count, told.touches(uid(2), "body"), told.touches(uid(2), "x")) == (
        *(3, True),
        False,
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ({"src": "a"}, {"src": "b"}, CHANGED),
        ({"src": "a"}, {"src": "a", "caption": "B"}, NEW),
        ({"src": "a", "credit": "A"}, {"src": "a", "credit": "B"}, CHANGED),
        ({"src": "a"}, {"src": "a", "alt": "B"}, ""),
        ({"src": "a", "width": 1}, {"src": "a", "width": 2}, ""),
        ({}, {"src": "a", "caption": "B"}, NEW),
    ],
)
def test_the_picture_on_top_is_marked_by_what_readers_see_of_it(old, new, words):
    told = since({"image": old}, {"image": new})

    assert told.picture == words
    reduced = told.reduced(told.new)
    assert reduced.get("image") == (new if words else None)


def test_only_what_is_new_is_left_of_a_page_with_what_is_placed_in_it():
    sources = [point(5, key="s", title="S")]
    old = {
        **{"tags": ["a"], "sources": sources, "report": "A."},
        "key_points": [point(1, text="B."), point(2, text="C.")],
        "quotes": [point(3, key="q", text="D."), point(4, key="r", text="E.")],
        "conversation": {"title": "F", "turns": [point(6, speaker="G", text="H.")]},
    }
    new = old | {
        "tags": ["a", "b"],
        "report": "A.\n\n::quote q",
        "key_points": [point(1, text="B."), point(2, text="X.")],
    }
    told = since(old, new, only=True)

    assert prune(told.reduced(told.new)) == told.new | {
        "tags": ["b"],
        "key_points": [point(2, text="X.")],
        "quotes": new["quotes"][:1],
        "conversation": {"title": "F"},
    }
    places = [("", "report", 0), ("", "report", 1), (uid(2), "text", 0)]
    assert [told.hides(*place) for place in places] == [True, False, False]
    assert not any(since(old, new).hides(*place) for place in places)
    assert since({}, {"brief": "::quote q", "quotes": old["quotes"]}).count == 3


def test_what_is_gone_is_told_with_its_place_and_its_words():
    old = {
        **{"headline": "A", "kicker": "B", "summary": "C.\n\nD.\n\nE."},
        "image": {"src": "a.jpg", "caption": "F"},
        "timeline": [point(1, date="2026-02-01", precision="month", text="G.")],
        "key_points": [point(2, text="H."), point(3, lead_in="I", text="J.")],
    }
    new = {
        **{"headline": "A", "summary": "D."},
        "timeline": [point(1, precision="month", text="G.")],
        "key_points": [point(3, text="J.")],
    }

    assert sorted(since(old, new).removed) == sorted(GONE)


GONE = [
    ("Kicker", "B"),
    ("What's happened", "C."),
    ("What's happened", "E."),
    ("Picture", ""),
    ("Picture", "F"),
    ("Event", "February 2026"),
    ("Key point", "H."),
    ("Key point", "I"),
]


@pytest.mark.parametrize(
    ("texts", "is_rewritten"),
    [
        ({"report": "X.\n\nY.\n\nZ.\n\nD.\n\nE."}, True),
        ({"report": "X.\n\nY.\n\nC.\n\nD.\n\nE."}, False),
        ({"report": "X.\n\nY.\n\nZ.", "summary": "D.\n\nE."}, True),
        ({"headline": "Another"}, True),  # Nothing else is there.
    ],
)
def test_a_page_is_rewritten_from_three_blocks_in_five(texts, is_rewritten):
    old = {"report": "A.\n\nB.\n\nC.\n\nD.\n\nE.", "summary": "D.\n\nE."}
    old = {key: old[key] for key in texts if key in old}

    assert since(old, texts).rewritten is is_rewritten


def test_a_mark_stands_above_its_block():
    assert with_mark("", "A") == "A"
    assert with_mark("B", "A") == '<div class="since"><p class="mark">B</p>A</div>'


@pytest.mark.parametrize(
    ("old", "new", "was", "now"),
    [
        (
            "It cost 84 crowns.",
            "It cost 48 crowns.",
            "It cost 84 crowns.",
            "It cost 48 crowns.",
        ),
        (
            "a b c d e f X g h i j k l",
            "a b c d e f Y g h i j k l",
            "… c d e f X g h i j …",
            "… c d e f Y g h i j …",
        ),
        (
            "a b c d X g h i j",
            "a b c d Y g h i j",
            "a b c d X g h i j",
            "a b c d Y g h i j",
        ),
        ("One. Two! a X b. Three.", "One. Two! a Y b. Three.", "a X b.", "a Y b."),
        ("a b", "a c b", "a b", "a c b"),
        ("", "a b", "", "a b"),
        ("a b c d e f g", "", "a b c d e f g", ""),
        ("a a a", "a a", "a a a", "a a"),
    ],
)
def test_a_correction_shows_the_words_that_differ_with_four_around(old, new, was, now):
    assert narrow_difference(old, new) == (was, now)


def test_very_long_words_of_a_correction_are_cut():
    fits, more = "x" * 160, " ".join(["word"] * 33)

    assert narrow_difference(fits, "a") == (fits, "a")
    (was, _now) = narrow_difference(more, "a")
    assert (was[:9], was[-5:]) == ("word word", "word…")
    assert len(was) <= 162
