"""Only pieces of a text are looked at closely, and nothing is missed by that."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper.search import highlight
from paper.search.query import parse_query

PIECES = ["ice", "Icebreakers", "O'Brien", "dead", "end", "-", "U.S.", "3.5", "a\nb"]
PIECES += ["covid-19", "1,234", "x", "ice,", "(end)", "\u2019tis", "Müll"]
QUERIES = [
    *("ice", '"dead end"', "obrien", "us", "dead", "covid 19", '"ice dead end"'),
    *("o'brien", "1234", "icebreak", '"end ice" x', "3.5", "mull"),
]


@pytest.mark.parametrize("words", QUERIES)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_what_is_marked_is_what_a_look_at_the_whole_text_marks(words, pieces):
    text, asked = " ".join(pieces), parse_query(words)
    found = highlight.places(text, asked, "en")
    terms = [part for term in asked.terms for part in term.all()]
    groups = [*highlight.chunks(text)]
    every = {
        *highlight.form_places(text, groups, terms, "en"),
        *highlight.phrase_places(groups, terms),
    }

    assert {at for start, end in found for at in range(start, end)} == {
        at for start, end in every for at in range(start, end)
    } | {at for one, other in gaps(found, every) for at in range(one, other)}


def gaps(found, every):
    """What lies between two places that touch, and is marked with them."""
    ends, starts = {end for _s, end in every}, {start for start, _e in every}
    return [(e, s) for e in ends for s in starts if e == s and (e, s) not in found]


@pytest.mark.parametrize("words", QUERIES)
@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_single_words_are_marked_as_a_closer_look_marks_them(words, pieces):
    text, asked = " ".join(pieces), parse_query(words)
    quick = highlight.word_places(text, asked, "en")
    close = [*itertools.chain(*highlight.places_by_window(text, asked, "en"))]

    assert quick is None or quick == close


@pytest.mark.parametrize(
    ("words", "text", "is_quick"),
    [
        ("ice", "The ice-age “froze” it – O’Brien said…", True),
        ("ice", "Icebreakers in Zürich", False),
        ("é", "plain", True),
        ("新", "plain", False),
        ('"dead end"', "a dead end", False),
        ("ageice", "an age-ice", False),
        ("agex ageice", "an age-ice", False),
        ("zebra", "an age-ice", True),
    ],
)
def test_a_closer_look_is_taken_where_more_than_words_is_sought_or_there(
    words, text, is_quick
):
    found = highlight.word_places(text, parse_query(words), "en")

    assert (found is not None) == is_quick


@pytest.mark.parametrize("words", QUERIES)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=6), min_size=1, max_size=6))
def test_no_passage_is_passed_by_that_has_a_word(words, passages):
    texts, asked = [" ".join(pieces) for pieces in passages], parse_query(words)
    texts = [text for text in texts if text] or ["x"]

    likely = [*highlight.likely_passages("\n\n".join(texts), asked)]

    having = [text for text in texts if highlight.has(text, asked, "en")]
    assert [text for text in likely if text in having] == having


def test_most_passages_are_passed_by():
    texts = ["nothing"] * 9 + ["some ice."] + ["nothing"] * 9 + ["icy", "no ice"]

    likely = [*highlight.likely_passages("\n\n".join(texts), parse_query("ice"))]

    assert likely == ["some ice.", "no ice"]


def test_what_is_marked_is_html():
    runs = [("a <b> & ", False), ("<ice>", True), (" …", False)]

    said = highlight.marked(runs)

    assert said == "a &lt;b&gt; &amp; <mark>&lt;ice&gt;</mark> …"
    assert said.__html__() == said


def test_a_long_text_is_looked_at_in_a_small_part():
    text = " ".join(["nothing"] * 500 + ["ice"] + ["nothing"] * 500)
    asked = parse_query("ice")

    pieces = [*highlight.windows(text, asked, asked.terms)]

    assert [text[start:end] for start, end in pieces] == ["ice"]
