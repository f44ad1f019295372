"""A sentence is found as readers see it, and nothing else of a text is touched."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.erasure import (
    Seal,
    Sentence,
    each_text,
    is_made_of,
    letters,
    seal,
    spans,
    texts_of,
    without,
)

SAID = "The minister took the money, “secretly”."
MARK = "[removed]"
KEY = b"a key of a paper"


def sealed(text):
    said = Sentence(text).letters
    return Seal(len(said), seal(said, KEY), KEY)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("So: the minister took the money, secretly. Yes.", "So: [removed]. Yes."),
        ("THE MINISTER\n took—the  money: 'secretly'!", "[removed]'!"),
        ("The mi\u00adnister took the mone\u0301y secretly", MARK),
        ("The&nbsp;minister took the m&#111;ney secretly", MARK),
        ("The minister took[^a p. 3] the money, secretly.[^b]", "[removed].[^b]"),
        ("**The minister** took the money secretly now", "**[removed]** now"),
        ("**The minister took** the money secretly now", "**[removed]** now"),
        ("The minister **took the money secretly now**", "**[removed] now**"),
        ("See [The minister](https://a.example/b_(c)) took the money secretly.", None),
        ("[So the minister took](/a/) the money secretly", "So [removed]"),
        ("[The minister took the money secretly](/a/)", "[removed](/a/)"),
        ("[So](https://a.example/the-minister-took-the-money-secretly)", "So"),
        ("## The minister\n\n- took the money\n- secretly, so", "## [removed], so"),
        ("The minister took the money secret", "The minister took the money secret"),
    ],
)
def test_a_sentence_is_found_over_markup_signs_case_and_form(text, left):
    left = "See [removed]." if left is None else left

    assert without(text, Sentence(SAID), MARK) == left
    assert without(text, sealed(SAID), MARK) == left


def test_letters_that_one_writes_in_several_ways_are_the_same():
    forms = {
        unicodedata.normalize(form, "Łódź ﬁnds ½ Ǆ한국어")
        for form in ("NFC", "NFD", "NFKC", "NFKD")
    }

    assert len(forms) > 2
    assert len({letters(form) for form in forms}) == 1


def test_a_seal_finds_what_begins_with_a_word_and_each_letter_of_dense_scripts():
    assert not spans("xThe minister took the money secretly", sealed(SAID))
    assert spans("So[^a]The minister took [the](/b) money secretly", sealed(SAID))
    assert spans("前他们拿走了所有的钱后", sealed("他们拿走了所有的钱")) == [(1, 10)]


def test_a_seal_of_another_key_finds_nothing():
    right = sealed(SAID)

    assert not spans(SAID, Seal(right.length, right.seal, b"another"))


WORDS = st.lists(
    st.text("abcdefgéßłкиї한国", min_size=1, max_size=9), min_size=4, max_size=9
)
BETWEEN = st.sampled_from([" ", "\n", ", ", " **", "** ", "[^a] ", "\u00a0", " *"])
AROUND = st.text("xyz .,*_[]()!\n#-|", max_size=30)


@given(WORDS, st.data(), AROUND, AROUND)
def test_whatever_stands_between_its_words_no_place_of_it_is_left(
    words, data, before, after
):
    glue = [data.draw(BETWEEN) for _word in words]
    text = "".join(word + more for word, more in zip(words, glue, strict=True))
    wanted = Sentence(" ".join(words))
    whole = f"{before} {text} {after}"

    left = without(whole, wanted, "@")

    assert "@" in left
    assert not wanted.is_in(left)
    assert letters(left) == letters(whole).replace(wanted.letters, "")


@given(AROUND)
def test_a_text_without_it_is_left_as_it_is(text):
    assert without(text, Sentence(SAID), MARK) == text


@pytest.mark.parametrize(
    ("slug", "is_so"),
    [
        ("the-minister-took-the-money-secretly", True),
        ("so-the-minister-took-the-money-secretly-2", True),
        ("minister-took-money-secretly", True),
        ("minister-took-money-secretly-b", True),
        ("minister-took-money-secre", True),
        ("minister-took-money", False),  # many texts may be called so
        ("money-took-minister-secretly", False),
    ],
)
def test_an_address_is_known_as_made_of_it_whole_or_shortened(slug, is_so):
    assert is_made_of(slug, SAID) is is_so


def test_texts_of_a_value_are_found_and_changed_however_deep_and_keys_stay():
    value = {"a": ["b", {"c": "d", "e": 1}], "f": None}

    assert [*texts_of(value)] == ["b", "d"]
    assert each_text(value, str.upper) == {"a": ["B", {"c": "D", "e": 1}], "f": None}
