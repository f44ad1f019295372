"""The difference between two texts, as an editor is told it."""

import time

import pytest

from stories.admin.difference import Described
from stories.comparing import words
from tests import make

pytestmark = pytest.mark.django_db


def described(old, new):
    """(name, sign) of every change between two stories' documents."""
    one = make.story(**old).save_revision().content
    other = make.story(**new)
    two = other.save_revision().content
    for key in ("slug", "headline"):
        two[key] = one[key]
    for key in ("key_points", "sections", "sources"):
        for was, now in zip(one.get(key, []), two.get(key, []), strict=False):
            now["uid"] = was["uid"]
    return Described(other, one, two)


def said(changes):
    return [(change.name, change.sign) for change in changes]


def test_of_prose_only_the_blocks_that_differ_are_shown():
    changes = described(
        {"summary": "One.\n\nTwo.\n\nThree."}, {"summary": "One.\n\n2.\n\nThree."}
    )

    (change,) = changes
    assert said(changes) == [("What's happened", "Changed")]
    assert change.rows == [[("del", "Two."), ("ins", "2.")]]


def test_every_changed_block_counts_as_a_change():
    changes = described(
        {"summary": "One.\n\nTwo.\n\nThree."}, {"summary": "1.\n\nTwo.\n\n3."}
    )

    assert changes.count == 2


def test_a_part_is_named_by_its_kind_and_number():
    points = [{"text": "A."}, {"text": "B."}]
    other = [{"text": "A."}, {"text": "C."}]

    changes = described(
        {"parts": {"key_points": points}}, {"parts": {"key_points": other}}
    )

    assert said(changes) == [("Key point 2: text", "Changed")]


def test_a_part_that_comes_or_goes_is_one_change():
    point = {"lead_in": "Lead.", "text": "A."}

    came = described({}, {"parts": {"key_points": [point]}})
    went = described({"parts": {"key_points": [point]}}, {})

    assert said(came) == [("Key point 1", "Added")]
    assert came.changes[0].rows == [[("ins", "Lead.\nA.")]]
    assert said(went) == [("Key point 1", "Removed")]


def test_another_order_is_said_as_such():
    story = make.story({"key_points": [{"text": "A."}, {"text": "B."}]})
    old = story.save_revision().content
    story.keypoint_set.filter(text="A.").update(position=9)
    new = story.save_revision().content

    assert said(Described(story, old, new)) == [("Key points", "In another order")]


def test_what_follows_from_another_value_is_not_repeated():
    old = {"format": "explainer/1", "image": {"src": "images/a.png", "width": 1}}
    new = {"format": "explainer/1", "image": {"src": "images/b.png", "width": 2}}

    changes = Described(make.story(), old, new)

    assert said(changes) == [("Picture: image", "Changed")]


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("a b", "a b", [("same", "a b")]),
        ("a b", "a c", [("same", "a "), ("del", "b"), ("ins", "c")]),
        ("", "a", [("ins", "a")]),
        ("a", "", [("del", "a")]),
    ],
)
def test_a_text_becomes_another_word_by_word(old, new, pieces):
    assert words(old, new) == pieces


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            " ".join(f"w{n}" for n in range(4000)),
            " ".join(f"x{n}" for n in range(4000)),
        ),
        ("the cat " * 2000, "the dog " * 2000),
        ("A cat sat. " * 1000, "A dog sat. " * 1000),
        (
            " ".join(f"Word {n} of it." for n in range(1000)),
            " ".join(f"Word {n} in it." for n in range(1000)),
        ),
    ],
    ids=["all other", "two words", "one sentence", "a word in each sentence"],
)
def test_long_texts_are_compared_before_an_editor_gets_impatient(old, new):
    began = time.perf_counter()
    found = words(old, new)

    assert time.perf_counter() - began < 1
    assert "".join(text for op, text in found if op != "ins") == old
    assert "".join(text for op, text in found if op != "del") == new


def test_of_a_long_text_only_the_sentences_that_differ_are_looked_into():
    told = [f"Sentence {n} is this." for n in range(500)]
    other = [*told[:9], "Sentence 9 is that.", *told[10:]]

    found = words(" ".join(told), " ".join(other))

    assert [piece for piece in found if piece[0] != "same"] == [
        ("del", "this."),
        ("ins", "that."),
    ]


def test_counting_changes_compares_no_words(monkeypatch):
    monkeypatch.setattr("stories.comparing.words", None)
    changes = described({"summary": "One.\n\nTwo."}, {"summary": "1.\n\n2."})

    assert changes.count == 1
