"""What a text links by its slug stays linked when that story or question is renamed."""

import re

import pytest

from tests import make
from tests.stories.reader import get, publish

pytestmark = pytest.mark.django_db


def telling(slug, **keys):
    publish({"format": "explainer/1", "slug": slug, "headline": slug.title()} | keys)


def renamed(owner, slug):
    owner.slug = slug
    owner.save()
    make.edition(owner, kind="correction", note="It has another address.")


@pytest.fixture
def tides():
    """A question that was called tides and a story that was called ports."""
    question = make.question(slug="tides", title="Why tides?")
    make.edition(question)
    story = make.published_story(slug="ports", headline="Ports")
    telling(
        "rates",
        related=[{"slug": "ports", "label": "Ports"}],
        questions=[{"slug": "tides", "title": "Why tides?"}],
    )
    renamed(question, "sea")
    renamed(story, "harbours")


@pytest.mark.parametrize("address", ["/stories/harbours/", "/questions/sea/"])
def test_a_story_leads_to_what_it_named_by_an_old_slug(client, tides, address):
    assert f'href="{address}"' in get(client, "/stories/rates/")


def test_a_renamed_question_lists_the_stories_that_ask_it(client, tides):
    assert 'href="/stories/rates/"' in get(client, "/questions/sea/")


def test_a_page_costs_no_query_more_for_old_slugs(
    client, tides, django_assert_max_num_queries
):
    with django_assert_max_num_queries(3):
        client.get("/stories/rates/")


def test_what_was_renamed_and_taken_down_is_not_named(client):
    story = make.published_story(slug="ports", headline="Ports")
    telling("rates", related=[{"slug": "ports", "label": "The ports"}])
    renamed(story, "harbours")
    story.withdraw(note="Gone.", by=make.editor())

    page = get(client, "/stories/rates/")

    assert "The ports" not in page
    assert "harbours" not in page


def test_a_renamed_original_and_its_translations_lead_to_each_other(client):
    original = make.published_story(slug="rates", language="en")
    for slug, language in (("zinsen", "de"), ("taux", "fr")):
        make.published_story(slug=slug, language=language, translation_of="rates")
    renamed(original, "interest")

    for slug in ("interest", "zinsen", "taux"):
        page = get(client, f"/stories/{slug}/")
        for other in {"interest", "zinsen", "taux"} - {slug}:
            assert f'<a href="/stories/{other}/" hreflang=' in page
        listed = re.findall('<link rel="alternate" hreflang="(..)"', page)
        assert listed == ["en", "de", "fr"]
