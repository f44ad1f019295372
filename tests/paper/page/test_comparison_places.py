"""Two documents compared place by place, by names of ours: each change told whole."""

from paper.page.comparison import Comparison, FieldChange, value_text
from tests.explainer.test_blocks import UIDS
from tests.explainer.test_blocks import document as edited


class Names:
    """Places by their paths."""

    def name(self, part, field, number=None):
        return f"{part}[{number}].{field}" if part else field

    def many(self, part):
        return f"all {part}"


def compared(old, new):
    return Comparison(edited(**old), edited(**new), Names())


def part(number, **fields):
    return {"uid": UIDS[number]} | fields


def test_each_place_is_told_with_what_became_of_it():
    found = compared(
        {"kicker": "A", "summary": "B.\n\nC.\n\nD.", "brief": "E.", "tags": ["a", "b"]},
        {"standfirst": "F", "summary": "B.\n\nX.\n\nD.\n\nY.", "tags": ["b"]},
    )

    assert [*found] == [
        FieldChange("standfirst", "Added", [("", "F")]),
        FieldChange("tags", "Changed", [("a, b", "b")]),
        FieldChange("summary", "Changed", [("C.", "X."), ("", "Y.")]),
        FieldChange("kicker", "Removed", [("A", "")]),
        FieldChange("brief", "Removed", [("E.", "")]),
    ]
    assert (len(found), found.count) == (5, 6)


def test_parts_come_go_move_and_change_by_their_numbers():
    one, two, three = (
        part(0, text="A."),
        part(1, text="B.", lead_in="C"),
        part(2, text="D."),
    )
    event = part(3, date="2026-01-01", key_event=True, sources=["a", "b"])

    found = compared(
        {"key_points": [one, two, three]},
        {"key_points": [three | {"text": "D!"}, one], "timeline": [event]},
    )

    assert sorted(found, key=lambda change: change.name) == [
        FieldChange("all key_points", "In another order"),
        FieldChange("key_points[1].text", "Changed", [("D.", "D!")]),
        FieldChange("key_points[2].", "Removed", [("C\nB.", "")]),
        FieldChange("timeline[1].", "Added", [("", "1 January 2026\na, b")]),
    ]
    assert found.count == 4
    apart = compared({"key_points": [one, two, three]}, {"key_points": [one, three]})
    assert [change.sign for change in apart] == ["Removed"]


def test_what_follows_from_another_value_is_silent():
    picture = {"src": "a.jpg", "width": 5, "height": 6}
    figure = part(0, key="f") | picture

    found = compared({"image": picture}, {"image": picture | {"width": 7, "alt": "A"}})
    added = compared({}, {"figures": [figure]})

    assert [*found] == [FieldChange("image.alt", "Added", [("", "A")])]
    assert [*added] == [FieldChange("figures[1].", "Added", [("", "")])]


def test_a_change_is_shown_step_by_step():
    change = FieldChange("summary", "Changed", [("It is so.", "It was so."), ("", "A")])

    assert change.rows == [
        [("same", "It "), ("del", "is"), ("ins", "was"), ("same", " so.")],
        [("ins", "A")],
    ]
    assert [value_text(value) for value in (True, False, None, 0, 3, ["a", 1])] == [
        *("yes", "", "", "", "3", "a, 1")
    ]
