"""The card of a page is there for as long as the page is, and shows no other words."""

import re

import pytest

from tests import make
from tests.stories.reader import get, picture

pytestmark = [pytest.mark.django_db, pytest.mark.once]

IMAGE = re.compile(r'og:image" content="http://testserver([^"]+)"')


def card_of(client, address):
    return IMAGE.search(get(client, address))[1]


def test_a_page_without_a_picture_has_a_card_of_its_own(client):
    story = make.published_story(slug="rates", headline="Rates rise")
    make.published_story(slug="other", headline="Rates fall")
    card = card_of(client, "/stories/rates/")

    assert card != card_of(client, "/stories/other/")
    assert client.get(card)["Content-Type"] == "image/png"
    made = picture(story, size=(640, 360))
    assert card_of(client, "/stories/rates/").startswith(made.get_absolute_url())


def test_a_card_of_words_that_were_changed_leads_to_that_of_today(client):
    story = make.published_story(slug="rates", headline="Rates rise")
    before = card_of(client, "/stories/rates/")
    story.headline = "Rates fall"
    story.save()
    make.edition(story)
    after = card_of(client, "/stories/rates/")

    assert before != after
    assert client.get(before)["Location"] == f"http://testserver{after}"
    assert client.get(after).status_code == 200


def test_a_page_that_readers_do_not_have_has_no_card(client):
    story = make.published_story(slug="rates")
    make.story(slug="draft")
    make.edition(make.story(slug="ahead"), at=make.soon(hours=1))
    card = card_of(client, "/stories/rates/")
    story.withdraw(note="It was wrong.")

    assert client.get(card).status_code == 404
    for path in (
        "stories/draft/",
        "stories/ahead/",
        "nowhere/",
        "admin/",
        "robots.txt/",
    ):
        assert client.get(f"/cards/{'0' * 16}/{path}card.png").status_code == 404


def test_a_stranger_can_have_no_words_drawn(client):
    make.published_story(slug="rates")
    card = card_of(client, "/search/")

    assert card_of(client, "/search/?q=anything+else") == card
    assert client.get(f"{card}?q=anything").content == client.get(card).content
    made_up = re.sub(r"[0-9a-f]{16}", "0" * 16, card)
    assert client.get(made_up)["Location"] == f"http://testserver{card}"


def test_a_tag_in_another_script_has_its_card(client):
    story = make.story()
    story.tags.add("Вибори 2026")
    make.edition(story)
    tag = story.tags.get()

    assert client.get(card_of(client, f"/tags/{tag.slug}/")).status_code == 200
