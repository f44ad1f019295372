"""What is new since an older edition: exactly the blocks that changed."""

from hypothesis import given

from paper.page.marks import Since
from tests.explainer.test_blocks import documents, some
from tests.support.folio import page_of


@some
@given(document=documents)
def test_who_missed_nothing_sees_no_mark(document):
    since = Since(1, document, document)

    assert (since.count, since.removed, since.parts) == (0, [], {})


def story(**fields):
    return {"format": "explainer/1", "slug": "s", "headline": "H"} | fields


def point(number, **fields):
    uid = f"00000000-0000-0000-0000-00000000000{number}"
    return {"uid": uid} | fields


def test_of_a_text_only_the_changed_paragraph_is_marked():
    old, new = story(report="A.\n\nB.\n\nC."), story(report="A.\n\nX.\n\nC.\n\nD.")

    since = Since(3, old, new)

    signs = [since.block("", "report", i) for i in range(4)]
    assert signs == ["", "Changed since edition 3", "", "New since edition 3"]


def test_a_new_part_is_marked_as_a_whole():
    old = story(key_points=[point(1, text="A.")])
    new = story(key_points=[point(1, text="A."), point(2, text="B.\n\nC.")])

    since = Since(3, old, new)

    assert since.part(point(2)["uid"]) == "New since edition 3"
    assert since.block(point(2)["uid"], "text", 0) == ""
    assert since.count == 1


def test_a_part_whose_heading_changed_is_marked():
    old, new = (story(sections=[point(1, heading=words, body="B.")]) for words in "AB")

    assert Since(3, old, new).part(point(1)["uid"]) == "Changed since edition 3"


def test_what_was_removed_is_named_with_its_first_words():
    old = story(summary="A.\n\nB.", key_points=[point(1, text="Gone.")])
    new = story(summary="A.")

    removed = Since(3, old, new).removed

    assert ("What's happened", "B.") in removed
    assert ("Key point", "Gone.") in removed


def test_a_tick_that_is_gone_is_no_words_that_were_removed():
    event = point(1, label="1999", text="A.")
    old, new = (story(timeline=[event | tick]) for tick in ({"key_event": True}, {}))

    assert Since(3, old, new).removed == []
    assert Since(3, old, story()).removed == [("Event", "1999\nA.")]


def test_a_page_that_changed_for_the_most_part_is_rewritten():
    old = story(report="A.\n\nB.\n\nC.")

    assert Since(1, old, story(report="X.\n\nY.\n\nC.")).rewritten
    assert not Since(1, old, story(report="A.\n\nB.\n\nX.")).rewritten


def test_a_mark_stands_above_the_whole_of_a_key_point():
    old = story(key_points=[point(1, lead_in="A.", text="B."), point(2, text="C.")])
    new = story(key_points=[point(1, lead_in="A.", text="X."), point(2, text="C.")])

    points = page_of(new, since=Since(3, old, new)).opening.key_points.points

    assert [mark for _lead, _html, mark in points] == ["Changed since edition 3", ""]
    assert not any("mark" in html for _lead, html, _mark in points)
