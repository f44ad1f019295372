"""Changing and comparing documents block by block, for any document at all."""

import copy
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer import blocks
from explainer.blocks import (
    BlockGoneError,
    Change,
    apply_changes,
    fill_old,
    merge_changes,
)
from explainer.difference import differences
from explainer.document import canonical, prune

some = settings(max_examples=100, deadline=None, database=None)

# Blocks that stay apart: two lists in a row would be one.
BLOCKS = ["Ash.", "Birch.", "## Cedar", "> Elm", "Fir[^a]\nGorse", "::figure map"]
UIDS = [f"00000000-0000-0000-0000-00000000000{n}" for n in range(4)]
FIELDS = (
    "? . format id uid headline summary text tags image image.alt image.alt.? entities"
    " conversation.title conversation.turns key_points key_points.text lead prominence"
)

block = st.sampled_from(BLOCKS)
prose = st.lists(block, max_size=4).map("\n\n".join)
word = st.sampled_from(["", "One", "Two"])
uid = st.sampled_from(UIDS)


def parts(**fields):
    item = st.fixed_dictionaries({"uid": uid, **fields})
    return st.lists(item, max_size=3, unique_by=lambda part: part["uid"])


documents = st.fixed_dictionaries(
    {
        "format": st.just("explainer/1"),
        "slug": st.sampled_from(["one", "two"]),
        "headline": word,
        "summary": prose,
        "report": prose,
        "tags": st.lists(st.sampled_from(["a", "b"]), unique=True),
        "image": st.fixed_dictionaries({"src": word, "alt": word}),
        "key_points": parts(lead_in=word, text=prose),
        "entities": parts(slug=word, prominence=st.integers(0, 2)),
        "conversation": st.fixed_dictionaries(
            {"title": word, "turns": parts(speaker=word, text=prose)}
        ),
    }
).map(prune)


def places(document):
    """Every address of a value in a document, and whether it is prose."""
    scalars = ("headline", "slug", "tags", "image.alt", "conversation.title")
    own = [("", field, False) for field in scalars]
    own += [("", "summary", True), ("", "report", True)]
    for item in document.get("key_points", []):
        own += [(item["uid"], "lead_in", False), (item["uid"], "text", True)]
    return own


@st.composite
def changes(draw, document):
    """A change that fits the document, as an editor asks for it."""
    uid, field, in_prose = draw(st.sampled_from(places(document)))
    if not in_prose:
        return Change("replace", uid, field, new=draw(word))
    found = blocks.holder(document, uid)
    count = len(blocks.prose.blocks(found[0].get(field, ""))) if found else 0
    op = draw(st.sampled_from(["add", "replace", "remove"] if count else ["add"]))
    index = draw(st.integers(0, count - (op != "add")))
    return Change(op, uid, field, index, new="" if op == "remove" else draw(block))


def inverse(change):
    """The change that takes a completed one back."""
    if change.op == "replace":
        return Change("replace", *address(change), change.new, change.old)
    back = "remove" if change.op == "add" else "add"
    return Change(back, *address(change), new=change.old)


def address(change):
    return change.uid, change.field, change.index


@some
@given(data=st.data(), document=documents)
def test_every_change_can_be_taken_back(data, document):
    change = fill_old(document, data.draw(changes(document)))

    changed = apply_changes(document, [change])

    assert canonical(apply_changes(changed, [inverse(change)])) == canonical(document)


@some
@given(data=st.data(), document=documents)
def test_what_is_changed_in_a_text_fits_every_copy_of_it(data, document):
    asked = data.draw(st.lists(changes(document), max_size=3, unique_by=address))
    asked = [fill_old(document, change) for change in asked]

    made, left = merge_changes(copy.deepcopy(document), asked)

    assert left == []
    assert canonical(made) == canonical(apply_changes(document, asked))


@some
@given(data=st.data(), live=documents, draft=documents)
def test_a_change_does_to_another_text_only_what_was_asked(data, live, draft):
    change = fill_old(live, data.draw(changes(live)))

    made, left = merge_changes(draft, [change])

    where = {(d.uid, d.field) for d in differences(draft, made)}
    assert where <= {address(change)[:2]}
    assert not (left and where)


anything = st.builds(
    Change,
    st.sampled_from(["replace", "remove", "add"]),
    st.sampled_from(["", "?", *UIDS]),
    st.sampled_from(["", *FIELDS.split()]),
    st.none() | st.integers(-2, 5),
    st.none() | word | block | st.dictionaries(st.just("uid"), uid),
    word | block,
)


@settings(some, max_examples=300)
@given(document=documents, asked=st.lists(anything, max_size=4))
def test_a_change_that_does_not_fit_is_left_and_does_nothing(document, asked):
    before = copy.deepcopy(document)

    made, left = merge_changes(document, asked)

    assert document == before
    assert all(change in asked for change in left)
    if len(left) == len(asked):
        assert canonical(made) == canonical(document)


@settings(some, max_examples=300)
@given(document=documents, change=anything)
def test_a_change_is_made_in_the_live_text_or_refused(document, change):
    with suppress(BlockGoneError):
        made = apply_changes(document, [change])

        assert made == prune(made)
        assert made["format"] == document["format"]


def document(**fields):
    return {"format": "explainer/1", "slug": "one", "headline": "One", **fields}


def summary(change, text):
    return apply_changes(document(summary=text), [change]).get("summary", "")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (Change("add", field="summary", index=0, new="New."), "New.\n\nA.\n\nB.\n\nA."),
        (Change("add", field="summary", index=2, new="New."), "A.\n\nB.\n\nNew.\n\nA."),
        (Change("add", field="summary", new="New."), "A.\n\nB.\n\nA.\n\nNew."),
        (Change("replace", field="summary", index=2, new="C."), "A.\n\nB.\n\nC."),
        (Change("remove", field="summary", index=0), "B.\n\nA."),
        (Change("remove", field="summary", old="B."), "A.\n\nA."),
    ],
)
def test_a_block_is_found_by_its_index_among_equal_ones(change, expected):
    assert summary(change, "A.\n\nB.\n\nA.") == expected


@pytest.mark.parametrize("index", [-1, 3, 99])
@pytest.mark.parametrize("op", ["add", "replace", "remove"])
def test_a_block_that_is_not_there_is_refused(op, index):
    with pytest.raises(BlockGoneError):
        summary(Change(op, field="summary", index=index, new="New."), "A.\n\nB.")


def test_two_blocks_added_in_one_place_stand_in_the_order_given():
    asked = [
        Change("add", field="summary", index=1, new=new) for new in ("First.", "Next.")
    ]

    made = apply_changes(document(summary="A.\n\nB."), asked)

    assert made["summary"] == "A.\n\nFirst.\n\nNext.\n\nB."


def test_a_block_that_moved_is_still_found():
    change = fill_old(
        document(summary="A.\n\nB."), Change("remove", field="summary", index=1)
    )

    made, left = merge_changes(document(summary="B.\n\nC."), [change])

    assert (made["summary"], left) == ("C.", [])


def test_a_block_that_could_be_either_of_two_is_left():
    change = Change("replace", field="summary", index=0, old="A.", new="B.")

    made, left = merge_changes(document(summary="C.\n\nA.\n\nA."), [change])

    assert (made["summary"], left) == ("C.\n\nA.\n\nA.", [change])


def test_a_part_that_was_rewritten_is_not_removed():
    live = document(key_points=[{"uid": UIDS[0], "text": "Wrong."}])
    draft = document(key_points=[{"uid": UIDS[0], "text": "Rewritten."}])
    change = fill_old(live, Change("remove", uid=UIDS[0]))

    assert "key_points" not in apply_changes(live, [change])
    assert merge_changes(draft, [change]) == (draft, [change])


def test_a_text_that_no_change_fits_keeps_its_very_bytes():
    draft = document(summary="A.\n\n\n\nB.")
    change = Change("replace", field="summary", index=0, old="C.", new="D.")

    assert merge_changes(draft, [change]) == (draft, [change])


def test_entities_are_named_in_lists_quotes_bylines_and_texts():
    text = {
        "entities": [{"slug": "a"}, {"name": "Nobody yet"}],
        "byline": [{"entity": "b"}, {"name": "B"}],
        "quotes": [{"entity": "c"}, {"text": "@[D](d) and @[E](e)"}],
        "conversation": {"turns": [{"text": "@[F](f)"}]},
        "tags": ["@[G](g)", "h"],
        "prominence": 1,
    }

    assert blocks.named_entities(text) == {*"abcdefg"}
    assert blocks.named_entities({}) == set()
    assert blocks.possible_entities(text) >= {*"abcdefg"}
    assert blocks.possible_entities({"summary": r"\@[A](a)"}) == {"a"}
    assert blocks.named_entities({"summary": r"\@[A](a)"}) == set()
