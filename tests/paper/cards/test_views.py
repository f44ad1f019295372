"""The card of a page is there for as long as the page is, and shows no other words."""

import datetime as dt
import re

import pytest
from django.core.cache import caches

from paper.cards import views
from tests import make
from tests.support.reader import get, picture

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


def test_an_editions_card_stays_as_it_is_when_another_takes_its_place(client):
    story = make.published_story(slug="rates", headline="Rates rise")
    before = card_of(client, "/stories/rates/")
    drawn = client.get(before).content
    story.headline = "Rates fall"
    story.save()
    make.edition(story, kind="correction", note="They fall.")
    after = card_of(client, "/stories/rates/")

    assert before.endswith("/stories/rates/editions/1/card.png")
    assert after.endswith("/stories/rates/editions/2/card.png")
    assert client.get(before).content == drawn
    assert client.get(after).content != drawn
    assert card_of(client, "/stories/rates/editions/1/") == before
    assert "immutable" in client.get(before)["Cache-Control"]


def test_a_card_of_words_that_were_changed_leads_to_that_of_today(client):
    page = make.page(slug="house", title="The house", published=True)
    before = card_of(client, "/house/")
    page.title = "The rules of the house"
    page.save()
    after = card_of(client, "/house/")

    assert before != after
    assert client.get(before)["Location"] == f"http://testserver{after}"
    assert client.get(after).status_code == 200


def test_a_page_that_readers_do_not_have_has_no_card(client):
    story = make.published_story(slug="rates")
    make.story(slug="draft")
    make.edition(make.story(slug="ahead"), at=make.soon(hours=1))
    card = card_of(client, "/stories/rates/")
    story.withdraw(note="It was wrong.")

    gone = client.get(card)
    assert (gone.status_code, "It was wrong." in gone.content.decode()) == (410, True)
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


def test_a_card_is_drawn_once_with_the_words_of_its_page(
    client, monkeypatch, time_machine
):
    time_machine.move_to("2026-01-15T10:00:00Z", tick=False)
    caches["shared"].clear()
    drawn = []

    def draw(*words):
        drawn.append(words)
        return b"drawn %d" % len(drawn)

    monkeypatch.setattr(views, "draw", draw)
    make.published_story(slug="rates", headline="“Rates” & rise", summary="It's so.")
    card = card_of(client, "/stories/rates/")

    answers = [client.get(card).content for _time in range(2)]
    time_machine.shift(dt.timedelta(days=400))
    answers.append(client.get(card).content)

    assert answers == [b"drawn 1"] * 3
    words = "The Lantern", "“Rates” & rise", "It's so.", "15 January 2026"
    assert drawn == [words]


def test_a_card_is_kept_no_longer_than_its_page(client):
    story = make.published_story(slug="rates")
    story.headline = "Rates fall"
    story.save()
    make.edition(story, at=make.soon(seconds=30))

    answer = client.get(card_of(client, "/stories/rates/"))

    assert 25 <= int(answer["X-Accel-Expires"]) < 30


@pytest.mark.parametrize(
    "path",
    [
        *("admin/login/", "cards/0/card.png", "images/x", "static/site.css", "nowhere"),
        *("contact/received/ABCDE-23456/", "stories/rates.json", "robots.txt"),
        *("stories/rates/cite.bib", "search"),
    ],
)
def test_what_is_no_page_of_readers_has_no_card(client, path):
    make.published_story(slug="rates")

    assert client.get(f"/cards/{'0' * 16}/{path}card.png").status_code == 404


def test_a_pages_own_question_has_no_part_in_its_card(client):
    make.published_story(slug="rates", brief="In short.", report="At length.")
    card = card_of(client, "/stories/rates/")

    assert client.get(f"{card}?depth=brief").status_code == 200
    assert card_of(client, "/stories/rates/?depth=brief") == card
