"""A topic for programs: the same as its page, in three forms, and no more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from explainer import front_matter
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FORMS = (".json", ".md", ".ninjs.json")


@pytest.fixture
def ada():
    """A person named by a live story, which quotes her; and one who is private."""
    who = {"kind": "person", "public_figure": True, "lead": "Who *runs* [it]."}
    ada = make.entity(name="Ada", slug="ada", **who)
    ada.roles.create(title="Minister", since="2024-01-02")
    make.entity(name="Eve", slug="eve", kind="person")
    parts = {
        "entities": [{"entity": ada, "name": "Ada", "prominence": 1}],
        "quotes": [
            {"key": "q", "text": "No.", "speaker": "Ada", "entity": ada}
            | {"said_on": "2025-03-01"}
        ],
        "timeline": [{"date": "2025-04-01", "text": "Ada resigned."}],
    }
    make.published_story(slug="ports", headline="Ports [open]", parts=parts)
    return ada


def test_what_the_page_tells_is_in_every_form(client, ada):
    said = client.get("/topics/ada.json").json()
    text = client.get("/topics/ada.md").content.decode()
    item = client.get("/topics/ada.ninjs.json").json()

    address = "http://testserver/topics/ada/"
    story = "http://testserver/stories/ports/"
    assert (said["name"], said["kind"], said["lead"]) == ("Ada", "person", ada.lead)
    assert said["address"] == address
    assert said["roles"] == [{"title": "Minister", "since": "2024-01-02"}]
    assert [(one["text"], one["date"], one["told_in"]) for one in said["quotes"]] == [
        ("No.", "2025-03-01", [story])
    ]
    assert [one["text"] for one in said["events"]] == ["Ada resigned."]
    assert said["stories"][0]["headline"] == "Ports [open]"
    assert client.get(said["stories"][0]["twin"]).status_code == 200
    front, body, _first = front_matter.split(text)
    assert front_matter.read(front)["roles"] == said["roles"]
    assert body == (
        "\n# Ada\n\nWho \\*runs\\* \\[it\\].\n\n"
        f"## Quotes\n\n- “No.”, 2025-03-01, Minister: <{story}>\n\n"
        f"## Stories\n\n- [Ports \\[open\\]]({story})\n\n"
        f"## Timeline\n\n- 2025-04-01: Ada resigned. <{story}>\n"
    )
    assert item["people"] == [{"name": "Ada", "rel": "about", "uri": address}]
    assert [(one["name"], one["uri"]) for one in item["associations"]] == [
        ("Ports [open]", story)
    ]


@pytest.mark.parametrize("form", FORMS)
def test_who_has_no_page_has_no_twin_and_who_was_merged_leads_on(client, ada, form):
    other = make.entity(name="A. Lovelace", slug="lovelace", kind="person")
    other.merged_into = ada
    other.save()

    assert client.get(f"/topics/eve{form}").status_code == 404
    assert client.get(f"/topics/nobody{form}").status_code == 404
    moved = client.get(f"/topics/lovelace{form}")
    assert (moved.status_code, moved["Location"]) == (301, f"/topics/ada{form}")
    assert moved["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("form", FORMS)
def test_a_twin_costs_no_more_than_the_page(
    client, ada, form, django_assert_max_num_queries
):
    with CaptureQueriesContext(connection) as page:
        client.get("/topics/ada/")
    with django_assert_max_num_queries(len(page)):
        client.get(f"/topics/ada{form}")
