"""Whatever marks, signs and apostrophes a word is typed with, it is the same word."""

import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from explainer.folding import after_marks, bare, fold, key, tokens, units, words

SCRIPTS = {
    "latin": "abcdeghijklmnoprstuvz",
    "cyrillic": "абвгдежзиклмнопрстуя",
    "greek": "αβγδεζηθικλμνξοπρτυ",
    "arabic": "بتثجحخدذرزسشصضطظعغفقلمنه",
    "hebrew": "אבגדהוזחטילמנסעפצקרש",
    "devanagari": "कखगघचछजझटठडढतथदधपफबभ",
    "hangul": "가나다라마바사아자차",
    "han": "北京气候政策专家宣布新的",
    "thai": "กขคงจชซดตถทนบปผพมยรลวสหอ",
}
# What may stand behind a letter of a script without making it another one.
MARKS = {
    "latin": "\u0301\u0308\u030c\u0327\u00ad\u200d\u2060\u02c8\u02d0",
    "cyrillic": "\u0301\u00ad\u2060",
    "greek": "\u0301\u0313\u00ad",
    "arabic": "\u064b\u064e\u064f\u0650\u0651\u0652\u0670\u0640\u061c",
    "hebrew": "\u05b0\u05b4\u05b7\u05bc\u0591",
    "devanagari": "\u093c\u094d\u200d\u200c",
    "hangul": "\u2060\u00ad",
    "han": "\ufe00\U000e0100\u2060",
    "thai": "\u0e48\u0e49\u200b",
}
script = st.sampled_from([*SCRIPTS])


@st.composite
def typed(draw):
    """A word and the same word with marks, hyphens that can't be seen, and capitals."""
    name = draw(script)
    letters = draw(st.lists(st.sampled_from(SCRIPTS[name]), min_size=2, max_size=12))
    mark = st.sampled_from(["", "", *MARKS[name]])
    other = "".join(letter + draw(mark) for letter in letters)
    return "".join(letters), draw(
        st.sampled_from([other, other.upper(), other.title()])
    )


@given(typed())
@example(("bundeskanzler", "Bundes\u00adkanzler"))
@example(("محمد", "مُحَمَّد"))
@example(("الحرب", "الحـــرب"))
@example(("הממשלה", "המֶמְשָׁלָה"))
@example(("हिंदी", "हिन्दी"))
@example(("meloni", "meˈloːni"))
@example(("على", "علي"))
@example(("12", "١٢"))
def test_marks_and_capitals_make_no_other_word(pair):
    plain, marked = pair

    assert tokens(marked) == tokens(plain) != []
    assert key(marked) == key(plain)


@given(st.text(max_size=200))
def test_what_was_folded_stays_so(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("sign", ["'", "’", "ʼ", "‘", "`", "＇"])
def test_one_apostrophe_is_like_another(sign):
    assert tokens(f"сім{sign}я") == tokens("сім'я")
    assert key(f"O{sign}Brien") == "obrien"


def test_vowel_signs_and_voiced_kana_are_letters():
    assert tokens("दिन") != tokens("दान")
    assert tokens("ガス") != tokens("カス")
    assert tokens("ｶﾞｽ") == tokens("ガス")


def test_scripts_without_spaces_are_cut_into_pairs_that_overlap():
    assert tokens("气候政策 ok") == ["气候", "候政", "政策", "策", "ok"]
    assert tokens("党") == ["党"]
    assert tokens("AI技术") == ["ai", "技术", "术"]


def test_a_pair_knows_where_its_first_letter_ends():
    pair, last = words("ที่นี")

    assert (pair.start, pair.first, pair.end) == (0, 3, 5)
    assert (last.start, last.first, last.end) == (3, 5, 5)


def test_a_word_stands_where_it_stands_in_the_whole_text():
    text = "Two lines.\n\nÉté à Paris,\n東京タワー and\nÖl."
    found = [(word.token, text[word.start : word.end]) for word in words(text)]
    latin = [pair for pair in found if pair[0].isascii()]
    assert latin == [
        *[("two", "Two"), ("lines", "lines"), ("ete", "Été"), ("a", "à")],
        *[("paris", "Paris"), ("and", "and"), ("ol", "Öl")],
    ]
    assert found[5] == ("東京", "東京")


def test_a_half_space_parts_two_words_of_arabic_letters():
    assert tokens("دانش\u200cآموزان") == tokens("دانش آموزان")
    assert key("دانش\u200cآموزان") == key("دانش آموزان")


@given(st.text(max_size=100))
def test_words_hold_the_marks_that_belong_to_them(text):
    for start, end in units(text):
        assume(text[start:end])
        assert not unicodedata.category(text[start]).startswith("M")
        assert after_marks(text, end) == end


def test_names_keep_their_capitals():
    assert bare("Nguyễn Phú Trọng") == "Nguyen Phu Trong"
