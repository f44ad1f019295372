"""How a browser takes the paper's search along."""

import pytest
from lxml import etree

from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ELEMENTS = ("ShortName", "LongName", "Description", "Language", "Image")
NAMES = {"o": "http://a9.com/-/spec/opensearch/1.1/"}


def description(client):
    answer = client.get("/opensearch.xml")
    kind = "application/opensearchdescription+xml; charset=utf-8"
    assert answer["Content-Type"] == kind
    return etree.fromstring(answer.content)


def test_a_browser_learns_where_to_search_and_what_is_suggested(client):
    make.published_story(slug="ports", headline="The ports of Orsa")
    make.edition(make.story(headline="The ports tomorrow"), at=make.soon())
    found = {
        one.get("type"): one.get("template").removeprefix("http://testserver")
        for one in description(client).findall("o:Url", NAMES)
    }
    asked = {kind: at.format(searchTerms="ports") for kind, at in found.items()}

    assert asked.pop("application/opensearchdescription+xml") == "/opensearch.xml"
    assert b"/stories/ports/" in client.get(asked["text/html"]).content
    answer = client.get(asked["application/x-suggestions+json"])
    assert answer["Content-Type"] == "application/x-suggestions+json"
    assert answer.json() == [
        "ports",
        ["The ports of Orsa"],
        [""],
        ["http://testserver/stories/ports/"],
    ]


def test_names_have_no_more_room_than_opensearch_gives_them(client, settings):
    settings.SITE_NAME = (
        "The <Evening> Lantern & Harbour Gazette of Orsa and its Islands"
    )

    root = description(client)

    said = {name: root.findtext(f"o:{name}", namespaces=NAMES) for name in ELEMENTS}
    assert len(said["ShortName"]) <= 16
    assert len(said["LongName"]) <= 48
    assert said["ShortName"].startswith("The <Evening>")
    assert all(said.values())


def test_every_page_leads_to_it(client):
    html = client.get("/").content.decode()

    assert (
        '<link rel="search" type="application/opensearchdescription+xml"'
        ' title="The Lantern" href="/opensearch.xml">' in html
    )
