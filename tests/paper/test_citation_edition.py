"""What readers take along: citations to download, addresses of paragraphs, and what a
browser needs to keep the paper."""

import datetime as dt
import json
import re

import pytest
from django.contrib.staticfiles.finders import find

from paper.citation import Citation, citation
from tests import make
from tests.support.folio import barrier, canteens
from tests.support.reader import get, publish, read

pytestmark = [pytest.mark.django_db, pytest.mark.once]

STORY = "/stories/maren-tidal-barrier/"
QUESTION = "/questions/can-a-barrier-be-mended/"


@pytest.fixture
def paper():
    publish(barrier())
    publish(canteens())


@pytest.mark.parametrize(
    ("form", "kind", "opens"),
    [
        ("bib", "application/x-bibtex", b"@misc{rates-1,"),
        ("ris", "application/x-research-info-systems", b"TY  - NEWS\r\n"),
    ],
)
def test_an_edition_is_cited_by_download(client, form, kind, opens):
    make.published_story(slug="rates", headline="50 % & more")

    response = client.get(f"/stories/rates/editions/1/cite.{form}")

    assert response["Content-Type"] == f"{kind}; charset=utf-8"
    said = f'attachment; filename="rates-1.{form}"'
    assert response["Content-Disposition"] == said
    assert response.content.startswith(opens)
    assert b"http://testserver/stories/rates/editions/1/" in response.content


def test_a_citation_keeps_the_headline_of_its_edition(client):
    story = make.published_story(slug="rates", headline="Rates rise")
    story.headline = "Rates fall"
    story.save()
    make.edition(story)

    assert "Rates rise" in get(client, "/stories/rates/editions/1/cite.bib")
    assert "Rates fall" in get(client, "/stories/rates/editions/2/cite.bib")
    assert "editions/2/" in read(client, "/stories/rates/").text
    assert "Rates rise" in read(client, "/stories/rates/editions/1/").text


def test_what_was_withdrawn_is_cited_no_more(client):
    story = make.published_story(slug="rates", headline="Rates rise")
    story.withdraw(note="It was wrong.")

    response = client.get("/stories/rates/editions/1/cite.ris")

    assert response.status_code == 410
    assert b"Rates rise" not in response.content


@pytest.mark.parametrize(
    "address",
    [
        *("/stories/rates/editions/2/cite.bib", "/stories/no/editions/1/cite.bib"),
        *("/stories/rates/editions/0/cite.bib", "/stories/rates/editions/1/cite.txt"),
        *("/stories/rates/editions/9999999/cite.bib", "/questions/rates/editions/1/"),
    ],
)
def test_an_edition_that_never_was_is_not_cited(client, address):
    make.published_story(slug="rates")

    assert client.get(address).status_code == 404


def test_under_its_old_slug_a_story_is_cited_under_its_new_one(client):
    story = make.published_story(slug="before")
    story.slug = "after"
    story.save()
    make.edition(story)

    response = client.get("/stories/before/editions/1/cite.bib")

    assert response["Location"] == "/stories/after/editions/1/cite.bib"


def test_a_question_is_cited_by_its_title(client, paper):
    assert "Can a sinking barrier" in get(client, f"{QUESTION}editions/1/cite.ris")
    assert f"{QUESTION}editions/1/" in read(client, QUESTION).text


def test_a_story_takes_along_the_address_of_its_depth_without_what_is_new(
    client, paper
):
    for depth, said in (("brief", "?depth=brief"), ("full", ""), ("odd", "")):
        page = get(client, f"{STORY}?depth={depth}&since=1&only=new")

        (address,) = re.findall(r"data-address>([^<]*)<", page)
        assert address == f"http://testserver{STORY}{said}"


@pytest.mark.parametrize("asked", ["", "?since=1", "?since=1&only=new"])
def test_no_link_leads_to_a_place_that_the_page_leaves_out(client, paper, asked):
    page = get(client, f"{STORY}{asked}")
    places = {*re.findall(r'\bid="([^"]+)"', page)}
    whole = f'href="{STORY}#editions"' in page

    assert {*re.findall(r'href="#([^"]+)"', page)} <= places
    assert whole == asked.endswith("new")


@pytest.mark.parametrize("depth", ["full", "brief", "glance"])
def test_every_paragraph_of_prose_has_an_address(client, paper, depth):
    answers = [{"question": "Why?", "answer": "So.[^notes]"}]
    parts = {"answers": answers, "sources": [{"key": "notes", "kind": "own"}]}
    make.edition(make.question(parts, slug="why", intro="In short.[^notes]"))
    page = get(client, f"{STORY}?depth={depth}") + get(client, "/questions/why/")
    bare = re.findall(r"<(?:p|ul|ol|blockquote)>.{0,60}", page, re.DOTALL)
    telling = re.findall(r'<div class="passage" id="[^"]+".*?</div>', page, re.DOTALL)
    inside = "".join(telling)

    # A passage has its address around it; lists of links are no prose.
    assert not [text for text in bare if "sup class" in text and text not in inside]
    for place in ("happened-1", "short-answer-1", "answer-1-1"):
        assert f'id="{place}"' in page


def test_a_paragraph_keeps_its_address_for_who_comes_back(client):
    story = make.published_story(slug="rates", summary="One.\n\nTwo.")
    story.summary = "One.\n\nTwo and more."
    story.save()
    make.edition(story, kind="development", note="More.")

    plain = read(client, "/stories/rates/").ids
    marked = read(client, "/stories/rates/?since=1").ids

    assert {"happened-1", "happened-2"} <= {*plain} & {*marked}


def test_the_manifest_names_icons_that_exist(client, settings):
    settings.SITE_NAME = "The Lantern"
    settings.LANGUAGE_CODE = "ar"
    response = client.get("/site.webmanifest")
    said = json.loads(response.content)

    assert response["Content-Type"] == "application/manifest+json"
    icons = said.pop("icons")
    assert said == {
        "id": "/",
        "name": "The Lantern",
        "short_name": "The Lantern",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "lang": "ar",
        "dir": "rtl",
        "background_color": "#fcfcfb",
        "theme_color": "#fcfcfb",
    }
    assert [tuple(icon.values()) for icon in icons] == [
        ("/static/favicon.svg", "any", "image/svg+xml", "any"),
        ("/static/icons/icon-192.png", "192x192", "image/png", "any"),
        ("/static/icons/icon-512.png", "512x512", "image/png", "any"),
        ("/static/icons/maskable-512.png", "512x512", "image/png", "maskable"),
    ]
    assert all(find(icon["src"].removeprefix("/static/")) for icon in icons)
    assert 'href="/site.webmanifest"' in get(client, "/")


def test_the_worker_is_named_by_the_files_of_its_deploy(client):
    response = client.get("/offline.js")
    shell = json.loads(re.search(r"SHELL = (\[.*?\]);", response.content.decode())[1])

    assert response["Content-Type"].startswith("text/javascript")
    assert "max-age=0" in response["Cache-Control"]
    assert b'importScripts("/static/js/offline-worker.js")' in response.content
    assert shell[:2] == ["/offline/", "/settings/"]
    names = [name.removeprefix("/static/") for name in shell[2:]]
    assert {"site.css", "js/reader.js", "js/page.js", "fonts/serif.woff2"} < {*names}
    assert len(names) == len({*names}) == 9
    assert all(map(find, names))
    for address in shell[:2]:
        assert client.get(address).status_code == 200


def test_a_citation_says_who_wrote_an_edition_and_when_and_where(settings):
    settings.TIME_ZONE, settings.SITE_NAME = "Pacific/Auckland", "The Lantern"
    roles = ["by", "edited by", "translated by", "by"]
    byline = [{"name": f"No. {n}", "role": role} for n, role in enumerate(roles)]
    story = make.story(
        {"byline": byline}, slug="rates", headline="Rates", language="de"
    )
    row = make.edition(story).showing
    row.live_from = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)
    document = row.edition.revision.content
    document["byline"].append({"name": "No role"})

    assert citation(row, document) == Citation(
        slug="rates",
        headline="Rates",
        names=["No. 0", "No. 3", "No role"],
        paper="The Lantern",
        day=dt.date(2026, 1, 16),
        written="16 January 2026",
        number=1,
        site="http://testserver",
        place="/stories/rates/editions/1/",
        language="de",
    )
    asked = make.edition(make.question(slug="why")).showing
    assert citation(asked, {}).place == "/questions/why/editions/1/"
    assert citation(asked, {}).names == []
