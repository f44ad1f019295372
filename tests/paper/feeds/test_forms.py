"""Every feed of a filled paper is what every program reads, in each of its forms."""

import feedparser
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from paper.feeds.forms import FORMS
from tests import filled_paper
from tests.support import feed_rules
from tests.support.follower import feed, news

pytestmark = pytest.mark.once
LISTS = (
    *("/", "/questions/", "/corrections/", "/desks/harbour/", "/topics/topic-0/"),
    *("/tags/tides/", "/authors/ana-ruiz/"),
)
TEXTS = ("/stories/filled/", "/stories/deutsch/", "/questions/filled-question/")


@pytest.fixture(scope="module")
def paper(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        filled_paper.fill()
        yield
        transaction.set_rollback(True)
    cache.clear()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", [*LISTS, *TEXTS])
def test_a_feed_is_what_every_program_reads(paper, db, path, form):
    address = f"{settings.SITE_URL}{path}{form}"

    answer = feed(path, form)

    assert feed_rules.faults(answer, address) == []
    assert feed_rules.read(answer.content, form) == news(path)
    assert news(path)
    parsed = feedparser.parse(answer.content)
    assert form == "feed.v1.json" or (not parsed.bozo and parsed.entries)


def test_a_feed_has_not_what_its_address_lacks(paper, db):
    for path in ("/desks/none/", "/tags/none/", "/authors/none/", "/topics/none/"):
        feed(path, status=404)
    feed("/stories/none/", status=404)
    feed("/stories/filled/", "feed.xml", status=404)
    feed("/stories/filled/", "rss.xmlx", status=404)


def test_who_has_the_feed_is_told_so(paper, db):
    first = feed("/", "atom.xml")

    again = Client().get("/atom.xml", headers={"If-None-Match": first["ETag"]})
    squeezed = Client().get("/atom.xml", headers={"Accept-Encoding": "gzip"})

    assert (again.status_code, again.content) == (304, b"")
    assert squeezed["Content-Encoding"] == "gzip"
