"""Corrections at the blocks that they touched, for as long as those stand."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.difference import narrow_difference
from paper.page.marks import Amendments, Step
from tests.paper.page.test_marks import point, story
from tests.support.folio import edition, page_of

WRONG, RIGHT = "It cost 84 crowns. Nobody paid.", "It cost 48 crowns. Nobody paid."


def row(number, kind):
    return SimpleNamespace(
        **vars(edition(number, kind)), slug="harbour", question_id=None
    )


def corrected(old, new, live=None, on_top=(), kind="correction"):
    """The boxes of a live text after one correction, and that correction."""
    after = row(2, kind)
    step = Step(row(1, "first"), after, old, new)
    return Amendments(live or new, [step], [after] if on_top else ())


def test_the_box_stands_at_the_paragraph_that_was_wrong():
    old, new = story(report=f"A.\n\n{WRONG}"), story(report=f"A.\n\n{RIGHT}")

    amended = corrected(old, new)

    assert amended.at("", "report", 0) == ""
    box = amended.at("", "report", 1)
    assert "was “It cost 84 crowns.”, is “It cost 48 crowns.”" in box
    assert 'href="/stories/harbour/changes/1..2/"' in box


def test_a_clarification_says_what_it_is():
    amended = corrected(story(report=WRONG), story(report=RIGHT), kind="clarification")

    assert "Clarification," in amended.at("", "report", 0)


def test_the_box_moves_with_its_paragraph_and_goes_with_it():
    old, new = story(report=WRONG), story(report=RIGHT)

    moved = corrected(old, new, live=story(report=f"New.\n\n{RIGHT}"))
    gone = corrected(old, new, live=story(report="Told anew."))

    assert not moved.at("", "report", 0)
    assert moved.at("", "report", 1)
    assert not gone.boxes


def test_a_part_has_a_box_for_its_values_while_they_stand():
    old = story(timeline=[point(1, text="A vote.", date="2026-01-02")])
    new = story(timeline=[point(1, text="A vote.", date="2026-01-03")])
    later = story(timeline=[point(1, text="A vote.", date="2026-01-04")])

    assert "was “2 January 2026”" in corrected(old, new).part(new["timeline"][0])
    assert not corrected(old, new, live=later).boxes


def test_a_part_that_a_correction_added_says_so_once():
    new = story(key_points=[point(1, lead_in="B.", text="A.")])

    amended = corrected(story(), new)

    assert amended.part(new["key_points"][0]).count("added.") == 1


def test_a_summary_that_has_its_box_on_top_has_none_below():
    old, new = story(summary=WRONG), story(summary=RIGHT)

    assert not corrected(old, new, on_top=True).boxes
    assert corrected(old, new).boxes


def test_what_stands_in_the_box_is_escaped():
    amended = corrected(story(report="Old <b>."), story(report="New <i>."))

    assert "<i>" not in amended.at("", "report", 0)


def test_the_page_prints_the_box_behind_its_block():
    old = story(key_points=[point(1, text=WRONG), point(2, text="Other.")])
    new = story(key_points=[point(1, text=RIGHT), point(2, text="Other.")])

    points = page_of(new, amended=corrected(old, new)).opening.key_points.points

    first, second = (html for _lead_in, html, _mark in points)
    assert first.index("48 crowns") < first.index('class="notice amended"')
    assert "notice" not in second


words = st.lists(st.sampled_from(["a", "b.", "c", "d"]), min_size=1).map(" ".join)


@given(old=words, new=words)
def test_an_excerpt_is_cut_from_its_text(old, new):
    was, now = (text.strip("… ") for text in narrow_difference(old, new))

    assert was in old
    assert now in new


@pytest.mark.parametrize(
    ("old", "new", "was"),
    [
        ("Then it began. It cost 84 crowns a year for each of us.", "48", "84"),
        ("It cost 84 crowns.", "48", "84"),
    ],
)
def test_an_excerpt_begins_with_its_sentence(old, new, was):
    excerpt, _now = narrow_difference(old, old.replace(was, new))

    assert excerpt.startswith("It cost 84 crowns")


def test_a_box_that_has_no_words_to_show_tells_the_note_in_the_long_form():
    new = story(key_points=[point(1, text="A.")])
    after = row(2, "clarification")
    after.note = "Who spoke was not said."
    amended = Amendments(new, [Step(row(1, "first"), after, story(), new)])

    box = amended.part(new["key_points"][0])

    assert "Who spoke was not said." in box
    assert "added." not in box
    assert ">20 January 2026<" in box
