"""Kickers that repeat what the page says by itself, in whatever language."""

import pytest

from explainer.languages import kicker_at, kicker_labels


@pytest.mark.parametrize(
    ("kicker", "found"),
    [
        ("City · Developing", ["Developing"]),
        ("DEVELOPING STORY", ["DEVELOPING STORY"]),
        ("Eilmeldung: Hafen", ["Eilmeldung"]),
        ("In Entwicklung", ["In Entwicklung"]),
        ("Monde – Dernière minute", ["Dernière minute"]),
        ("ÚLTIMA HORA", ["ÚLTIMA HORA"]),
        ("Терміново!", ["Терміново"]),
        ("عاجل | العالم", ["عاجل"]),
        ("Corrected", ["Corrected"]),
        ("City · Explained", []),
        ("Developing countries", []),
        ("War in Ukraine", []),
        ("", []),
    ],
)
def test_a_label_is_found_among_the_parts_of_a_kicker(kicker, found):
    assert kicker_labels(kicker) == found


@pytest.mark.parametrize(
    ("kicker", "after"),
    [
        ("City · Developing", "City"),
        ("Breaking: the port: a strike", "the port · a strike"),
        ("قيد التطور", ""),
        ("City · Explained", "City · Explained"),
        ("Developing countries – trade", "Developing countries – trade"),
    ],
)
def test_a_label_goes_with_its_time_and_no_other_word_does(kicker, after):
    assert kicker_at(kicker, developing=True) == kicker
    assert kicker_at(kicker, developing=False) == after


@pytest.mark.parametrize("kicker", ["·", " – ", "…", ""])
def test_a_kicker_without_a_word_is_none(kicker):
    assert [kicker_at(kicker, developing) for developing in (True, False)] == ["", ""]
