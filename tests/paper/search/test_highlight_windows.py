"""Only pieces of a text are looked at closely, and nothing is missed by that."""

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


def test_a_long_text_is_looked_at_in_a_small_part():
    text = " ".join(["nothing"] * 500 + ["ice"] + ["nothing"] * 500)
    asked = parse_query("ice")

    pieces = [*highlight.windows(text, asked, asked.terms)]

    assert [text[start:end] for start, end in pieces] == ["ice"]
