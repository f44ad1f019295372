"""Site maps of a paper: what is in them, when it changes, and what is never in them."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from paper.discovery import site_map_texts, site_map_things
from paper.discovery.views import KINDS
from stories.models import Showing
from tests import make
from tests.support import site_maps
from tests.support.reader import picture
from tests.work import counted

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def paths(client, part):
    return site_maps.texts(site_maps.fetched(client, part), "//s:loc")


def some_days_ago():
    """The record's own clock lets nothing come out ahead of it."""
    return timezone.now().replace(microsecond=0) - dt.timedelta(days=4)


def changed(client, path):
    """When a page changed, by its site map, by its head and by its linked data."""
    (said,) = site_maps.texts(site_maps.entries(client)[path], "s:lastmod")
    html = client.get(path).content.decode()
    assert f'<meta property="article:modified_time" content="{said}">' in html
    assert f'"dateModified":"{said}"' in html
    return dt.datetime.fromisoformat(said)


def test_a_page_changes_with_its_facts_and_not_with_its_wording(client, time_machine):
    first = some_days_ago()
    time_machine.move_to(first, tick=False)
    story = make.published_story(slug="ports")
    time_machine.shift(3600)
    make.rewrite(story, headline="Better words")
    make.edition(story, kind="wording")
    assert changed(client, "/stories/ports/") == first
    time_machine.shift(3600)
    make.rewrite(story, headline="More is known")
    make.edition(story, kind="development", note="More.")

    assert changed(client, "/stories/ports/") == timezone.now()


def test_a_part_that_a_publish_changes_is_fresh_at_once(client, behind_the_cache):
    story = make.published_story(slug="ports")
    (part,) = [part for part in site_maps.parts(client) if "stories" in part]
    assert len(paths(client, part)) == 1

    make.published_story(slug="rates")
    story.withdraw(note="Wrong.")

    assert paths(client, part) == ["http://testserver/stories/rates/"]


def test_an_embargo_ends_in_the_site_map_with_nothing_running(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    make.edition(make.story(slug="coming"), at=make.soon(seconds=30))
    for part in ("/sitemap.xml", "/news-sitemap.xml"):
        answer = client.get(part)
        assert answer["X-Accel-Expires"] == "30"
        assert b"coming" not in answer.content
        assert b"stories" not in answer.content

    time_machine.shift(30)
    cache.clear()

    assert "/stories/coming/" in site_maps.listed(client)
    assert paths(client, "/news-sitemap.xml") == ["http://testserver/stories/coming/"]


def test_pictures_are_those_that_we_may_show_and_go_with_their_rights(
    client, time_machine
):
    story = make.story(slug="ports")
    shown = picture(story)
    killed = picture(other := make.story(slug="rates"), size=(3, 1))
    killed.kill("The agency says so.")
    last = timezone.localdate()
    type(shown).objects.filter(pk=shown.pk).update(rights_until=last)

    found = site_maps.entries(client)

    place = f"http://testserver{shown.get_absolute_url()}"
    assert site_maps.texts(found["/stories/ports/"], ".//i:loc") == [place]
    assert site_maps.texts(found[other.get_absolute_url()], ".//i:loc") == []
    assert client.get(shown.get_absolute_url()).status_code == 200
    time_machine.move_to(timezone.now() + dt.timedelta(days=1))
    found = site_maps.entries(client)
    assert site_maps.texts(found["/stories/ports/"], ".//i:loc") == []


def test_a_story_in_several_languages_leads_from_each_to_all(client):
    make.published_story(slug="ports", language="en")
    made = make.story(slug="haefen", language="de", translation_of="ports")
    make.edition(made)
    make.published_story(slug="alone")

    found = site_maps.entries(client)

    for slug in ("ports", "haefen"):
        links = found[f"/stories/{slug}/"].xpath("x:link", namespaces=site_maps.NAMES)
        said = {(one.get("hreflang"), one.get("href")) for one in links}
        assert said == {
            ("de", "http://testserver/stories/haefen/"),
            ("en", "http://testserver/stories/ports/"),
        }
        html = client.get(f"/stories/{slug}/").content.decode()
        for language, place in said:
            assert f'hreflang="{language}" href="{place}"' in html
    assert not found["/stories/alone/"].xpath("x:link", namespaces=site_maps.NAMES)


def test_news_are_the_stories_that_began_in_two_days_and_go_by_themselves(
    client, time_machine
):
    begun = some_days_ago()
    time_machine.move_to(begun, tick=False)
    story = make.published_story(slug="ports", headline="Rates & <ports>")
    make.published_question(slug="why")
    time_machine.shift(2 * 86400 - 20)
    make.rewrite(story, headline="Rates & <ports>, again")
    make.edition(story, kind="development", note="More.")

    answer = client.get("/news-sitemap.xml")
    root = site_maps.fetched(client, "/news-sitemap.xml")

    assert site_maps.texts(root, "//n:title") == ["Rates & <ports>, again"]
    assert site_maps.texts(root, "//n:publication_date") == [begun.isoformat()]
    assert answer["X-Accel-Expires"] == "20"
    time_machine.shift(20)
    cache.clear()
    assert paths(client, "/news-sitemap.xml") == []


def test_a_paper_that_is_not_public_yet_has_no_list_of_its_addresses(client, settings):
    make.published_story()
    there = [*site_maps.parts(client), "/sitemap.xml", "/news-sitemap.xml", "/llms.txt"]
    assert len(there) > 4

    settings.PUBLIC_INDEXING = False

    assert {client.get(path).status_code for path in there} == {404}


@pytest.mark.parametrize("kind", KINDS)
def test_a_part_in_which_nothing_is_has_no_address(client, kind):
    assert client.get(f"/sitemap-{kind}-0.xml").status_code == 404
    assert client.get(f"/sitemap-{kind}-999999.xml").status_code == 404
    assert f"/sitemap-{kind}-0.xml" not in site_maps.parts(client)


def test_parts_are_stretches_of_keys_and_each_is_asked_for_once(client, monkeypatch):
    """So the index costs a query for each part, however many stories there are."""
    monkeypatch.setattr(site_map_texts, "STRETCH", 2)
    monkeypatch.setattr(site_map_things, "STRETCH", 2)
    stories = [make.published_story() for _number in range(5)]
    for story in stories[:2]:  # Editions of old stories alone are no part.
        for _time in range(4):
            make.rewrite(story, headline=f"Words {_time}")
            make.edition(story, kind="wording")
    [make.entity(open=True) for _number in range(4)]
    last = make.published_story()
    site_maps.parts(client)

    with counted() as work:
        parts = site_maps.parts(client)

    firsts = Showing.objects.stories().filter(number=1).values_list("pk", flat=True)
    numbers = sorted({first // 2 for first in firsts})
    assert [part for part in parts if "stories" in part] == [
        f"/sitemap-stories-{number}.xml" for number in numbers
    ]
    assert work.queries == len(parts) - 1 + len(KINDS) + 3
    assert {row.get_absolute_url() for row in [*stories, last]} <= site_maps.listed(
        Client()
    )


def test_a_part_says_when_the_newest_edition_of_its_texts_came_out(
    client, monkeypatch, time_machine
):
    monkeypatch.setattr(site_map_texts, "STRETCH", 1)
    monkeypatch.setattr(site_map_texts, "RECENT", 2)
    time_machine.move_to(some_days_ago(), tick=False)
    stories = []
    for _number in range(3):
        stories.append(make.published_story())
        time_machine.shift(60)
    make.rewrite(stories[0], headline="Better words")
    make.edition(stories[0], kind="wording")

    root = site_maps.fetched(client, "/sitemap.xml")

    found = [
        "".join(site_maps.texts(part, "s:lastmod"))
        for part in root
        if "stories" in site_maps.texts(part, "s:loc")[0]
    ]
    now = timezone.now()
    # Of what changed longer ago than the newest editions nothing is said.
    assert found == [now.isoformat(), "", (now - dt.timedelta(seconds=60)).isoformat()]
