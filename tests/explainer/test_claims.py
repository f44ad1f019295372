"""What a text claims: names, numbers and months, in the paper's languages."""

import pytest

from explainer import claims

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("The bridge is shut. Nobody was hurt.", "en", set()),
        ("The bridge in Olten is shut.", "en", {"olten"}),
        ("Lena Graf spoke. NATO listened.", "en", {"graf", "nato"}),
        ("Die Brücke bei Olten ist zu.", "de", set()),
        ("An Olten bridge is shut.", "en", {"olten"}),
        ("Es sprach Lena Graf von der SBB.", "de", {"lena", "graf", "sbb"}),
        ("Le pont de Genève est fermé.", "fr", {"geneve"}),
        ("Ми були у Львові.", "uk", {"львові"}),  # noqa: RUF001
        ("أغلق الجسر", "ar", set()),
        ("“The end,” he said.", "en", set()),
    ],
)
def test_names_are_what_has_a_capital_where_other_words_have_none(
    text, language, names
):
    assert claims.names(text, language) == names


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,200 and 1200 and 1’200", {"1200"}),
        ("3.5 or 3,5", {"3.5"}),
        ("Three of 12", {"three", "12"}),
        ("zwölf Tage", {"zwolf"}),
        ("none", set()),
    ],
)
def test_numbers_are_their_digits_however_they_are_grouped(text, numbers):
    assert claims.numbers(text) == numbers


def test_months_are_those_of_the_language():
    assert claims.months("en mars 2026", "fr") == {"mars"}
    assert claims.months("Le rover va sur mars", "en") == set()
    assert claims.months("It may open in June", "en") == {"june"}
