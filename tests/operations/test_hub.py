"""Followers hear of a change of fact through the hub: once it is out, and surely."""

import datetime as dt
from urllib.parse import parse_qs

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from operations import hub
from operations.hub import KEPT_FOR, LATE, MOST_TRIES, STALE
from operations.models import Push
from paper.outputs.alternates import FEEDS
from stories.models import Edition
from tests import make
from tests.support.listener import Listener

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def listener():
    with Listener() as opened:
        yield opened


@pytest.fixture
def clock(unguarded, time_machine, settings, listener):
    """The paper's time; whoever asks sees it stand still."""
    settings.WEBSUB_HUB = f"http://127.0.0.1:{listener.port}/hub"
    time_machine.move_to(timezone.now(), tick=False)
    return time_machine


def heard(listener):
    """What the hub was told since it was asked last: the pages, by their first form."""
    addresses = []
    for path, body in listener.received:
        said = parse_qs(body.decode(), strict_parsing=True)
        assert (path, said["hub.mode"]) == ("/hub", ["publish"])
        addresses += said["hub.url"]
    listener.received.clear()
    assert len(addresses) == len({*addresses})
    places = [address.rpartition("/")[0] + "/" for address in addresses]
    assert len(addresses) == len(FEEDS) * len({*places})
    return {place.removeprefix(settings.SITE_URL) for place in places}


def follow(clock, listener):
    """Time for caches to be past, and the hub told."""
    hub.tell()
    clock.shift(STALE)
    hub.tell()
    return heard(listener)


def published(**fields):
    """A story that has its tag, its author and a topic, beside a private person."""
    topic, person = make.entity(slug="topic"), make.entity(slug="somebody")
    person.kind, person.public_figure = "person", False
    person.save()
    parts = {
        "entities": [{"entity": topic}, {"entity": person}],
        "byline": [{"name": "Ana Ruiz"}],
    }
    story = make.story(parts, slug="story", desk=make.desk(slug="city"), **fields)
    story.tags.add("Tides")
    make.edition(story)
    return story


LISTS = {"/", "/desks/city/", "/tags/tides/", "/authors/ana-ruiz/", "/topics/topic/"}


def test_a_story_is_news_wherever_readers_can_follow_it(clock, listener):
    story = published()
    assert follow(clock, listener) == LISTS

    make.rewrite(story, standfirst="More is known.")
    make.edition(story, kind="development", note="New.")

    assert follow(clock, listener) == LISTS | {"/stories/story/"}
    assert follow(clock, listener) == set()


def test_a_wording_and_a_check_are_news_to_nobody(clock, listener):
    story = published()
    follow(clock, listener)

    make.rewrite(story, slug="renamed", summary="In other words.")
    make.edition(story, kind="wording")
    clock.shift(1)
    story.check_again()

    assert follow(clock, listener) == set()
    make.rewrite(story, summary="It was another thing.")
    make.edition(story, kind="correction", note="It was not so.")
    own = {"/stories/renamed/", "/stories/story/", "/corrections/"}
    assert follow(clock, listener) == LISTS | own


def test_a_withdrawal_is_news_to_who_follows_the_story(clock, listener):
    story = published()
    follow(clock, listener)

    story.withdraw(note="It is gone.")

    assert follow(clock, listener) == {"/stories/story/"}


def test_a_question_is_news_to_who_follows_questions(clock, listener):
    question = make.published_question(slug="why", intro="Because.")
    assert follow(clock, listener) == {"/questions/"}

    make.rewrite(question, intro="Because of that.")
    make.edition(question, kind="development")

    assert follow(clock, listener) == {"/questions/", "/questions/why/"}


def test_nobody_hears_of_an_edition_before_its_moment(clock, listener):
    story = published()
    follow(clock, listener)
    make.rewrite(story, headline="What comes")
    make.edition(story, kind="development", note="It came.", at=make.soon())
    assert follow(clock, listener) == set()

    clock.shift(HOUR - STALE - dt.timedelta(seconds=1))
    assert follow(clock, listener) == set()  # as it comes, caches have what was before
    hub.tell()
    clock.shift(STALE)
    hub.tell()

    assert heard(listener) == LISTS | {"/stories/story/"}


def test_what_was_due_while_nobody_looked_is_told_later(clock, listener):
    story = published()
    follow(clock, listener)
    make.rewrite(story, headline="What comes")
    make.edition(story, kind="development", at=make.soon())
    clock.shift(9 * dt.timedelta(days=1))

    assert follow(clock, listener) == LISTS | {"/stories/story/"}


def test_a_paper_that_gets_a_hub_does_not_tell_it_its_whole_past(clock, listener):
    published()
    clock.shift(LATE + HOUR)

    assert follow(clock, listener) == set()
    make.published_story()
    assert follow(clock, listener) == {"/"}


def test_a_hub_that_takes_nothing_is_told_again_ever_later(clock, listener, caplog):
    published()
    listener.status = 503
    assert len(follow(clock, listener)) <= len(LISTS)
    caplog.clear()
    tries = []
    for _minute in range(12):
        clock.shift(60)
        hub.tell()
        tries.append(len(listener.received))
        listener.received.clear()

    assert caplog.records == []
    assert 0 < sum(tries) < 12 * hub.MOST_FAULTS + 1
    listener.status = 204
    for _hour in range(3):
        clock.shift(HOUR)
        hub.tell()

    places = heard(listener)
    assert places == LISTS
    assert not Push.objects.filter(told_at=None).exists()


def test_a_hub_that_is_gone_is_left_until_there_is_news_again(clock, settings):
    settings.WEBSUB_HUB = "http://127.0.0.1:1/"
    make.published_story()
    hub.tell()
    for _try in range(MOST_TRIES):
        assert hub.waiting().exists()
        clock.shift(dt.timedelta(days=1))
        hub.tell()

    assert not hub.waiting().exists()


def test_what_was_told_is_forgotten_and_not_told_again(clock, listener):
    published()
    follow(clock, listener)
    rows = Push.objects.count()
    clock.shift(KEPT_FOR + HOUR)
    assert follow(clock, listener) == set()
    assert Push.objects.count() == rows  # as of them is known what was told

    make.published_story()
    assert follow(clock, listener) == {"/"}
    assert Push.objects.count() == len(FEEDS)
    assert Edition.objects.count() == 2


@pytest.mark.parametrize("form", ["rss.xml", "atom.xml", "feed.v1.json"])
def test_a_feed_names_its_hub(db, settings, form):
    settings.WEBSUB_HUB = "https://hub.example/"
    make.published_story()

    answer = Client().get(f"/{form}")

    assert '<https://hub.example/>; rel="hub"' in answer["Link"]
    said = answer.content.decode()
    assert said.count("https://hub.example/") == 1
    settings.WEBSUB_HUB = ""
    assert "hub" not in Client().get(f"/{form}")["Link"]
