"""A program that follows a feed: asks for it, and knows news when it sees some."""

import json

from django.test import Client

from tests.support import feed_rules


def answer(path, form):
    return Client().get(path + form)


def feed(path, form="feed.v1.json", status=200):
    found = answer(path, form)
    assert found.status_code == status, (path, form, found.status_code)
    return found


def items(path):
    return json.loads(feed(path).content)["items"]


def news(path, form="feed.v1.json", status=200):
    """What a follower's program takes for news."""
    return feed_rules.read(feed(path, form, status).content, form)
