"""Days of any age, in the words of a page and in the forms that programs read."""

import datetime as dt
import random

import pytest
from django.utils import translation
from django.utils.dateformat import format as formatted
from django.utils.formats import get_format
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.days import (
    MONTH,
    begin_of,
    bygone,
    clip_day,
    format_date,
    in_full,
    in_words,
    order,
)

BATTLE = dt.date(476, 9, 4)


@pytest.mark.parametrize(
    ("language", "day", "month", "year"),
    [
        ("en-gb", "4 September 476", "September 476", "476"),
        ("de", "4. September 476", "September 476", "476"),
        ("fr", "4 septembre 476", "septembre 476", "476"),
        ("es", "4 de septiembre de 476", "septiembre de 476", "476"),
        ("uk", "04 вересня 476 \N{CYRILLIC SMALL LETTER ER}.", "вересень 476", "476"),
        ("ar", "4 سبتمبر، 476", "سبتمبر 476", "476"),
    ],
)
def test_a_year_of_three_digits_has_three(language, day, month, year):
    with translation.override(language):
        found = [
            format_date(BATTLE, precision=known) for known in ("day", "month", "year")
        ]

    assert found == [day, month, year]


@pytest.mark.parametrize("language", ["en-gb", "de", "uk", "ar", "ka", "lv", "ko"])
def test_a_day_of_any_year_is_written_as_django_writes_it(language):
    chance = random.Random(7)
    some = [dt.date.fromordinal(chance.randint(400_000, 900_000)) for _ in range(300)]
    some += [dt.date(2024, 2, 29), dt.date(1600, 2, 29), dt.date(2100, 2, 28)]
    with translation.override(language):
        asked = MONTH.sub("F", get_format("DATE_FORMAT"))
        right = [formatted(day, asked) for day in some]

        assert [format_date(day).lower() for day in some] == [*map(str.lower, right)]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en-gb", "5 Mar 2026"),
        ("de", "5. Mär 2026"),
        ("fr", "5 mar 2026"),
        ("es", "5 de mar de 2026"),
    ],
)
def test_a_month_has_a_capital_where_its_language_gives_it_one(language, said):
    with translation.override(language):
        assert format_date(dt.date(2026, 3, 5), month="M") == said


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("-0043-03-15", "15 March 44 BCE"),
        ("-0043-03", "March 44 BCE"),
        ("-0043", "44 BCE"),
        ("0000-12-31", "31 December 1 BCE"),
        ("0000-02-29", "29 February 1 BCE"),
        ("-9999-01-01", "1 January 10000 BCE"),
        ("0476-09-04", "4 September 476"),
        ("0001", "1"),
        ("2016-03", "March 2016"),
    ],
)
def test_the_iso_form_of_a_day_is_said_in_full(iso, words):
    assert in_full(iso) == words


@pytest.mark.parametrize("text", ["-0043-03-15", "0000"])
def test_a_label_that_is_a_day_of_old_is_said_in_words(text):
    assert in_words(text).endswith(" BCE")


@pytest.mark.parametrize(
    "text",
    [
        *("spring 2025", "2025", "2025-01-01", "44 BCE", "-44", "-0000", "-0043-13"),
        *("-0043-02-30", "-0001-02-29", "-0043-03-15 ", "-00043-03-15", ""),
    ],
)
def test_any_other_label_is_as_it_was_typed(text):
    assert (bygone(text), in_words(text)) == (None, text)


def test_days_of_any_age_are_put_in_order():
    right = ["-0100", "-0043", "-0043-03", "-0043-03-15", "-0043-04-01", "-0001-01-01"]
    right += ["0000-01-01", "0001-01-01", "0476-09-04", "2016", "2016-03-01"]
    mixed = random.Random(4).sample(right, len(right))

    assert sorted(mixed, key=order) == right


def test_a_day_is_clipped_to_what_is_known():
    known = ("", "day", "month", "year")

    found = [clip_day("2016-03-01", precision) for precision in known]

    assert found == ["2016-03-01", "2016-03-01", "2016-03", "2016"]
    assert clip_day("-0043-03-15", "month") == "-0043-03"


@pytest.mark.parametrize(
    ("text", "words", "begin"),
    [
        ("1914~", "about 1914", "1914"),
        ("-0500~", "about 501 BCE", "-0500"),
        ("../1450", "before 1450", "1450"),
        ("1450-03/..", "after March 1450", "1450-03"),
        ("1914-07-28/1918-11", "28 July 1914 – November 1918", "1914-07-28"),
        ("0700~/0750", "about 700 – 750", "0700"),
        ("-0026/0014", "27 BCE – 14", "-0026"),
        ("2026-05/2026-05-09", "May 2026 – 9 May 2026", "2026-05"),
    ],
)
def test_what_is_no_one_day_is_said_in_words_and_has_its_place(text, words, begin):
    assert in_words(text) == words
    assert begin_of(text) == begin


@pytest.mark.parametrize(
    "text",
    [
        *("1918/1914", "2026-05-09/2026-04", "2026-13/2027", "../..", "1914/", "/1914"),
        *("1914", "about 1914", "1914~x", "2026-02-30~", "9/11", "..", "~", "1914/x"),
    ],
)
def test_what_only_looks_like_it_stays_a_text(text):
    assert in_words(text) == text


DAYS = st.dates(dt.date(1000, 1, 1), dt.date(9999, 12, 31)).map(str)


@settings(max_examples=30)
@given(day=DAYS, size=st.sampled_from([4, 7, 10]), sign=st.sampled_from(["", "~"]))
def test_a_span_begins_where_it_is_put(day, size, sign):
    known = day[:size]

    assert begin_of(f"{known}~") == begin_of(f"{known}{sign}/..") == known
    assert begin_of(f"../{known}{sign}") == known
    assert begin_of(f"{known}{sign}/{known}") == known
