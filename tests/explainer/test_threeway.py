"""Two people's changes to one text: who changed what, and one text of both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.threeway import Piece, common_orders, merge_orders, pieces, preset, woven


def told(loaded, theirs, mine):
    """(whose, loaded, theirs, mine) of every stretch that is not the same for all."""
    return [
        (piece.whose, piece.loaded, piece.theirs, piece.mine)
        for piece in pieces(loaded, theirs, mine)
        if piece.whose
    ]


def mixed(loaded, theirs, mine, *chosen):
    """The text that comes of these choices, in their order; of the presets if none."""
    found = [*pieces(loaded, theirs, mine)]
    keys = [piece.key for piece in found if piece.whose]
    return woven(found, dict(zip(keys, chosen, strict=False)))


@pytest.mark.parametrize(
    ("loaded", "theirs", "mine", "expected"),
    [
        ("A", "A", "A", []),
        ("A", "B", "B", []),
        ("A\n\nB", "A\n\nB!", "A\n\nB", [("theirs", "B", "B!", "B")]),
        ("A\n\nB", "A\n\nB", "A!\n\nB", [("mine", "A", "A", "A!")]),
        ("A\n\nB", "A\n\nx", "A\n\ny", [("both", "B", "x", "y")]),
        ("A", "A\n\nB", "A", [("theirs", "", "B", "")]),
        ("A\n\nB", "A", "A\n\nB!", [("both", "B", "", "B!")]),
        ("", "A", "B", [("both", "", "A", "B")]),
    ],
)
def test_every_stretch_says_who_changed_it(loaded, theirs, mine, expected):
    assert told(loaded, theirs, mine) == expected


def test_neighbouring_paragraphs_that_one_and_the_other_changed_are_no_dispute():
    assert told("A\n\nB", "A!\n\nB", "A\n\nB!") == [
        ("theirs", "A", "A!", "A"),
        ("mine", "B", "B", "B!"),
    ]


def test_what_one_side_changed_stands_without_being_chosen():
    assert mixed("A\n\nB\n\nC", "A!\n\nB\n\nC", "A\n\nB\n\nC!") == "A!\n\nB\n\nC!"


@pytest.mark.parametrize(
    ("choice", "text"),
    [("theirs", "A\n\nx"), ("mine", "A\n\ny"), ("both", "A\n\nx\n\ny")],
)
def test_what_both_changed_is_chosen(choice, text):
    assert mixed("A\n\nB", "A\n\nx", "A\n\ny", choice) == text


def test_when_nobody_knows_what_it_was_nothing_of_either_is_dropped():
    assert told(None, "A\n\nx\n\nC", "A\n\ny\n\nC") == [("both", None, "x", "y")]
    assert mixed(None, "A\n\nB", "B\n\nC") == "A\n\nB\n\nC"


@pytest.mark.parametrize(
    ("piece", "choice"),
    [
        (Piece("A", "B", "A"), "theirs"),
        (Piece("A", "A", "B"), "mine"),
        (Piece("A", "B", "C"), "mine"),
        (Piece("A", "B", ""), "theirs"),
        (Piece("A", "", "C"), "mine"),
    ],
)
def test_a_text_wins_over_its_deletion(piece, choice):
    assert preset(piece) == choice


def test_a_choice_is_about_these_words_in_this_place():
    one = Piece("A", "B", "C", "id_summary")

    assert one.key == Piece("A", "B", "C", "id_summary").key
    assert one.key != Piece("A", "B", "C", "id_brief").key
    assert one.key != Piece("A", "B", "D", "id_summary").key


texts = st.lists(st.sampled_from(["A", "B", "C", "- d", "> e"]), max_size=6).map(
    "\n\n".join
)


@given(st.none() | texts, texts, texts)
def test_choosing_one_side_everywhere_gives_that_sides_text(loaded, theirs, mine):
    found = [*pieces(loaded, theirs, mine)]

    assert woven(found, {p.key: "theirs" for p in found}).split() == theirs.split()
    assert woven(found, {p.key: "mine" for p in found}).split() == mine.split()


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [
        ("abc", "abc", "abc"),
        ("ac", "abc", "abc"),
        ("ab", "xab", "xab"),
        ("ba", "abx", "bxa"),
        ("", "ab", "ab"),
    ],
)
def test_what_only_one_has_follows_what_it_followed_there(first, second, order):
    assert merge_orders(first, second) == [*order]


def test_orders_are_compared_in_what_all_have():
    assert common_orders("abc", "cab", "xba") == [["a", "b"], ["a", "b"], ["b", "a"]]


def test_of_two_changes_in_one_paragraph_both_stand_unless_their_words_touch():
    loaded = "The main girder fell. Nobody was hurt."
    theirs = loaded.replace("main girder", "cross beam")

    assert mixed(loaded, theirs, f"{loaded} It is shut.", "both") == (
        "The cross beam fell. Nobody was hurt. It is shut."
    )
    assert mixed(loaded, theirs, loaded.replace("main", "old"), "both") == (
        f"{theirs}\n\n{loaded.replace('main', 'old')}"
    )
