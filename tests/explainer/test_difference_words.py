"""One text turned into another, as people can read it."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.difference import steps

some = settings(max_examples=60, deadline=None, database=None)

READ = {
    "nothing": ("A b.", "A b.", [("same", "A b.")]),
    "one word": ("a b", "a c", [("same", "a "), ("del", "b"), ("ins", "c")]),
    "from nothing": ("", "a", [("ins", "a")]),
    "to nothing": ("a", "", [("del", "a")]),
    "few words between two changes": (
        "In 1994 some London governments ran foreign policy of the state and failed.",
        "In 1994 Britain's cabinets ran the policy of the state and failed.",
        [
            ("same", "In 1994 "),
            ("del", "some London governments ran foreign"),
            ("ins", "Britain's cabinets ran the"),
            ("same", " policy of the state and failed."),
        ],
    ),
    "another sentence": (
        "It stays. The old thing is gone entirely.",
        "It stays. Nobody reads these other words.",
        [
            ("same", "It stays. "),
            ("del", "The old thing is gone entirely."),
            ("ins", "Nobody reads these other words."),
        ],
    ),
    "a sentence before": (
        "The bridge is shut today.",
        "New words came first. The bridge is open today.",
        [
            ("ins", "New words came first. "),
            ("same", "The bridge is "),
            ("del", "shut"),
            ("ins", "open"),
            ("same", " today."),
        ],
    ),
    "citation": (
        "So it was. [Audit office, p. 3] Then more.",
        "So it was. [Audit office, p. 4] Then more.",
        [
            ("same", "So it was. "),
            ("del", "[Audit office, p. 3]"),
            ("ins", "[Audit office, p. 4]"),
            ("same", " Then more."),
        ],
    ),
    "typed citation": (
        "It cost three billion[^ap p. 3] in all.",
        "It cost three billion[^ap p. 5] in all.",
        [
            ("same", "It cost three billion"),
            ("del", "[^ap p. 3]"),
            ("ins", "[^ap p. 5]"),
            ("same", " in all."),
        ],
    ),
    "script without blanks": (
        "政府宣布了新政策。他说。",
        "政府宣布了旧政策。他说。",
        [
            ("same", "政府宣布了"),
            ("del", "新"),
            ("ins", "旧"),
            ("same", "政策。他说。"),
        ],
    ),
    "blanks": ("a  b.\n\nc.", "a b. c.", [("same", "a b. c.")]),
}


@pytest.mark.parametrize(("old", "new", "expected"), READ.values(), ids=READ)
def test_a_text_becomes_another(old, new, expected):
    assert steps(old, new) == expected


def side(found, op):
    return "".join(words for kind, words in found if kind != op)


def squashed(text):
    return "".join(text.split())


texts = st.lists(
    st.sampled_from(["the ", "cat ", "sat. ", "[AP, p. 3] ", "\n", "新", "3.5 ", ", "]),
    max_size=40,
).map("".join)


@some
@given(texts, texts)
def test_no_word_is_lost_on_either_side(old, new):
    found = steps(old, new)

    assert side(found, "del") == new
    assert squashed(side(found, "ins")) == squashed(old)


LONG = {
    "all other": ("w{0} ", "x{0} "),
    "two words": ("the cat ", "the dog "),
    "one sentence": ("A cat sat. ", "A dog sat. "),
    "a word in each": ("Word {0} of it. ", "Word {0} in it. "),
    "other order": ("A. B. ", "B. A. C. "),
    "brackets": ("[ ", "[a "),
    "few words": ("the cat ", "cat the the "),
}


def work(old, new):
    """How many calls a comparison makes, and steps of lists within them."""
    calls = 0

    def count(_frame, event, _what):
        nonlocal calls
        calls += event in ("call", "c_call", "line")
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        steps(old, new)
    finally:
        sys.settrace(before)
    return calls


@pytest.mark.parametrize(("old", "new"), LONG.values(), ids=LONG)
def test_long_texts_cost_no_more_than_they_are_long(old, new):
    one, two = (
        work(
            "".join(old.format(n) for n in range(size)),
            "".join(new.format(n) for n in range(size)),
        )
        for size in (1_000, 2_000)
    )

    assert two < 2.6 * one


def test_a_word_that_a_long_sentence_has_often_is_compared_as_well():
    often = "word " * 210

    assert steps(f"Old {often}", f"New {often}") == [
        *(("del", "Old"), ("ins", "New")),
        ("same", f" {often}"),
    ]
