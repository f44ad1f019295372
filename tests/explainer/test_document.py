"""The frozen document: one text, one hash, and room to grow."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import document

GOLDEN = sorted((Path(__file__).parent.parent / "editions").glob("*.json"))

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
)


@given(st.dictionaries(st.text(max_size=5), values, max_size=5))
def test_a_canonical_text_is_canonical_again(value):
    text = document.canonical(value)

    assert document.canonical(json.loads(text)) == text


@given(st.dictionaries(st.text(max_size=5), values, max_size=5))
def test_a_key_that_says_nothing_changes_no_hash(value):
    more = value | {"a new key": ""} | {"another": []} | {"third": False}

    assert document.canonical(more) == document.canonical(value)


def test_nought_says_something():
    assert document.canonical({"prominence": 0}) == '{"prominence":0}'


def test_letters_stay_letters():
    assert document.canonical({"name": "Šefčovič"}) == '{"name":"Šefčovič"}'


def test_an_old_format_is_upgraded_on_reading(monkeypatch):
    monkeypatch.setitem(
        document.UPGRADES, "explainer/0", lambda old: old | {"format": "explainer/1"}
    )

    assert document.load('{"format":"explainer/0"}') == {"format": "explainer/1"}


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_every_shape_ever_published_can_still_be_read(path):
    text = path.read_text("utf-8").strip()
    read = document.load(text)

    assert read["format"] in ("explainer/1", "question/1")
    assert document.digest(text) == path.with_suffix(".sha256").read_text().strip()
