"""The page for machines says what the page says, and cannot break out of its script."""

import datetime as dt
import gzip
import json
import re
from types import SimpleNamespace

import pytest

from pages.graph import script
from paper.outputs.story_graph import graph
from paper.page import Surroundings, build
from tests.support.folio import barrier

PAPER = {"name": "The Paper", "url": "https://news.example"}
NOW = dt.datetime(2026, 1, 20, 15, tzinfo=dt.UTC)


def article(document=None, **around):
    document = document or barrier()
    surroundings = Surroundings(now=NOW, address="/stories/a/", **around)
    return graph(build(document, "", surroundings), PAPER)["@graph"][0]


@pytest.mark.parametrize("text", ["</script><b>", "a & b", "\u2028 \u2029", "<!--"])
def test_no_text_leaves_the_script(text):
    html = script({"name": text})

    [inside] = re.findall(r"^<script[^>]*>(.*)</script>$", html)
    assert not re.search("[<>&\u2028\u2029]", inside)
    assert json.loads(inside) == {"name": text}


def test_the_story_is_named_and_placed():
    node = article()

    assert node["@id"] == "https://news.example/stories/a/#story"
    assert node["author"][0]["name"] == "Ilse Verhoeven"
    assert node["editor"][0]["name"] == "Ruth Adeyemi"


def test_every_source_is_cited_by_address_or_by_title():
    sources = [{"key": "a", "title": "Act", "url": "https://a.example/"}]
    sources += [{"key": "b", "title": "A letter"}, {"key": "c", "kind": "own"}]

    assert len(article()["citation"]) == 13
    assert article({"sources": sources})["citation"] == [
        "https://a.example/",
        "A letter",
    ]


def test_no_text_of_the_page_is_repeated():
    said = json.dumps(article(), ensure_ascii=False)
    texts = [barrier()[name] for name in ("summary", "report", "brief", "background")]

    assert [text[:40] for text in texts if text[:40] in said] == []
    assert not {"articleBody", "abstract", "hasPart", "mainEntity"} & article().keys()


def test_programs_are_led_to_the_whole_text():
    node = article(twin="/stories/a.json")["encoding"]

    assert node["contentUrl"] == "https://news.example/stories/a.json"
    assert "encoding" not in article()


def test_what_search_engines_use_fits_into_two_packets():
    graph_of = graph(build(barrier(), "", Surroundings(now=NOW, address="/s/")), PAPER)

    assert len(gzip.compress(script(graph_of).encode(), 6)) <= 2_000


def test_the_part_of_a_model_is_declared():
    assert article()["digitalSourceType"].endswith("AlgorithmicMediaDigitalSource")
    assert "digitalSourceType" not in article({"headline": "By people"})


def test_an_absent_fact_is_an_absent_key():
    assert "" not in article({"headline": "Bare"}).values()
    assert not {"image", "citation", "mainEntity"} & article({"headline": "B"}).keys()


def test_dates_and_corrections_come_from_the_record():
    fixed = SimpleNamespace(kind="correction", note="It is nine.", live_from=NOW)
    row = SimpleNamespace(
        number=2,
        slug="a",
        first_published_at=NOW - dt.timedelta(days=1),
        updated_at=NOW,
        checked_at=None,
        live_until=NOW + dt.timedelta(days=1),
        lengths="",
    )

    node = article(showing=row, editions=[fixed])

    assert (node["version"], node["dateModified"]) == (2, NOW.isoformat())
    assert node["archivedAt"] == "https://news.example/stories/a/editions/2/"
    assert node["correction"][0]["text"] == "It is nine."
