"""The story page as readers get it: its blocks, its depths, its cost."""

import datetime as dt
import json
import re

import pytest

from entities.models import Entity
from explainer import prose
from stories.models import Story
from tests import make
from tests.support.folio import barrier, canteens
from tests.support.reader import get, picture, publish, read

pytestmark = [pytest.mark.django_db, pytest.mark.once]

STORY = "/stories/maren-tidal-barrier/"


@pytest.fixture
def paper():
    """Two stories, one with every block, and a question."""
    publish(barrier())
    publish(canteens())


def test_story_page_shows_the_edition_not_the_working_copy(client):
    story = make.published_story(slug="rates", headline="Rates rise")
    story.headline = "Rates fall"
    story.save()

    page = client.get("/stories/rates/").content.decode()

    assert "<h1>Rates rise</h1>" in page
    assert "Rates fall" not in page


@pytest.mark.parametrize("depth", ["full", "brief", "glance"])
def test_story_page_takes_three_queries_and_one_for_pictures(
    client, paper, django_assert_num_queries, depth
):
    with django_assert_num_queries(3):
        client.get(f"{STORY}?depth={depth}")

    picture(Story.objects.get(slug="maren-tidal-barrier"))
    with django_assert_num_queries(4):
        client.get(f"{STORY}?depth={depth}")


@pytest.mark.parametrize("due", ["2020-01-18", "2999-01-18", None])
def test_what_was_expected_stands_before_what_came_of_it(client, due):
    item = {"text": "A vote was expected.", "due": due, "outcome": "It was passed."}
    make.edition(make.story({"expectations": [item]}, slug="vote"))

    text = read(client, "/stories/vote/").text
    assert 0 < text.find("A vote was expected.") < text.find("It was passed.")


def test_blocks_come_in_the_order_of_the_page(client, paper):
    assert [text for level, text in read(client, STORY).headings if level < 3] == [
        barrier()["headline"],
        "What's happened",
        "Key points",
        "What we do not know yet",
        "The papers in short",
        "In full",
        "What's behind the headline?",
        "In their words",
        "What the papers say",
        "How we got here",
        "Over the sea wall",
        "Go deeper",
        "Sources",
        "How this story was made",
        "Corrections and editions",
        "Share",
        "Cite this page",
    ]


def test_an_empty_block_leaves_no_heading(client):
    publish({"format": "explainer/1", "slug": "bare", "headline": "Bare"})

    assert [text for _level, text in read(client, "/stories/bare/").headings] == [
        *("Bare", "How this story was made", "Corrections and editions"),
        *("Share", "Cite this page"),
    ]


def test_every_text_is_on_the_page_at_some_depth(client, paper):
    shown = [read(client, f"{STORY}?depth={d}").text for d in ("full", "brief")]
    plain = [re.sub(r"(?<=[.,)]) \d+(, \d+)*(?= |$)", "", page) for page in shown]

    told = {**barrier(), "sources": [], "related": []}
    for text in texts(told):
        for line in prose.plain(text).split("\n"):
            found = " ".join(line.split())
            assert any(found in page for page in [*shown, *plain]), line


def texts(value):
    """Every text of a document that readers are to see."""
    names = {"text", "summary", "brief", "report", "background", "papers", "heading"}
    names |= {"body", "headline", "standfirst", "lead_in", "unknowns", "divergence"}
    if isinstance(value, dict):
        for key, item in value.items():
            if key in names and isinstance(item, str):
                yield re.sub(r"^::.*$", "", item, flags=re.M)
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


def test_the_ladder_is_shown_twice_and_names_where_one_is(client, paper):
    html = client.get(f"{STORY}?depth=brief").content.decode()

    assert html.count(f'href="{STORY}?depth=glance') == 2
    assert html.count('aria-current="true"') == 2


def test_each_paragraph_of_the_brief_leads_into_the_report(client, paper):
    brief = client.get(f"{STORY}?depth=brief").content.decode()
    full = read(client, STORY)

    targets = re.findall(rf'class="more" href="{STORY}#([^"]+)"', brief)
    assert len(targets) == 3
    assert {*targets} <= {*full.ids}


@pytest.mark.parametrize("depth", ["", "?depth=brief", "?depth=nonsense"])
def test_every_depth_names_the_bare_address_as_its_own(client, paper, depth):
    html = client.get(STORY + depth).content.decode()

    assert f'<link rel="canonical" href="http://testserver{STORY}">' in html


def test_a_shorter_depth_says_so_in_its_title(client, paper):
    title = re.search("<title>(.*)</title>", get(client, f"{STORY}?depth=brief"))[1]

    assert ", in brief" in title


def test_linked_data_says_what_the_page_says(client, paper):
    [inside] = re.findall(r'ld\+json">(.*?)</script>', get(client, STORY))

    node = json.loads(inside)["@graph"][0]
    assert node["headline"] == barrier()["headline"]
    assert node["about"][0]["@id"] == "http://testserver/topics/port-maren/"


def test_dates_are_in_the_papers_zone(client, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    story = make.story(slug="rates")
    at = dt.datetime(2026, 1, 20, 20, 5, tzinfo=dt.UTC)
    make.edition(story, dated=at)

    assert "21 January 2026, 05:05 JST" in get(client, "/stories/rates/")


def test_a_private_person_is_a_name_without_a_link(client, paper):
    Entity.objects.filter(slug="crew-member").update(
        kind="person", public_figure=False, name="A name"
    )

    html = get(client, STORY)

    assert "A crew member" in html
    assert "/topics/crew-member/" not in html
