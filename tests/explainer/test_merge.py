"""A correction in other texts: whose words stand, and where somebody has to say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer import prose
from explainer.blocks import Change, apply_changes
from explainer.merge import correct
from explainer.threeway import join, words_of

some = settings(max_examples=200, deadline=None, database=None)

GIRDER = "The cause was the main girder of the bridge. It failed in May."
UID = "00000000-0000-0000-0000-000000000001"


def story(**fields):
    return {"format": "explainer/1", "slug": "bridge", "headline": "A bridge"} | fields


def replacing(old, new, index=0, field="summary", uid=""):
    return Change("replace", uid, field, index, old, new)


@pytest.mark.parametrize(
    ("theirs", "mine", "both"),
    [
        # A sentence more, before or after; another word elsewhere.
        ("cross beam", [("in May.", "in May. Traffic stopped.")], True),
        ("cross beam", [("The cause", "Engineers know. The cause")], True),
        ("cross beam", [("May", "June")], True),
        # A paragraph parted in two: blanks are nobody's words.
        ("cross beam", [(". It", ".\n\nIt")], True),
        # The same words, words beside them, or the wrong ones once more.
        ("cross beam", [("main girder", "big girder")], False),
        ("cross beam", [("girder of", "girder under")], False),
        ("cross beam", [("the main", "a main")], False),
        ("cross beam", [("May.", "May. The main girder was old.")], False),
        ("cross beam", [("May.", "May. Main girder: 1970.")], False),
        ("cross beam", [(GIRDER, "It fell.")], False),
        ("cross beam", [(GIRDER, "")], False),
        # Both made the same of it.
        ("cross beam", [("main girder", "cross beam"), ("May", "June")], True),
    ],
)
def test_changes_are_joined_where_their_words_do_not_touch(theirs, mine, both):
    after, other = GIRDER.replace("main girder", theirs), GIRDER
    for old, new in mine:
        other = other.replace(old, new)

    made = join(GIRDER, after, other)

    expected = other.replace("main girder", "cross beam")
    assert made == (expected if both else None)


@pytest.mark.parametrize(
    ("before", "after", "mine", "made"),
    [
        ("He did resign.", "He did not resign.", "He did resign. So.", True),
        ("He did resign.", "He did not resign.", "He did resign. He did resign!", None),
        ("It cost 5.[^a]", "It cost 6.[^a]", "It cost 5.[^b]", True),
        ("Cut.[^a p. 4]", "Cut.[^a p. 5]", "Cut.[^a p. 6]", None),
        ("@[Ana](ana) met Bo.", "@[Bea](bea) met Bo.", "@[Ana](ana) met Cy.", True),
        ("習近平は東京で。", "習近平は大阪で。", "習近平は東京で。米国も。", True),
        ("1,200 came by.", "1,300 came by.", "1,200 came by. So.", True),
    ],
)
def test_words_are_those_of_the_text(before, after, mine, made):
    assert bool(join(before, after, mine)) == bool(made)


words = st.sampled_from(["ash", "elm", "fir", "oak", "yew", "bay."])
texts = st.lists(words, min_size=1, max_size=12).map(" ".join)


@some
@given(texts, texts, texts)
def test_a_joined_text_has_all_that_was_added_and_nothing_that_was_taken_out(
    before, theirs, mine
):
    made = join(before, theirs, mine)

    if made is not None:
        counts = [
            sorted(word.text for word in words_of(text))
            for text in (before, theirs, mine, made)
        ]
        for word in {*counts[0], *counts[1], *counts[2]}:
            old, his, my, now = (count.count(word) for count in counts)
            # What both changed alike is changed once.
            assert min(his + my - old, his, my) <= now <= max(his + my - old, his, my)


@some
@given(texts, texts)
def test_a_text_that_nobody_else_changed_is_the_changed_one(before, after):
    assert join(before, after, before) == after


@some
@given(st.text(max_size=60))
def test_every_sign_of_a_text_is_in_one_of_its_words(text):
    assert "".join(word.blank + word.text for word in words_of(text)) == text.strip()


def test_a_change_follows_its_block_to_another_place():
    live = story(summary="Ash.\n\nBirch.")

    made = correct(live, [replacing("Ash.", "Elm.")], story(summary="Birch.\n\nAsh."))

    assert (made.document["summary"], made.touches) == ("Birch.\n\nElm.", [])


def test_wrong_words_that_went_to_another_paragraph_are_asked_about():
    live = "Ash was wrong. Birch was wrong too.\n\nCedar."
    after = "Ash was right. Birch was right too."
    waits = "Ash was wrong.\n\nBirch was wrong too."
    change = replacing(live.partition("\n\n")[0], after)

    made = correct(story(summary=live), [change], story(summary=waits))
    (touch,) = made.touches
    answers = {touch.key: "Both were right."}
    mended = correct(story(summary=live), [change], story(summary=waits), answers)

    assert touch.now == waits
    assert (mended.document["summary"], mended.touches) == ("Both were right.", [])


def test_wrong_words_that_a_new_paragraph_repeats_are_asked_about():
    after, again = GIRDER.replace("main girder", "cross beam"), "A main girder is old."
    live, changes = story(summary=GIRDER), [replacing(GIRDER, after)]
    repeated = story(summary=f"{GIRDER}\n\n{again}", report="Fog.")
    other = story(summary=f"{GIRDER}\n\nTraffic stopped.", report="Fog.")

    asked = correct(live, changes, repeated)
    [touch] = asked.touches
    said = correct(live, changes, repeated, {touch.key: after})

    assert asked.document == repeated
    assert (touch.before, touch.after, touch.now) == (
        GIRDER,
        after,
        repeated["summary"],
    )
    assert (said.document["summary"], said.touches) == (after, [])
    made = correct(live, changes, other)
    assert made.document == other | {"summary": f"{after}\n\nTraffic stopped."}
    assert made.touches == []


def test_wrong_words_that_went_to_another_place_are_asked_about():
    after = GIRDER.replace("main girder", "cross beam")
    live, changes = story(summary=GIRDER), [replacing(GIRDER, after)]
    copied = story(summary=GIRDER, standfirst="The main girder broke.")
    other = story(summary=GIRDER, standfirst="The main road is shut.")

    asked = correct(live, changes, copied)
    [touch] = asked.touches
    said = correct(live, changes, copied, {touch.key: "A beam broke."})

    assert (touch.field, touch.now) == ("standfirst", "The main girder broke.")
    assert asked.document["summary"] == after
    assert said.touches == []
    assert said.document == other | {"summary": after, "standfirst": "A beam broke."}
    assert correct(live, changes, other).touches == []


def test_what_readers_have_in_another_place_is_not_asked_about():
    after = GIRDER.replace("main girder", "cross beam")
    both = story(summary=GIRDER, standfirst="The main girder broke.")

    made = correct(both, [replacing(GIRDER, after)], both)

    assert made.touches == []


def test_one_word_alone_is_asked_about_beside_a_neighbour_that_it_had():
    live = story(summary="Some 12 people were hurt.")
    changes = [replacing("Some 12 people were hurt.", "Some 13 people were hurt.")]
    moved = live | {"standfirst": "At noon 12 people were found."}
    apart = live | {"standfirst": "It began at 12 o'clock."}

    assert [t.field for t in correct(live, changes, moved).touches] == ["standfirst"]
    assert correct(live, changes, apart).touches == []


def test_a_value_that_is_no_text_is_never_joined():
    live, mine = story(language="en"), story(language="fr")
    change = Change("replace", "", "language", None, "en", "de")

    (touch,) = correct(live, [change], mine).touches

    assert (touch.before, touch.after, touch.now) == ("en", "de", "fr")


def points(text):
    return story(key_points=[{"uid": UID, "text": text}])


def test_a_part_that_is_gone_has_nothing_to_correct():
    for change in (
        replacing("Ash.", "Elm.", field="text", uid=UID),
        Change("remove", UID, old={"uid": UID, "text": "Ash."}),
    ):
        made = correct(points("Ash."), [change], story())

        assert (made.document, made.touches) == (story(), [])


def test_a_part_that_was_rewritten_is_taken_out_only_if_somebody_says_so():
    change = Change("remove", UID, old={"uid": UID, "text": "Ash."})
    made = correct(points("Ash."), [change], points("Birch."))
    (touch,) = made.touches

    answered = correct(points("Ash."), [change], points("Birch."), {touch.key: ""})

    assert made.document == points("Birch.")
    assert (answered.document, answered.touches) == (story(), [])


def test_an_answer_is_about_these_words_in_this_place():
    live, change = story(summary="Ash."), replacing("Ash.", "Elm.")
    (touch,) = correct(live, [change], story(summary="Birch.")).touches
    answers = {touch.key: "Fir."}

    same = correct(live, [change], story(summary="Birch."), answers)
    other = correct(live, [change], story(summary="Cedar."), answers)

    assert (same.document["summary"], same.touches) == ("Fir.", [])
    assert other.document["summary"] == "Cedar."
    assert len(other.touches) == 1


def marked(draw, sentences):
    """A text as somebody makes it of another: with sentences more, less and others."""
    made = []
    for sentence in sentences:
        op = draw(st.sampled_from(["", "", "", "more", "gone", "other", "part"]))
        if op == "gone":
            continue
        made.append(sentence)
        if op == "more":
            made.append("This is more of it.")
        if op == "other":
            made[-1] = sentence.replace("stands", "lies")
        if op == "part":
            made[-1] = f"{sentence}\n\n"
    return prose_of(made)


def prose_of(sentences):
    return " ".join(sentences).replace("\n\n ", "\n\n").strip()


@st.composite
def three_texts(draw):
    """What readers have, the same corrected, and what waits; all wrong words unique."""
    count = draw(st.integers(1, 6))
    sentences = [f"The wrong{n} thing stands here." for n in range(count)]
    ends = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    live = [s + "\n\n" * end for s, end in zip(sentences, ends, strict=True)]
    which = draw(st.sets(st.integers(0, count - 1), min_size=1))
    return prose_of(live), which, marked(draw, live)


@some
@given(three_texts())
def test_after_a_correction_no_text_has_the_wrong_words_unless_it_is_asked_about(found):
    live, which, waits = found
    changes = []
    for index, block in enumerate(prose.blocks(live)):
        new = block
        for n in which:
            new = new.replace(f"wrong{n} ", f"right{n} ")
        if new != block:
            changes.append(replacing(block, new, index))

    made = correct(story(summary=live), changes, story(summary=waits))

    text = made.document.get("summary", "")
    asked = " ".join(str(touch.now) for touch in made.touches)
    for n in which:
        assert f"wrong{n} " not in text or f"wrong{n} " in asked
    kept = {word for word in waits.split() if not word.startswith("wrong")}
    assert kept <= {*text.split()}
    if not made.touches and waits == live:
        assert text == apply_changes(story(summary=live), changes)["summary"]


def test_a_text_that_is_asked_about_is_not_asked_about_again():
    live = story(summary="Ash.\n\nOak.")
    changes = [replacing("Ash.", "Elm."), replacing("Oak.", "Fir.", 1)]
    text = story(summary="Ash.\n\nBirch, not oak. Ash.")

    made = correct(live, changes, text)

    assert [(touch.uid, touch.field) for touch in made.touches] == [("", "summary")]
