"""Whether short and full telling agree: numbers, days, names and quotes."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import checks
from explainer.checks import Context
from explainer.checks.calendar_days import days
from explainer.checks.numbers import numbers_and_days
from explainer.checks.proper_names import names


def apart(code, brief, report, language="en", **document):
    """The words of the brief that the report lacks."""
    whole = {"format": "explainer/1", "slug": "a", "headline": "A"} | document
    whole |= {"brief": brief, "report": report, "language": language}
    found = checks.examine(whole, Context(dt.date(2026, 1, 20), first=False), {code})
    return [finding.words for finding in found if finding.place == "brief"]


@pytest.mark.parametrize(
    ("brief", "report", "language"),
    [
        ("12 died.", "Twelve people died.", "en"),
        ("Twenty-one left.", "21 left.", "en"),
        ("1,000 came.", "1000 came.", "en"),
        ("1.5 million came.", "1,500,000 came.", "en"),
        ("It cost €90bn.", "It cost €90 billion.", "en"),
        ("1.2 million came.", "1,234,567 came.", "en"),
        ("Nearly 300 came.", "289 came.", "en"),
        ("Almost four years passed.", "It was long.", "en"),
        ("Two ministers met.", "Ministers met.", "en"),
        ("Seven in ten lack it.", "Of 212, 148 lack it.", "en"),
        ("The G7 and an F-16.", "They met.", "en"),
        ("It ends at 14:05.", "It ends.", "en"),
        ("Es waren 1.000.", "Es waren 1000.", "de"),
        ("Es kostet 1,5 Mio Euro.", "Es kostet 1.500.000 Euro.", "de"),
        ("Zwölf kamen.", "12 kamen.", "de"),
        ("Douze sont venus.", "12 sont venus.", "fr"),
        ("Doce vinieron.", "12 vinieron.", "es"),
        ("Дванадцять прийшли.", "12 прийшли.", "uk"),
    ],
)
def test_one_number_may_be_written_in_many_ways(brief, report, language):
    assert apart("number-differs", brief, report, language) == []


@pytest.mark.parametrize(
    ("brief", "report", "words"),
    [
        ("Twelve ministers met.", "Nine ministers met.", ["Twelve"]),
        ("It fell by 3 per cent.", "It fell by 4 per cent.", ["3 per cent"]),
        ("1.3 million came.", "1,234,567 came.", ["1.3 million"]),
        ("10 ministers met.", "12 ministers met.", ["10"]),
        ("It rose in May 2024.", "It rose in June 2024.", ["May 2024"]),
        ("On 24 February it began.", "It began on 23 February 2022.", ["24 February"]),
        ("It was so in 2019.", "It was so in 2020.", ["2019"]),
    ],
)
def test_a_number_or_a_day_that_the_report_lacks_is_told(brief, report, words):
    assert apart("number-differs", brief, report) == words


def test_what_is_counted_otherwise_is_named():
    document = {"format": "explainer/1", "slug": "a", "headline": "A"}
    document |= {"brief": "Twelve ministers met.", "report": "Nine ministers met."}

    (finding,) = checks.examine(
        document, Context(dt.date(2026, 1, 20), first=False), {"number-differs"}
    )

    assert finding.message == (
        "“Twelve ministers” here, “Nine ministers” in the full telling."
    )


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("on 2022-02-24", "en", (2022, 2, 24)),
        ("on 24 February 2022", "en", (2022, 2, 24)),
        ("on February 24th, 2022", "en", (2022, 2, 24)),
        ("on 24.02.2022", "de", (2022, 2, 24)),
        ("am 24. Februar 2022", "de", (2022, 2, 24)),
        ("le 24 février 2022", "fr", (2022, 2, 24)),
        ("le 1er mai 2022", "fr", (2022, 5, 1)),
        ("el 24 de febrero de 2022", "es", (2022, 2, 24)),
        ("24 лютого 2022", "uk", (2022, 2, 24)),
        ("in February 2022", "en", (2022, 2, None)),
        ("since February", "en", (None, 2, None)),
        ("in 2022", "en", (2022, None, None)),
        ("in May", "en", (None, 5, None)),
    ],
)
def test_a_day_is_read_in_the_shapes_of_many_languages(text, language, day):
    ((read, _span),) = days(text, language)

    assert (read.year, read.month, read.day) == day


@pytest.mark.parametrize("text", ["They may go.", "They march on.", "€2000", "2022%"])
def test_what_looks_like_a_day_is_none(text):
    assert [*days(text, "en")] == []


def test_a_day_may_stand_in_a_field_of_its_own():
    timeline = [{"date": "2022-02-24", "text": "It began."}]

    assert (
        apart(
            "number-differs", "On 24 February it began.", "It began.", timeline=timeline
        )
        == []
    )


def test_without_a_report_the_short_texts_are_the_telling():
    assert apart("number-differs", "Twelve met.", "") == []


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Then Kaja Kallas spoke.", "en", ["Kaja Kallas"]),
        ("Yesterday was cold.", "en", []),
        ("In Paris they met.", "en", ["Paris"]),
        (
            "The European Union met Ukraine’s envoy.",
            "en",
            ["European Union", "Ukraine"],
        ),
        ("They met on Monday in May.", "en", []),
        ("Dann sprach die Ministerin mit Kaja Kallas.", "de", ["Kaja Kallas"]),
        ("Тоді Кая Каллас сказала.", "uk", ["Кая Каллас"]),
    ],
)
def test_names_are_told_by_their_capitals(text, language, found):
    assert [name.words for name in names(text, language)] == found


@pytest.mark.parametrize(
    ("brief", "report", "words"),
    [
        ("Then Angela Merkel left.", "Then Merkel left.", []),
        ("Then Angela Merkel left.", "Then she left.", ["Angela Merkel"]),
        ("They met in Italy.", "Italian ministers met.", []),
        ("They met in Erdoğan’s house.", "Erdogan was there.", []),
        ("They met in Rome.", "They met.", ["Rome"]),
    ],
)
def test_a_name_that_the_report_lacks_is_told(brief, report, words):
    assert apart("name-differs", brief, report) == words


def test_a_headline_in_capitals_names_nobody():
    document = {"format": "explainer/1", "slug": "a", "report": "It rose."}
    document |= {"headline": "Why Water Bills Rise Again This Year"}

    assert (
        checks.examine(
            document, Context(dt.date(2026, 1, 20), first=False), {"name-differs"}
        )
        == []
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("An envoy without a mandate is a tourist.", False),
        ("An envoy without any mandate is a tourist.", True),
        ("without a mandate is a tourist", False),
        ("We shall never give up the whole of it.", False),
    ],
)
def test_a_quote_has_one_wording(words, told):
    quotes = [{"text": "An envoy without a mandate is a tourist.", "speaker": "Ana"}]
    found = checks.examine(
        {
            "format": "explainer/1",
            "slug": "a",
            "headline": "A",
            "quotes": quotes,
            "report": f"She said: “{words}”",
        },
        Context(dt.date(2026, 1, 20), first=False),
        {"quote-differs"},
    )

    assert [finding.words for finding in found] == ([words] if told else [])


@given(st.text(max_size=80), st.sampled_from(["en", "de", "fr", "es", "uk", "ar", ""]))
def test_no_text_is_too_strange_to_be_measured(text, language):
    numbers, found = numbers_and_days(text, language)

    assert all(number.value >= 0 for number in numbers)
    assert all(day.words in text.replace("'", "’") for day in found)
