"""The topics index: by kind, by letter where a kind is long, with counts of stories."""

import pytest

from entities.index import LONG, OTHER, initial, sortable
from tests import make
from tests.stories.reader import get, publish, read

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "letter"),
    [("Harbour", "H"), ("Šefčovič", "S"), ("ibis", "I"), ("2026", OTHER), ("", OTHER)],
)
def test_a_name_stands_under_its_bare_letter(name, letter):
    assert initial(name) == letter


def test_marks_and_capitals_do_not_part_names():
    names = ["9 May", "Zürich", "zoo", "Éire", "earth"]

    ordered = sorted(names, key=sortable)

    assert ordered == ["earth", "Éire", "zoo", "Zürich", "9 May"]


def test_each_topic_has_how_many_live_stories_name_it(client):
    old, new = make.entity(slug="old"), make.entity(slug="new", name="Port")
    for number, slug in enumerate(["old", "new", "new"]):
        entities = [{"slug": slug, "name": slug}]
        document = {"format": "explainer/1", "slug": f"s-{number}", "headline": "S"}
        publish(document | {"summary": "So.", "entities": entities})
    old.merge_into(new)

    assert "Port 3 stories" in read(client, "/topics/").text


def test_a_long_kind_is_listed_letter_by_letter(client):
    for number in range(LONG):
        make.entity(name=f"Board {number}", open=True)
    make.entity(name="Union", open=True)

    index = read(client, "/topics/").text
    under_u = read(client, "/topics/?kind=organisation&letter=U").text

    assert f"B {LONG}" in index
    assert "Board 1" not in index
    assert "Union" in under_u
    assert "Board 1" not in under_u


@pytest.mark.parametrize("query", ["kind=%00", "kind=person&letter=%00", "letter=x"])
def test_no_query_breaks_the_index(client, query):
    make.entity(name="Harbour", open=True)

    assert client.get(f"/topics/?{query}").status_code == 200


@pytest.mark.parametrize("entities", [1, 3])
def test_the_index_takes_three_queries(client, django_assert_num_queries, entities):
    for _ in range(entities):
        make.entity(open=True)

    with django_assert_num_queries(3):
        get(client, "/topics/")
