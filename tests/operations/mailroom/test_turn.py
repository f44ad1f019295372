"""Followers hear by mail of a change of fact: whoever follows it, once, and at once."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from operations.mailroom import turn
from paper.models import Follower, Mailing, Notification, Subscription
from tests import make
from tests.support.mail_server import MailServer

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def server():
    with MailServer() as opened:
        yield opened


@pytest.fixture
def clock(unguarded, time_machine, settings, server):
    """The paper's time; whoever asks sees it stand still."""
    settings.FOLLOW_BY_MAIL, settings.MAILERS = True, server.mailers
    time_machine.move_to(timezone.now(), tick=False)
    return time_machine


def post(server):
    """Who was sent a letter in this turn, and its subject."""
    turn.run()
    came = [(to, mail["Subject"]) for to, mail in server.bag.letters]
    server.bag.letters.clear()
    return came


def test_somebody_follows_a_story_from_its_page_to_the_last_letter(clock, server):
    story = make.published_story(slug="ports", headline="Ports")
    reader = Client(enforce_csrf_checks=True)
    assert 'action="/follow/"' in reader.get("/stories/ports/").content.decode()
    said = {"address": "Ana@Place.example", "about": "/stories/ports/"}
    answer = reader.post("/follow/", said)
    assert (answer.status_code, answer.url) == (302, "/follow/received/")

    turn.run()
    [(to, question)] = server.bag.letters
    print(question)
    server.bag.letters.clear()
    page = [w for w in question.get_content().split() if "/letters/" in w][0]
    path = page.partition("://")[2].partition("/")[2]
    print(reader.get("/" + path).content.decode()[-1500:])
    reader.post("/" + path, {"do": "confirm"})
    clock.shift(60)
    make.rewrite(story, summary="Another thing happened.")
    make.edition(story, kind="correction", note="It was another thing.")
    turn.run()
    [(to, letter)] = server.bag.letters
    print(letter.wire.decode()[:1500])
    print(letter.get_body(("plain",)).get_content())
    print(letter.get_body(("html",)).get_content())
    stop = letter["List-Unsubscribe"].strip("<>").partition("://")[2].partition("/")[2]
    assert "<button>" in reader.get("/" + stop).content.decode()
    assert Subscription.objects.count() == 1
    assert reader.post("/" + stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Follower.objects.count() == 0
