"""`robots.txt` and `llms.txt`: where the paper sends who reads it by itself."""

import re

import pytest
from django.urls import reverse

from paper.discovery import robots
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_robots_are_led_to_both_site_maps(client):
    answer = client.get("/robots.txt")

    said = answer.content.decode()
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    places = re.findall("^Sitemap: http://testserver(.+)$", said, re.MULTILINE)
    assert places == [reverse("sitemap"), reverse("news_sitemap")]
    assert {client.get(place).status_code for place in places} == {200}
    assert answer["CDN-Cache-Control"].startswith("max-age=60,")


def test_robots_are_told_what_the_paper_has_chosen(client, settings):
    settings.AI_CRAWLERS = "deny"
    assert "User-agent: GPTBot" in client.get("/robots.txt").content.decode()
    settings.PUBLIC_INDEXING = False
    said = client.get("/robots.txt").content.decode()
    assert said == "User-agent: *\nDisallow: /\n"


def test_a_language_model_reads_the_newest_stories_each_in_one_language(
    client, monkeypatch
):
    monkeypatch.setattr(robots, "STORIES", 2)
    make.first_pages()
    make.published_story(slug="old", headline="Old")
    make.published_story(slug="ports", headline="The ports", standfirst="A strike.")
    make.edition(make.story(slug="haefen", language="de", translation_of="ports"))
    make.published_story(slug="rates", headline="The rates")
    make.published_question(slug="why", title="Why?")
    make.edition(make.story(slug="coming"), at=make.soon())

    said = client.get("/llms.txt").content.decode()

    assert said.startswith("# The Lantern\n\n> The Lantern explains the news: ")
    assert "- [The ports](http://testserver/stories/ports.md): A strike.\n" in said
    assert re.findall("/(?:stories|questions)/(.+?).md", said) == [
        *("rates", "ports", "why")
    ]
    assert "](http://testserver/about/)" in said
    assert "](http://testserver/sitemap.xml)" in said
