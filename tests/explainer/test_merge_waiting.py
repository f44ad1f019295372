"""A text that waits catches up with all that readers have got since it began."""

import pytest

from explainer import threeway
from explainer.merge import SETTINGS, Merge, Touch, caught_up, correct, same
from explainer.threeway import carries, join, says_again
from tests.explainer.test_merge import GIRDER, UID, points, replacing, story

OTHER = UID[:-1] + "2"


def part(text, uid=UID, **fields):
    return {"uid": uid, "text": text} | fields


def caught(before, after, text, answers=None):
    """The text made of it, and (place, before, after, now) of what is asked."""
    made = caught_up(story(**before), story(**after), story(**text), answers or {})
    found = [(t.uid, t.field, t.before, t.after, t.now) for t in made.touches]
    kept = {k: v for k, v in made.document.items() if story().get(k) != v}
    return kept, found


def test_what_was_made_since_is_made_in_a_text_that_reads_as_it_did():
    before = {
        "summary": "A.",
        "kicker": "B",
        "key_points": [part("C."), part("D.", OTHER)],
    }
    after = {"summary": "A!", "kicker": "", "key_points": [part("C!")], "brief": "E."}
    own = before | {"report": "F."}

    assert caught(before, after, own) == (
        {"summary": "A!", "key_points": [part("C!")], "brief": "E.", "report": "F."},
        [],
    )
    assert caught(before, before, own) == (own, [])


def test_settings_and_the_order_of_parts_are_the_texts_own():
    two = [part("A."), part("B.", OTHER)]
    before = {"slug": "one", "desk": "world", "key_points": two}
    after = {"slug": "two", "desk": "trade", "key_points": two[::-1]}

    assert SETTINGS == ("slug", "desk")
    assert caught(before, after, before) == (before, [])


def test_what_both_wrote_otherwise_is_asked_and_answered():
    before, after, own = ({"summary": text} for text in ("Ash.", "Elm.", "Fir."))
    merge = caught_up(story(**before), story(**after), story(**own))
    [touch] = merge.touches

    assert caught(before, after, own) == (
        own,
        [("", "summary", "Ash.", "Elm.", "Fir.")],
    )
    assert caught(before, after, own, {touch.key: "Oak."}) == ({"summary": "Oak."}, [])


def test_a_part_that_is_gone_goes_unless_it_was_rewritten():
    before = {"key_points": [part("A."), part("B.", OTHER)]}
    own = {"key_points": [part("A."), part("C.", OTHER)]}
    asked = (OTHER, "", part("B.", OTHER), "", part("C.", OTHER))
    touch, *_others = caught_up(story(**before), story(), story(**own)).touches

    kept, found = caught(before, {}, own)
    assert (kept, found[0]) == ({"key_points": [part("C.", OTHER)]}, asked)
    assert caught(before, {}, own, {touch.key: ""}) == ({}, [])
    assert caught(before, {}, {"key_points": [part("A.")]}) == ({}, [])


def test_a_part_that_came_since_has_no_place_in_a_text_that_lacks_it():
    after = {"key_points": [part("A.")]}

    assert caught({}, after, {"summary": "B."}) == ({"summary": "B."}, [])


def test_a_value_is_the_others_if_it_was_not_changed_here():
    assert caught({"kicker": "A"}, {"kicker": "B"}, {"kicker": "B"}) == (
        {"kicker": "B"},
        [],
    )
    assert caught({"kicker": "A"}, {"kicker": "B"}, {"kicker": "C"})[1] == [
        ("", "kicker", "A", "B", "C")
    ]
    assert caught({"language": "en"}, {"language": "de"}, {}) == (
        {},
        [("", "language", "en", "de", "")],
    )
    long = "The cause was the main girder of the bridge"
    made = caught(
        {"kicker": long}, {"kicker": f"{long} here"}, {"kicker": f"So: {long}"}
    )
    assert made == ({"kicker": f"So: {long} here"}, [])


def test_a_touch_is_known_by_its_place_and_its_words():
    one = Touch(UID, "text", "A", "B", "C")
    others = [
        Touch(OTHER, "text", "A", "B", "C"),
        Touch(UID, "lead_in", "A", "B", "C"),
        Touch(UID, "text", "X", "B", "C"),
        Touch(UID, "text", "A", "X", "C"),
        Touch(UID, "text", "A", "B", "X"),
    ]

    assert len({one.key, *(other.key for other in others)}) == 6
    assert one.key == Touch(UID, "text", "A", "B", "C").key


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("A", "A", True),
        ("", None, True),
        ([], "", True),
        ("A", "", False),
        (0, "", False),
    ],
)
def test_two_values_that_say_nothing_are_the_same(one, other, is_same):
    assert same(one, other) is is_same


def test_a_correction_of_a_part_is_looked_for_in_other_places():
    after = GIRDER.replace("main girder", "cross beam")
    live, change = points(GIRDER), replacing(GIRDER, after, field="text", uid=UID)
    copied = points(GIRDER) | {
        "standfirst": "The main girder broke.",
        "slug": "main-girder",
    }

    made = correct(live, [change], copied)

    assert [(t.uid, t.field, t.before, t.after) for t in made.touches] == [
        ("", "standfirst", "", "")
    ]
    assert made.document == copied | {"key_points": [part(after)]}
    assert correct(live, [], copied) == Merge(copied)
    had = live | {"standfirst": "The main girder broke."}
    other = copied | {"standfirst": "Then a main girder broke."}
    assert not correct(had, [change], other).touches
    assert not correct(had, [change], had | {"standfirst": "The main girder?"}).touches


@pytest.mark.parametrize(
    ("before", "after", "text", "is_said", "is_carried"),
    [
        ("It cost 10.", "It cost 6.", "Cost 10 more.", True, True),
        ("It cost 10.", "It cost 6.", "At 10 o'clock.", True, False),
        ("It cost 10.", "It cost 6.", "It cost 6.", False, False),
        ("Ash, big elms.", "Ash, fir.", "Two big elms.", True, True),
        ("Ash, big elms.", "Ash, fir.", "A big oak.", False, False),
        ("Ash elm.", "Ash fir elm.", "Ash elm.", True, False),
        ("Ash elm ash.", "Ash elm.", "Ash elm.", False, False),
    ],
)
def test_a_text_says_again_what_was_taken_out(before, after, text, is_said, is_carried):
    assert says_again(before, after, text) is is_said
    assert carries(before, after, text) is is_carried


def test_texts_that_are_too_long_to_compare_are_left_to_people(monkeypatch):
    old, new = "ash elm oak big", "ash elm oak"

    def told():
        both = f"so {old}"
        return join(old, old, both), says_again(old, new, both), carries(old, new, both)

    monkeypatch.setattr(threeway, "MOST", 5)
    assert told() == (f"so {old}", True, True)
    monkeypatch.setattr(threeway, "MOST", 4)
    assert told() == (None, True, False)
    monkeypatch.setattr(threeway, "MOST", 3)
    assert told() == (None, False, False)
