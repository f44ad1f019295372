"""What counts as the same word, and what of a text is shown around it."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from explainer.folding import tokens, words
from paper.search.highlight import LONGEST, excerpt, highlight_runs
from paper.search.query import parse_query
from paper.search.spelling import closest, respelt

text = st.text(max_size=300)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Šefčovič", "sefcovic"),
        ("ÉLYSÉE", "elysee"),
        ("Straße", "STRASSE"),
        ("Skerrøy", "skerroy"),
        ("Київ", "київ"),
        ("İstanbul", "istanbul"),
        ("Cafe\u0301", "café"),
        ("ﬁsh", "fish"),
        ("القاهرة", "القاهرة"),
    ],
)
def test_what_looks_alike_is_the_same_word(written, typed):
    assert tokens(written) == tokens(typed) != []


def test_words_are_runs_of_letters_and_digits():
    assert tokens("G20's 1,5 – “new-ish”_x") == [
        *("g20", "s", "1", "5", "new", "ish", "x")
    ]


@given(text)
@example("\u0e33")
@example("\u0e01\u0e33\u0e25\u0e31\u0e07")
def test_a_token_is_a_token_of_itself(text):
    for token in tokens(text):
        assert "".join(tokens(token)[:1]) == token


@given(text)
def test_tokens_stand_where_they_say(text):
    begins = -1
    for word in words(text):
        assert begins < word.start < word.first <= word.end <= len(text)
        begins = word.start


@given(text)
def test_no_token_has_a_sign_that_an_index_would_read_as_a_command(text):
    signs = {sign for token in tokens(text) for sign in token if not sign.isalnum()}

    assert {unicodedata.category(sign)[0] for sign in signs} <= {"M"}


def test_quotation_marks_hold_words_together():
    phrase, ports, begun = parse_query('ports "dead end" tal').terms

    assert phrase.phrases == (("dead", "end"),)
    assert ports.forms == {"ports", "port"}
    assert begun.begun == ("tal",)


@given(text)
def test_any_words_can_be_asked_for(text):
    assert bool(parse_query(text)) == bool(tokens(parse_query(text).text))


@given(text, text)
def test_marking_words_loses_none(text, query):
    runs = highlight_runs(text, parse_query(query))

    assert "".join(run for run, _hit in runs) == text


@given(text, text)
def test_an_excerpt_is_short(text, query):
    runs = excerpt(text, parse_query(query))

    assert len("".join(run for run, _hit in runs)) <= LONGEST + 4


def test_an_excerpt_shows_the_words_sought():
    long = "Before. " * 100 + "The harbour froze. " + "After. " * 100

    runs = excerpt(f"Nothing here.\n\n{long}", parse_query("harbour"))

    assert ("harbour", True) in runs


@pytest.mark.parametrize("typed", ["Kalas", "kallas kaja", "Kaja Kal", "KALLAS"])
def test_a_misspelt_name_is_recognised(typed):
    names = ["Kaja Kallas", "Karl Marx", "Port Maren"]

    assert closest(typed, names, 2)[0] == "Kaja Kallas"


def test_what_is_like_no_name_suggests_none():
    assert closest("xyzzy", ["Kaja Kallas", "Port Maren"], 5) == []
    assert closest("", ["Kaja Kallas"], 5) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("envoi", ["envoy", "envoys"]),
        ("evnoy", ["envoy"]),
        ("envoy", []),
        ("zzzzz", []),
        ("1925", []),
        ("the envoi", ["the envoy", "the envoys"]),
    ],
)
def test_a_strange_word_is_replaced_by_the_ones_most_like_it(typed, meant):
    words = {"envoy": 3, "envoys": 1, "the": 9, "harbour": 2, "1924": 4}

    assert respelt(typed, words, 3) == meant


@given(text, st.dictionaries(st.text(min_size=1), st.integers(1)))
def test_what_is_offered_instead_is_made_of_known_words(text, words):
    words = {token: 1 for word in words for token in tokens(word)}

    for said in respelt(text, words, 3):
        assert {*said.split()} <= {*words}
