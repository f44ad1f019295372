"""Numbers, days and names that a text has, each told whole."""

from decimal import Decimal

import pytest

from explainer.checks.calendar_days import Day, days
from explainer.checks.numbers import Number, numbers_and_days
from explainer.checks.proper_names import (
    Name,
    is_mentioned,
    names,
    title_case,
    vocabulary,
)


def numbers(text, language="en"):
    """Of each number its words, its value, what it counts, and how."""
    return [
        (
            *(number.words, float(number.value), number.noun),
            " rough" * number.rough + " exact" * number.exact,
        )
        for number in numbers_and_days(text, language)[0]
    ]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("about 300 people", "en", [("300", 300, "people", " rough")]),
        ("some: 12 came", "en", [("12", 12, "came", " rough")]),
        (
            "the 12 towns have 20 more",
            "en",
            [("12", 12, "towns", ""), ("20", 20, "", "")],
        ),
        ("9 men, 8 kings’", "en", [("9", 9, "", ""), ("8", 8, "kings", "")]),
        ("3.5 per cent.", "en", [("3.5 per cent", 3.5, "", " exact")]),
        ("€5 bn, $ 7", "en", [("€5 bn", 5e9, "", " exact"), ("$ 7", 7, "", " exact")]),
        ("Twenty-one Ships", "en", [("Twenty-one", 21, "ships", "")]),
        ("two hundred", "en", [("two hundred", 200, "", "")]),
        ("einundzwanzig Tage", "de", [("einundzwanzig", 21, "tage", "")]),
        ("1.500, 1,5 Mio", "de", [("1.500", 1500, "", ""), ("1,5 Mio", 1.5e6, "", "")]),
        (
            "1 000 kilos, 1.000,5",
            "fr",
            [("1 000", 1000, "kilos", ""), ("1.000,5", 1000.5, "", "")],
        ),
        (
            "1,234,567 or 1,5",
            "en",
            [("1,234,567", 1234567, "", ""), ("1,5", 1.5, "", "")],
        ),
        ("the 3rd", "en", [("3rd", 3, "", "")]),
        ("1.2.3, 14:05, G7, 7/8", "en", []),
        ("9" * 18, "en", [("9" * 18, float("9" * 18), "", "")]),
        ("9" * 19, "en", []),
        ("seven towns in ten, 6 left", "en", [("6", 6, "left", "")]),
        ("three out of every four, 6 left", "en", [("6", 6, "left", "")]),
        (
            "seven in all, six left",
            "en",
            [("seven", 7, "", ""), ("six", 6, "left", "")],
        ),
        ("5 bn or 12 towns", "", [("5", 5, "", ""), ("12", 12, "towns", "")]),
        ("in May 2024 it was 12", "en", [("12", 12, "", "")]),
    ],
)
def test_a_number_has_its_words_its_value_and_what_it_counts(text, language, found):
    assert numbers(text, language) == found


@pytest.mark.parametrize(
    ("value", "signs", "counts"),
    [
        (4, {}, True),
        (3, {}, False),
        (1, {"exact": True}, True),
        (10, {"rough": True, "exact": True}, False),
        (11, {"rough": True}, True),
    ],
)
def test_small_numbers_count_for_nothing(value, signs, counts):
    assert Number("", Decimal(value), **signs).counts is counts


@pytest.mark.parametrize(
    ("value", "rough", "other", "is_told"),
    [
        (7, "", 7, True),
        (7, "", 8, False),
        (115, "one", 100, True),
        (116, "one", 100, False),
        (85, "other", 100, True),
        (84, "other", 100, False),
        (100, "", 104, True),
        (90, "", 91, False),
        (120, "", 124, True),
        (120, "", 126, False),
    ],
)
def test_a_number_is_told_by_one_that_it_may_be_rounded_from(
    value, rough, other, is_told
):
    one = Number("", Decimal(value), rough=rough == "one")
    full = Number("", Decimal(other), rough=rough == "other")

    assert one.told_by(full) is is_told


def named_days(text, language="en"):
    found = [*days(text, language)]
    assert all(text[start:end] == day.words for day, (start, end) in found)
    return [(day.words, day.year, day.month, day.day) for day, _span in found]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("31.12.2022, 1.13.2022", "en", [("31.12.2022", 2022, 12, 31)]),
        ("2022-12-31, 2022-13-01", "en", [("2022-12-31", 2022, 12, 31)]),
        ("2022-01-32, 2022-01-00", "en", []),
        ("1 May, 40 May", "en", [("1 May", None, 5, 1)]),
        ("May 3rd, 2021", "en", [("May 3rd, 2021", 2021, 5, 3)]),
        (
            "feb 3, june of 2020",
            "en",
            [("feb 3", None, 2, 3), ("june of 2020", 2020, 6, None)],
        ),
        (
            "1499, 1500, 2150, 2200",
            "en",
            [("1500", 1500, None, None), ("2150", 2150, None, None)],
        ),
        ("2022 million, 2020.5, €2020, 2021%", "en", []),
        (
            "In March, on March, of May-day",
            "en",
            [("March", None, 3, None), ("May", None, 5, None)],
        ),
        ("June, june, in june", "en", [("June", None, 6, None)]),
        (
            "Ende Mai, Mai, juni",
            "de",
            [("Mai", None, 5, None), ("juni", None, 6, None)],
        ),
        ("en mars, mars", "fr", [("mars", None, 3, None)]),
        ("1er de mai, 1º de mayo", "es", [("1º de mayo", None, 5, 1)]),
        ("Feb 2020", "de", [("2020", 2020, None, None)]),
        ("May 2020", "", [("2020", 2020, None, None)]),
    ],
)
def test_a_day_has_its_words_and_what_is_known_of_it(text, language, found):
    assert named_days(text, language) == found


@pytest.mark.parametrize(
    ("one", "other", "is_told"),
    [
        ((2022, None, None), (2022, 5, 1), True),
        ((2022, None, None), (2021, 5, 1), False),
        ((None, 5, None), (2022, 5, 1), True),
        ((2022, 5, None), (None, 5, 1), True),
        ((2022, 5, None), (2021, 5, 1), False),
        ((2022, 5, 1), (2022, 5, 1), True),
        ((2022, 5, 1), (2022, 5, 2), False),
        ((2022, 5, 1), (2022, 5, None), False),
        ((None, 5, None), (None, 6, None), False),
    ],
)
def test_a_day_is_told_by_one_that_says_as_much(one, other, is_told):
    assert Day("", *one).told_by(Day("", *other)) is is_told


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("We met Kaja Kallas, Ana and Bo.", "en", ["Kaja Kallas kallas", "Ana ana"]),
        ("Kallas left. Kallas’s plan for Europe’s", "en", ["Europe europe"]),
        ("Long Kaja left", "en", ["Kaja kaja"]),
        ("Harbour Union left", "en", ["Harbour Union union"]),
        ("the Ana\nBea", "en", ["Ana ana"]),
        ("the Ana  Bea-Cy", "en", ["Ana ana", "Bea-Cy bea-cy"]),
        ("it rains in May, in Mayo and on Friday", "en", ["Mayo mayo"]),
        ("die Union und Kaja Kallas", "de", ["Kaja Kallas kallas"]),
        ("d’Union an Kaja Kallas", "lb", ["Kaja Kallas kallas"]),
        ("small and 12 years", "en", []),
    ],
)
def test_a_name_has_its_words_and_the_one_that_has_to_be_there(text, language, found):
    assert [f"{name.words} {name.key}" for name in names(text, language)] == found


@pytest.mark.parametrize(
    ("key", "words", "is_told"),
    [
        ("rome", {"rome"}, True),
        ("rome", {"romes"}, False),
        ("italy", {"italian"}, True),
        ("italy", {"itali"}, True),
        ("italy", {"ital", "x"}, True),
        ("italy", {"ita"}, False),
        ("hungary", {"hung"}, True),
        ("ministry", {"minis"}, True),
        ("ministry", {"mini"}, False),
    ],
)
def test_a_name_is_told_by_a_near_relative(key, words, is_told):
    assert is_mentioned(Name("", key), words) is is_told


def test_the_words_of_a_text_are_whole_and_in_pieces():
    assert vocabulary("Šef O’Hara’s Jean-Luc, it's 5") == {
        *("sef", "o’hara", "jean-luc", "jean", "luc", "it")
    }


@pytest.mark.parametrize(
    ("headline", "is_titled"),
    [
        ("Why Water Bills Rise Again", True),
        ("Water Bills Rise here then", False),
        ("Water Bills Rise Then here", True),
        ("The end of it All", False),
        ("Bad bill", False),
    ],
)
def test_a_headline_has_capitals_for_no_reason_if_most_words_have(headline, is_titled):
    assert title_case(headline) is is_titled
