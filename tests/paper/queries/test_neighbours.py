"""What a text links by its slug stays linked when that story or question is renamed."""

import re

import pytest

from tests import make
from tests.support.reader import get, publish

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


def related(client, address):
    """(what it is, its headline) of the stories that a page leads to."""
    page = get(client, address).partition('<ul class="related">')[2]
    found = re.findall(r"<li><span>(.+?)</span> <p><a .+?>(.+?)</a>", page)
    return [(words, headline) for words, headline in found]


def pointing_at(slug, kind, name, **fields):
    """A live story that says what it is to another."""
    said = {"related": [{"slug": slug, "kind": kind, "label": "That"}]}
    story = make.story(said, headline=name, slug=name.lower(), **fields)
    make.edition(story)
    return story


@pytest.mark.parametrize(
    ("kind", "there", "back"),
    [
        ("follows", "Follows", "Goes on in"),
        ("part of", "Part of", "One part"),
        ("background", "Background", "Background of"),
    ],
)
def test_a_relation_is_shown_at_both_ends_and_nowhere_else(client, kind, there, back):
    make.published_story(slug="strike", headline="Strike")
    make.published_story(slug="other", headline="Other")
    pointing_at("strike", kind, "Talks")

    assert related(client, "/stories/talks/") == [(there, "Strike")]
    assert related(client, "/stories/strike/") == [(back, "Talks")]
    assert related(client, "/stories/other/") == []


def test_what_goes_on_stands_first_and_what_is_named_already_once(client):
    pointing_at("talks", "background", "Strike")
    pointing_at("strike", "follows", "Talks")
    pointing_at("strike", "background", "Ports")
    pointing_at("strike", "follows", "Vote")

    assert related(client, "/stories/strike/") == [
        ("Goes on in", "Vote"),
        ("Background", "Talks"),
        ("Background of", "Ports"),
    ]


def test_a_closed_story_leads_on_top_to_the_one_that_goes_on(client):
    make.published_story(slug="strike", closed_at=make.soon(hours=-1))
    make.published_story(slug="fire", closed_at=make.soon(hours=-1))
    make.published_story(slug="storm")
    for slug in ("strike", "storm"):
        pointing_at(slug, "follows", f"After-{slug}")
    pointing_at("fire", "background", "Ports")

    top = get(client, "/stories/strike/").partition('id="happened"')[0]
    assert '<a href="/stories/after-strike/" dir="auto">After-strike</a>' in top
    assert "goes-on" not in get(client, "/stories/fire/")
    assert "goes-on" not in get(client, "/stories/storm/")


def test_a_closed_story_leads_on_to_one_that_it_names_itself(client):
    pointing_at("talks", "background", "Strike", closed_at=make.soon(hours=-1))
    pointing_at("talks", "background", "Ports", closed_at=make.soon(hours=-1))
    pointing_at("strike", "follows", "Talks")

    top = get(client, "/stories/strike/").partition('id="happened"')[0]
    assert '<a href="/stories/talks/" dir="auto">Talks</a>' in top
    assert related(client, "/stories/strike/") == [("Background", "Talks")]
    assert "goes-on" not in get(client, "/stories/ports/")


def test_a_story_that_readers_do_not_have_is_named_at_no_end(client):
    make.published_story(
        slug="strike", headline="Strike", closed_at=make.soon(hours=-1)
    )
    said = {"related": [{"slug": "strike", "kind": "follows"}]}
    make.story(said, headline="Draft").save_revision()
    make.edition(make.story(said, headline="Ahead"), at=make.soon())
    pointing_at("strike", "follows", "Gone").withdraw(note="It was wrong.")
    no_more = pointing_at("strike", "follows", "Nomore")
    no_more.relatedstory_set.all().delete()
    no_more.save()
    make.edition(no_more)

    assert related(client, "/stories/strike/") == []
    assert "goes-on" not in get(client, "/stories/strike/")


def test_what_goes_on_from_a_renamed_story_is_found_by_its_old_slug(client):
    story = make.published_story(slug="ports", headline="Ports")
    pointing_at("ports", "follows", "Talks")
    renamed(story, "harbours")

    assert related(client, "/stories/harbours/") == [("Goes on in", "Talks")]


def test_a_story_in_two_languages_goes_on_once_in_its_own(client):
    make.published_story(slug="strike", headline="Strike")
    make.published_story(
        slug="streik", headline="Streik", language="de", translation_of="strike"
    )
    pointing_at("strike", "follows", "Talks")
    german = {"language": "de", "translation_of": "talks"}
    pointing_at("strike", "follows", "Danach", **german)

    assert related(client, "/stories/strike/") == [("Goes on in", "Talks")]


def test_of_many_stories_that_name_one_the_newest_are_shown(client):
    make.published_story(slug="war", headline="War")
    pointing_at("war", "follows", "Peace")
    for number in range(8):
        pointing_at("war", "background", f"Story-{number}")

    found = [headline for _words, headline in related(client, "/stories/war/")]
    assert found == ["Peace", *(f"Story-{number}" for number in range(7, 1, -1))]


def test_a_kept_page_leads_at_once_to_what_goes_on(client):
    make.published_story(slug="strike", headline="Strike")
    before = related(client, "/stories/strike/")
    pointing_at("strike", "follows", "Talks")

    assert (before, related(client, "/stories/strike/")) == (
        [],
        [("Goes on in", "Talks")],
    )
