"""The topics index: by kind, by letter where a kind is long, with counts of stories."""

import pytest
from django.utils import timezone

from entities.models import Entity
from paper.topics import topic_list
from paper.topics.topic_list import LONG, OTHER, initial, sortable
from tests import make
from tests.support.reader import get, publish, read

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

    topic_list = read(client, "/topics/").text
    under_u = read(client, "/topics/?kind=organisation&letter=U").text

    assert f"B {LONG}" in topic_list
    assert "Board 1" not in topic_list
    assert "Union" in under_u
    assert "Board 1" not in under_u


@pytest.mark.parametrize("query", ["kind=%00", "kind=person&letter=%00", "letter=x"])
def test_no_query_breaks_the_index(client, query):
    make.entity(name="Harbour", open=True)

    assert client.get(f"/topics/?{query}").status_code == 200


@pytest.mark.parametrize("entities", [1, 3])
def test_the_index_takes_four_queries(client, django_assert_num_queries, entities):
    for _ in range(entities):
        make.entity(open=True)

    with django_assert_num_queries(4):
        get(client, "/topics/")


def rows(groups):
    """What an index lists: a kind, how many it has, its topics and its letters."""
    return [
        (
            *(one.kind, one.total, [(row.name, n) for row, n in one.entities]),
            *(one.letters, one.letter),
        )
        for one in groups
    ]


def test_an_index_has_every_public_topic_by_kind_and_name_with_its_stories():
    for name, kind in (
        *(("Zürich", "place"), ("Orsa", "place"), ("Åre", "place"), ("9 May", "event")),
        *(("Board", "organisation"), ("Ana", "person"), ("Nobody", "")),
    ):
        make.entity(name=name, kind=kind, open=True, public_figure=True)
    make.entity(name="Closed", kind="place")
    old = make.entity(name="Old Orsa", kind="place", slug="old")
    orsa = Entity.objects.get(name="Orsa")
    old.merge_into(orsa)
    for entity in (orsa, old, orsa):
        make.published_story(parts={"entities": [{"entity": entity, "name": "O"}]})
    both = {"entities": [{"entity": row, "name": "O"} for row in (orsa, old)]}
    make.published_story(slug="ports", parts=both)
    german = {"language": "de", "translation_of": "ports"}
    make.published_story(parts=both, **german)
    make.published_question(intro=f"@[Orsa]({orsa.slug}).")
    gone = make.published_story(parts=both)
    gone.withdraw(note="It was wrong.")
    make.published_story(parts={"byline": [{"name": "Orsa", "entity": orsa}]})
    now = timezone.now()

    places = ("place", 3, [("Åre", 0), ("Orsa", 5), ("Zürich", 0)], [], "")
    assert rows(topic_list.build(now)) == [
        ("person", 1, [("Ana", 0)], [], ""),
        ("organisation", 1, [("Board", 0)], [], ""),
        places,
        ("event", 1, [("9 May", 0)], [], ""),
    ]
    assert rows(topic_list.build(now, "place")) == [places]
    assert rows(topic_list.build(now, "work")) == []


def test_a_kind_with_one_name_too_many_is_parted_by_letters(monkeypatch):
    monkeypatch.setattr(topic_list, "LONG", 2)
    for name in ("Board", "Bank", "9 May"):
        make.entity(name=name, open=True)
    for name in ("Bern", "Chur"):
        make.entity(name=name, kind="place", open=True)
    now, letters = timezone.now(), [("B", 2), (OTHER, 1)]

    places = ("place", 2, [("Bern", 0), ("Chur", 0)], [], "")
    assert rows(topic_list.build(now)) == [("organisation", 3, [], letters, ""), places]
    banks = [("Bank", 0), ("Board", 0)]
    assert rows(topic_list.build(now, "organisation", "B")) == [
        ("organisation", 3, banks, letters, "B")
    ]
    assert rows(topic_list.build(now, "organisation", "C")) == [
        ("organisation", 3, [], letters, "")
    ]
    assert rows(topic_list.build(now, "place", "B")) == [places]


def test_an_index_is_as_it_is_until_the_next_edition():
    assert topic_list.next_due(timezone.now()) is None
    for hours in (2, 1):
        make.edition(at=(due := make.soon(hours=hours)))

    assert topic_list.next_due(timezone.now()) == due
