"""Names: when two are one, and what stands for one in an address."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.identity import MOST, identity, same
from explainer.slugs import slug_of, slugs_for


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Канал 24", "КАНАЛ  24"),
        ("\uff34\uff48\uff45 Wire", "the\u00a0wire "),
        ("Café", "Cafe\u0301"),
        ("Straßenblatt", "STRASSENBLATT"),
        ("The\u00adWire", "The\u200bWire"),
    ],
)
def test_a_name_is_one_however_it_is_written(one, other):
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Канал 24", "Россия 24"),
        ("朝日新聞 Digital", "毎日新聞 Digital"),
        ("C", "C++"),
        ("C#", "C++"),
        ("François", "Francois"),
        ("Die Welt", "DieWelt"),
        ("a" * 300 + "b", "a" * 300 + "c"),
    ],
)
def test_two_names_are_two(one, other):
    assert not same(one, other)


@given(st.text(max_size=400))
def test_an_identity_is_its_own_and_fits_its_column(name):
    assert identity(identity(name)) == identity(name)
    assert len(identity(name)) <= MOST
    assert same(name, f"  {name} ")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Größte Überraschung: „Straße“", "groesste-ueberraschung-strasse"),
        ("Łódź, Þjóð, Đà Nẵng", "lodz-thjod-da-nang"),
        ("Прем’єр подав заяву", "premier-podav-zayavu"),
        ("北京", "beijing"),
        ("Ελλάδα", "ellada"),
        ("François Noël", "francois-noel"),
        ("Ærø", "aero"),
        ("🔥🔥🔥", ""),
        ("+ #", ""),
    ],
)
def test_an_address_is_in_small_latin_letters(name, slug):
    assert slug_of(name) == slug


def test_names_alike_in_latin_letters_are_numbered_and_signs_are_numbers():
    assert [*islice(slugs_for("C++"), 3)] == ["c", "c-2", "c-3"]
    assert [*islice(slugs_for("🔥"), 2)] == ["1", "2"]
    assert [*islice(slugs_for("ab cd", 5), 3)] == ["ab-cd", "ab-2", "ab-3"]


@given(st.text(max_size=60), st.integers(min_value=4, max_value=30))
def test_every_address_can_be_one(name, most):
    for slug in islice(slugs_for(name, most), 12):
        assert slug.isascii()
        assert slug.replace("-", "a").isalnum()
        assert slug == slug.strip("-").lower()
        assert len(slug) <= most
