"""What counts of Wikidata's statements, and what of broken ones."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entities.wikidata_items import ItemError, item, items, results, rights
from tests.support.wikidata import ITEM, KEEPER, LENA, MAYOR, PILOT, statement

pytestmark = pytest.mark.once


def test_ranks_qualifiers_and_what_nobody_knows():
    found = item(LENA)

    assert (found.id, found.kind) == (ITEM, "person")
    assert found.labels == {"en": "Lena Graf", "uk": "Лена Ґраф"}
    assert found.aliases == {"en": ["L. Graf", "lena graf"]}
    assert found.picture == "Lena Graf 2019.jpg"
    held = [
        (o.item, o.since.day, o.since.precision, o.until.day) for o in found.offices
    ]
    assert held == [
        (MAYOR, "2019-05-01", "month", ""),
        (PILOT, "2010-01-01", "year", "2018-03-04"),
        (KEEPER, "", "", ""),
    ]
    assert found.offices[2].since.words == "1950s"
    classes = [statement("P31", "Q5"), statement("P31", "Q515", rank="preferred")]
    assert item({"id": "Q1", "claims": {"P31": classes}}).kind == "place"


def test_what_has_no_name_in_our_languages_has_one_of_another():
    said = {"xx": {"value": " "}, "nl": {"value": "burgemeester"}, "sv": {"value": "b"}}
    office = item({"id": "Q7", "labels": said})

    assert (office.labels, office.name("en")) == (
        {"nl": "burgemeester"},
        "burgemeester",
    )
    assert item({"id": "Q7", "labels": {}}).name("en") == ""
    said["mul"] = {"value": "Mayor"}
    assert item({"id": "Q7", "labels": said}).labels == {"mul": "Mayor"}


def test_answers_are_of_entity_data_of_searches_and_of_commons():
    assert [one.id for one in items({"entities": {ITEM: LENA}})] == [ITEM]
    assert [*items({"entities": {"Q2": {"id": "Q2", "missing": ""}}})] == []
    row = {"id": "Q7", "label": "Almarra", "description": "town", "url": "//x"}
    assert results({"search": [row, {"id": "P31"}, 7]}) == [
        {"id": "Q7", "label": "Almarra", "description": "town"}
    ]
    told = {
        "LicenseShortName": {"value": "CC BY-SA 4.0"},
        "Artist": {"value": '<a href="//x">Tom Weber</a>'},
    }
    page = {"imageinfo": [{"descriptionurl": "https://c.example", "extmetadata": told}]}
    assert rights({"query": {"pages": {"9": page}}}) == {
        "licence": "CC BY-SA 4.0",
        "artist": "Tom Weber",
        "page": "https://c.example",
    }
    assert rights({"query": {"pages": {"-1": {"missing": ""}}}}) == {}
    with pytest.raises(ItemError, match="entities: must be an object"):
        [*items([])]


def places(value, at=()):
    yield at
    pairs = value.items() if isinstance(value, dict) else ()
    pairs = enumerate(value) if isinstance(value, list) else pairs
    for key, inner in pairs:
        yield from places(inner, (*at, key))


ALL = [at for at in places(LENA) if at]
JUNK = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5))
JUNK |= st.lists(st.integers(), max_size=2) | st.dictionaries(st.text(max_size=2), JUNK)


@settings(max_examples=40)
@given(at=st.sampled_from(ALL), junk=JUNK)
def test_whatever_stands_in_an_item_it_is_read_or_refused_by_its_place(at, junk):
    broken = copy.deepcopy(LENA)
    inner = broken
    for key in at[:-1]:
        inner = inner[key]
    inner[at[-1]] = junk

    try:
        said = json.dumps(item(broken, "line 7").said())
    except ItemError as refusal:
        said = str(refusal)
    assert said.startswith(("line 7", "{"))
