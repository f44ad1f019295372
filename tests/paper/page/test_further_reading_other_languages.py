"""One story in several languages: each text leads to the others while they are live."""

import datetime as dt
import re

import pytest
from django.utils import translation

from paper.page.surroundings import tongue
from paper.templatetags.paper import day
from tests import make
from tests.support.reader import get

pytestmark = pytest.mark.django_db


def languages(page):
    """The languages that a page names to search engines, in order."""
    return [
        piece.partition('"')[0]
        for piece in page.split('<link rel="alternate" hreflang="')[1:]
    ]


def test_a_story_in_one_language_names_no_others(client):
    make.published_story(slug="rates")

    assert languages(get(client, "/stories/rates/")) == []
    assert "tongues" not in get(client, "/stories/rates/")


def test_each_translation_leads_to_all_others_the_original_first(client):
    make.published_story(slug="rates", language="en")
    make.published_story(slug="zinsen", language="de", translation_of="rates")
    make.published_story(slug="asear", language="ar", translation_of="rates")
    make.published_story(slug="elsewhere", language="fr")

    for slug in ("rates", "zinsen", "asear"):
        page = get(client, f"/stories/{slug}/")
        assert languages(page) == ["en", "de", "ar"]
        for other in {"rates", "zinsen", "asear"} - {slug}:
            assert f'<a href="/stories/{other}/" hreflang=' in page
    assert '<span lang="ar" dir="rtl">' in get(client, "/stories/rates/")


def test_a_translation_of_a_draft_stands_alone(client):
    make.story(slug="rates", language="en")
    make.published_story(slug="zinsen", language="de", translation_of="rates")

    assert languages(get(client, "/stories/zinsen/")) == []


def test_a_translation_that_is_withdrawn_is_no_longer_named(client):
    make.published_story(slug="rates", language="en")
    german = make.published_story(slug="zinsen", language="de", translation_of="rates")
    assert languages(get(client, "/stories/rates/")) == ["en", "de"]

    german.withdraw(note="We have taken this page down.", by=make.editor())

    assert languages(get(client, "/stories/rates/")) == []


def test_a_text_without_a_language_is_in_the_papers(client):
    make.published_story(slug="rates", language="")
    make.published_story(slug="zinsen", language="de", translation_of="rates")

    assert languages(get(client, "/stories/zinsen/")) == ["en-gb", "de"]


def test_the_languages_of_a_story_keep_their_order_in_a_text_that_runs_the_other_way(
    client,
):
    make.published_story(slug="rates", language="en")
    make.published_story(slug="asear", language="ar", translation_of="rates")

    page = get(client, "/stories/asear/")

    line = page.partition('<p class="tongues">')[2].partition("</p>")[0]
    parts = re.findall(r"<(bdi|span)[^>]*>", line)
    assert parts == ["bdi", "span", "bdi", "span"]


def test_a_text_in_english_dates_itself_as_the_british_do_in_any_paper(client):
    at = dt.datetime(2026, 1, 20, 12, tzinfo=dt.UTC)
    for language in ("de", "ar"):
        with translation.override(language):
            told = tongue("en")
        with translation.override(told):
            assert ">20 January 2026<" in day(at)
