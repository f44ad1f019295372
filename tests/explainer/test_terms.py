"""Terms are found where a text first uses them, in every script."""

import unicodedata

import pytest

from explainer.folding import fold
from explainer.terms import Term, Terms


def found(text, *terms):
    """The words of a text that would be explained, each with the term's number."""
    made = Terms(Term(number, term) for number, term in enumerate(terms, 1))
    return [(text[start:end], term.number) for start, end, term in made.take(text)]


def test_a_term_is_found_once_where_it_first_stands():
    assert found("A dam. The dam, again a dam.", "dam") == [("dam", 1)]


def test_a_term_is_found_in_whole_words_alone():
    assert found("A damp madame.", "dam") == []
    assert found("Dam-building and a dam’s wall", "dam") == [("Dam", 1)]


def test_of_two_terms_that_begin_alike_the_longer_is_found():
    text = "The birth rate fell; a birth is news."

    assert found(text, "birth", "birth rate") == [("birth rate", 2), ("birth", 1)]


def test_a_longer_term_hides_the_shorter_one_wherever_it_stands():
    text = "The birth rate fell. The birth rate rose."

    assert found(text, "birth", "birth rate") == [("birth rate", 2)]
    assert found("A dam, a dam.", "dam", "dam") == [("dam", 1)]


@pytest.mark.parametrize(
    ("text", "term", "words"),
    [
        ("the Federal\nReserve", "Federal Reserve", ["Federal\nReserve"]),
        ("on Wi\u2011Fi", "Wi-Fi", ["Wi\u2011Fi"]),
        ("in the U.S. and on", "U.S.", ["U.S"]),
        ("by NATO (OTAN)", "NATO (OTAN)", ["NATO (OTAN)"]),
        ("vitamin C and C++", "C++", ["C++"]),
        ("5 people paid $5", "$5", ["$5"]),
        ("A dam.", "dam.", ["dam"]),
        ("Birth rate", "birth rate", ["Birth rate"]),
        ("the birth\nrate", "Birth rate", ["birth\nrate"]),
        ("the birth, rate", "birth rate", []),
        ("It told us of the US.", "US", ["US"]),
        ("It told us.", "US", []),
        ("a day\u2011long day", "day-long", ["day\u2011long"]),
    ],
)
def test_capitals_lines_and_hyphens_are_read_as_meant(text, term, words):
    assert [word for word, _number in found(text, term)] == words


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("ในปีนี้อัตราเจริญพันธุ์ลดลง", "อัตราเจริญพันธุ์"),
        ("今年の出生率は下がった。", "出生率"),
        ("घटती प्रजनन दर चिंता है।", "प्रजनन दर"),
        ("توقف كابل الألياف البصرية أمس", "كابل الألياف البصرية"),
        ("ירד שיעור הילודה השנה", "שיעור הילודה"),
        ("рівень народжуваності впав", "Рівень народжуваності"),
        ("le cafe\N{COMBINING ACUTE ACCENT} noir", "café"),
    ],
)
def test_a_term_is_found_in_every_script_with_its_marks(text, term):
    [(words, _number)] = found(text, term)
    at = text.index(words)

    assert fold(words) == fold(term)
    assert not unicodedata.combining((text[at + len(words) :] or " ")[0])


def test_a_sign_belongs_to_one_term_and_the_other_is_found_where_it_is_whole():
    assert found("It is 5$5.", "5$", "$5") == [("5$", 1)]
    assert found("It is 5$5 or $5.", "5$", "$5") == [("5$", 1), ("$5", 2)]


def test_an_empty_term_is_found_nowhere():
    assert found("A dam.", "", "–") == []
