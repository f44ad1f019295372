"""Pages of the who's who: who has one, and what it shows."""

import pytest

from tests import make
from tests.support.reader import publish, read

pytestmark = pytest.mark.django_db


def naming(*slugs, headline="A story", slug="a-story", **keys):
    """Publish a story that names these entities, the first as the most prominent."""
    document = {"format": "explainer/1", "slug": slug, "headline": headline}
    entities = [
        {"slug": name, "name": name, "prominence": place}
        for place, name in enumerate(slugs, 1)
    ]
    publish(document | {"entities": entities} | keys)


def test_what_no_live_story_names_has_no_page(client):
    make.entity(slug="harbour")

    assert client.get("/topics/harbour/").status_code == 404


def test_what_a_live_story_names_has_a_page(client):
    make.entity(slug="harbour", name="The harbour")
    naming("harbour", headline="Ships return")

    page = read(client, "/topics/harbour/")

    assert "The harbour" in page.text
    assert "Ships return" in page.text


def test_what_an_editor_opened_has_a_page(client):
    make.entity(slug="harbour", open=True)

    assert client.get("/topics/harbour/").status_code == 200


@pytest.mark.parametrize(("public_figure", "status"), [(True, 200), (False, 404)])
def test_a_person_has_a_page_as_a_public_figure_alone(client, public_figure, status):
    make.entity(slug="ana", kind="person", public_figure=public_figure)
    naming("ana")

    assert client.get("/topics/ana/").status_code == status
    assert ("/topics/ana/" in client.get("/topics/").text) is public_figure


def test_a_withdrawn_story_takes_its_topics_along(client):
    make.entity(slug="harbour")
    story = make.story(slug="ports", summary="@[The harbour](harbour) reopens.")
    make.edition(story)
    story.withdraw(note="It was wrong.")

    assert client.get("/topics/harbour/").status_code == 404


def test_a_merged_entity_leads_to_its_survivor(client):
    old, new = make.entity(slug="port"), make.entity(slug="harbour")
    naming("port")
    naming("harbour", slug="b-story")
    old.merge_into(new)

    response = client.get("/topics/port/")

    assert (response.status_code, response["Location"]) == (301, "/topics/harbour/")


def test_a_survivor_shows_the_stories_of_those_it_absorbed(client):
    old, new = make.entity(slug="port"), make.entity(slug="harbour", open=True)
    naming("port", headline="Told of the port")
    old.merge_into(new)

    assert "Told of the port" in read(client, "/topics/harbour/").text


def test_the_roles_of_today_come_first(client):
    entity = make.entity(slug="ana", kind="person", public_figure=True, open=True)
    entity.roles.create(title="Mayor", since="2016-01-01", until="2020-01-01")
    entity.roles.create(title="Minister", since="2020-01-02")

    page = read(client, "/topics/ana/")

    assert page.text.index("Minister") < page.text.index("Mayor")


def test_a_lead_says_from_where_and_as_of_when(client):
    make.entity(
        slug="harbour",
        open=True,
        lead="A harbour.",
        as_of="2026-01-03",
        attribution="the atlas",
    )

    page = read(client, "/topics/harbour/")

    assert "As of 3 January 2026, from the atlas" in page.text


def test_topics_are_grouped_by_kind(client):
    make.entity(name="Harbour", kind="place", open=True)
    make.entity(name="Board", kind="organisation", open=True)

    headings = [text for _level, text in read(client, "/topics/").headings]

    assert headings == ["Topics", "Organisations (1)", "Places (1)"]


def test_a_merge_leads_from_one_page_to_the_other(client):
    old, new = make.entity(slug="old"), make.entity(slug="new")
    make.published_story(parts={"entities": [{"entity": old, "name": "Old"}]})

    old.merge_into(new)

    assert client.get("/topics/old/").headers["Location"] == "/topics/new/"
    assert client.get("/topics/new/").status_code == 200
