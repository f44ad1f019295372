"""Outlets: what is known of each, and what of it we cite. Counted, never scored."""

import datetime as dt
import json
import re

import pytest

from tests import make
from tests.stories.reader import get, publish, read

pytestmark = pytest.mark.django_db

PAGE = "/outlets/gazette/"


def citing(slug, *sources, at=None):
    """Publish a story with these sources."""
    listed = [{"key": f"s{n}"} | source for n, source in enumerate(sources)]
    document = {"format": "explainer/1", "slug": slug, "headline": slug.title()}
    publish(document | {"summary": "So.", "sources": listed}, at=at)


def piece(title, outlet="Gazette", **more):
    return {"title": title, "outlet": outlet} | more


@pytest.fixture
def gazette():
    return make.outlet(name="Gazette", slug="gazette")


def test_what_is_known_of_an_outlet_stands_on_its_page(client, gazette):
    gazette.country, gazette.owner, gazette.kind = "Norway", "A trust", "daily paper"
    gazette.paywalled, gazette.domains = True, "gazette.example"
    gazette.save()
    citing("ports", piece("Port shut"))

    words = read(client, PAGE).text

    for said in ("Norway", "owned by A trust", "daily paper", "gazette.example"):
        assert said in words
    assert "may need a subscription" in words
    assert "we give no marks" in words


def test_a_piece_is_listed_once_with_every_story_that_cites_it(client, gazette):
    shut = piece("Port shut", url="https://gazette.example/1", published="2026-01-15")
    citing("ports", shut)
    citing("ships", shut, piece("Port open", published="2026-01-20"))

    words = read(client, PAGE).text

    assert "Cited in 2 stories" in words
    assert "What we cite (2)" in words
    assert (
        "Port open 20 Jan 2026 · In: Ships Port shut 15 Jan 2026 · In: Ships · Ports"
        in words
    )


def test_a_copy_says_whose_text_it_is_on_both_pages(client, gazette):
    make.outlet(name="Agency", slug="agency", wire=True)
    citing("ports", piece("Port shut", syndicated_from="Agency"))

    assert "text from Agency" in read(client, PAGE).text
    agency = read(client, "/outlets/agency/").text
    assert "Its text in other outlets (1) Port shut Gazette" in agency
    assert "other papers print its text" in agency


def test_an_outlet_is_cited_since_the_first_edition_that_did(client, gazette):
    for day, source in [
        (1, piece("Tide", "Other")),
        (2, piece("Shut")),
        (3, piece("Open")),
    ]:
        at = dt.datetime(2026, 1, day, 12, tzinfo=dt.UTC)
        citing("ports", source, at=at)

    words = read(client, PAGE).text

    assert "First cited 2 January 2026" in words
    assert "Last cited 3 January 2026" in words


def test_the_pieces_of_a_withdrawn_story_are_not_counted(client, gazette):
    citing("ports", piece("Port shut"))
    cited = {"key": "a", "title": "Port gone", "outlet": "Gazette"}
    story = make.story({"sources": [cited]})
    make.edition(story)
    assert "Port gone" in get(client, PAGE)

    story.withdraw(note="It was wrong.")

    assert "Port gone" not in get(client, PAGE)
    assert "Cited in 1 story" in get(client, PAGE)


def test_long_lists_of_pieces_are_cut_and_all_are_a_link_away(client, gazette):
    citing("ports", *(piece(f"Piece no. {n}.") for n in range(41)))

    assert "Piece no. 40." not in get(client, PAGE)
    assert "Piece no. 40." in get(client, f"{PAGE}?all=1")


@pytest.mark.parametrize("stories", [1, 3])
def test_an_outlet_takes_five_queries(
    client, django_assert_num_queries, gazette, stories
):
    for number in range(stories):
        citing(f"story-{number}", piece(f"Piece {number}"))

    with django_assert_num_queries(5):
        client.get(PAGE)


def test_machines_read_what_readers_do(client, gazette):
    gazette.owner, gazette.domains = "A trust", "gazette.example"
    gazette.save()
    citing("ports", piece("Port shut"))

    found = re.search(r'ld\+json">(.*?)</script>', get(client, PAGE))
    page = json.loads(found[1])["@graph"][0]

    assert page["@type"] == "ProfilePage"
    assert page["mainEntity"] == {
        "@type": "NewsMediaOrganization",
        "name": "Gazette",
        "url": "https://gazette.example/",
        "parentOrganization": {"@type": "Organization", "name": "A trust"},
    }
    assert [item["name"] for item in page["hasPart"]["itemListElement"]] == ["Ports"]


def test_an_outlet_of_any_script_has_its_own_page(client):
    make.outlet(name="Известия 24", slug="izvestia")
    make.outlet(name="Газета 24", slug="gazeta")
    citing("ports", piece("Port shut", outlet="Известия 24"))

    assert "Port shut" in read(client, "/outlets/izvestia/").text
    assert client.get("/outlets/gazeta/").status_code == 404
