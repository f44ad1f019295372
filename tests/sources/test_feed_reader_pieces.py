"""What is kept of a feed's pieces: each once, as it is said now, for a month."""

import datetime as dt

import pytest

from sources import feed_reader, fetcher
from sources.feed_items import Item
from sources.fetcher import Page
from sources.models import Feed
from sources.network import FetchError
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NOW = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)
MINUTE, HOUR, DAY = (dt.timedelta(**{n: 1}) for n in ("minutes", "hours", "days"))


def item(number, title="", author="Jo", at=NOW - HOUR):
    url = f"https://www.paper.example/{number}"
    return Item(url, title or f"Report {number}", author, at)


def rows(feed):
    return [
        (row.url, row.title, row.author, row.published, row.seen_at, row.gone)
        for row in feed.items.order_by("url")
    ]


def address(number):
    return f"https://www.paper.example/{number}"


def test_what_is_new_is_kept_as_it_is_announced():
    feed, other = make.feed(), make.feed()
    make.announced(feed=other, url=address(1), title="Another's")
    items = [item(1, at=None), item(2, at=NOW + HOUR), item(3, author="")]
    items += [item(3, title="Further down")]

    assert feed_reader.store_items(feed, items, NOW) == 3

    assert rows(feed) == [
        (address(1), "Report 1", "Jo", NOW, NOW, False),
        (address(2), "Report 2", "Jo", NOW, NOW, False),
        (address(3), "Report 3", "", NOW - HOUR, NOW, False),
    ]
    assert [row.normalised_url for row in feed.items.order_by("url")] == [
        f"https://paper.example/{number}" for number in (1, 2, 3)
    ]
    assert rows(other)[0][1] == "Another's"


def have(feed, number, seen=NOW - DAY, at=NOW - HOUR, **fields):
    return make.announced(
        feed=feed,
        url=address(number),
        **{"title": f"Report {number}", "published": at, "seen_at": seen} | fields,
    )


def test_what_is_there_is_followed_and_what_is_old_is_dropped():
    feed, other = make.feed(), make.feed()
    month = dt.timedelta(days=30)
    have(feed, 1, title="Before", author="Ana", seen=NOW - month - MINUTE)
    have(feed, 2, gone=True)
    have(feed, 3)  # unlisted, and as old as the oldest that is listed
    have(feed, 4, at=NOW - HOUR + MINUTE)  # unlisted, and younger
    have(feed, 5, seen=NOW - month, at=NOW - DAY)
    have(feed, 6, seen=NOW - month - MINUTE, at=NOW - DAY)
    have(other, 7, seen=NOW - month - MINUTE)

    assert feed_reader.store_items(feed, [item(1), item(2), item(8)], NOW) == 1

    assert rows(feed) == [
        (address(1), "Report 1", "Ana", NOW - HOUR, NOW - month - MINUTE, False),
        (address(2), "Report 2", "", NOW - HOUR, NOW - DAY, False),
        (address(3), "Report 3", "", NOW - HOUR, NOW - DAY, False),
        (address(4), "Report 4", "", NOW - HOUR + MINUTE, NOW - DAY, True),
        (address(5), "Report 5", "", NOW - DAY, NOW - month, False),
        (address(8), "Report 8", "Jo", NOW - HOUR, NOW, False),
    ]
    assert len(rows(other)) == 1


def test_where_no_piece_is_known_none_is_said_to_be_taken_out():
    feed = make.feed()
    have(feed, 1)

    feed_reader.store_items(feed, [item(2)], NOW)

    assert [row[-1] for row in rows(feed)] == [False, False]


@pytest.mark.parametrize(
    ("count", "is_broken", "words"),
    [
        (0, False, "0 new pieces."),
        (1, False, "1 new piece."),
        (2, True, "2 new pieces. The feed is damaged: it breaks off."),
    ],
)
def test_what_a_feed_brought_is_said(count, is_broken, words):
    assert feed_reader.in_words(count, is_broken) == words


RSS = "<rss><channel><title>The Paper</title>{}</channel></rss>"
ITEM = "<item><title>Report</title><link>https://paper.example/1</link></item>"


@pytest.mark.parametrize(
    ("found", "said", "failures", "pieces"),
    [
        (FetchError("It was late."), "It was late.", 4, 0),
        ({"is_same": True}, "Nothing new.", 0, 0),
        ({"body": b"<p>"}, "What is at this address is no feed.", 4, 0),
        ({"body": RSS.format(ITEM).encode()}, "1 new piece.", 0, 1),
        (
            {"body": RSS.format(ITEM)[:-20].encode()},
            "1 new piece. The feed is damaged: it breaks off.",
            0,
            1,
        ),
    ],
)
def test_a_feed_remembers_how_it_went(found, said, failures, pieces):
    feed = make.feed(failures=3, etag="old", modified="old")
    if isinstance(found, dict):
        found = Page(feed.url, feed.url, etag='"2"', modified="Tue", **found)

    feed_reader.keep(feed, found, NOW)

    feed.refresh_from_db()
    assert (feed.said, feed.failures, feed.items.count()) == (said, failures, pieces)
    named = ("old", "old") if failures else ('"2"', "Tue")
    assert (feed.etag, feed.modified) == named


def test_a_feed_is_asked_for_what_is_new_and_waits_its_turn(monkeypatch):
    asked = []

    def fetch(*given, **how):
        asked.append((given, how))
        raise FetchError("It was late.")

    monkeypatch.setattr(fetcher, "fetch", fetch)
    feed = Feed(url="https://paper.example/feed", etag='"1"', modified="Mon")

    assert str(feed_reader.fetch_feed(feed)) == "It was late."

    known = Page(feed.url, feed.url, etag='"1"', modified="Mon")
    assert asked == [((feed.url, known), {"wait": 20})]


@pytest.fixture
def read(monkeypatch, settings):
    """The feeds that were asked, in their order."""
    settings.FETCH_SOURCES = True
    asked = []

    def ask(feed):
        asked.append(feed.name)
        return FetchError("It was late.")

    monkeypatch.setattr(feed_reader, "AT_A_TIME", 1)
    monkeypatch.setattr(feed_reader, "fetch_feed", ask)
    return asked


def test_some_are_those_that_were_longest_not_read(read):
    for number in range(8):
        make.feed(name=f"{number}", checked_at=NOW - (10 - number) * HOUR)
    make.feed(name="never")
    make.feed(name="nor this")
    make.feed(name="not watched", active=False)

    found = feed_reader.read_some(NOW)

    assert read == ["never", "nor this", "0", "1", "2", "3"]
    assert [feed.name for feed in found] == read
    feed_reader.read_some(NOW)
    assert read[6:] == ["4", "5", "6", "7"]
    assert {*Feed.objects.filter(failures=1).values_list("name", flat=True)} == {*read}


def test_what_was_read_within_a_minute_is_left(read):
    make.feed(name="read", checked_at=NOW - MINUTE)
    make.feed(name="long ago", checked_at=NOW - MINUTE - dt.timedelta(seconds=1))

    feed_reader.read_some(NOW)

    assert read == ["long ago"]


def test_one_is_read_because_somebody_asked_unless_it_is_being_read(read):
    feed = make.feed(name="It", said="Before.")
    before = Feed.objects.get()

    assert feed_reader.read_now(feed, NOW) == "It was late."
    assert feed_reader.read_now(before, NOW) == "Before."
    assert read == ["It"]


def test_only_what_is_due_is_read(read):
    make.feed(name="due")
    make.feed(name="not yet", checked_at=NOW)

    assert [feed.name for feed in feed_reader.read_due(NOW)] == read == ["due"]


@pytest.mark.parametrize(
    ("kind", "body", "found"),
    [
        ("text/xml", RSS.format(""), [("https://paper.example/", "The Paper")]),
        ("text/xml", "<p>", []),
        ("text/html", RSS.format(""), []),
        *(
            (
                kind,
                '<link rel="alternate" type="application/rss+xml" href="/f" title="A">',
                [("https://paper.example/f", "A")],
            )
            for kind in ("text/html", "application/xhtml+xml")
        ),
    ],
)
def test_the_feeds_of_a_page_or_the_one_that_it_is_are_found(kind, body, found):
    here = "https://paper.example/"

    assert (
        feed_reader.discover(Page(here, here, kind=kind, body=body.encode())) == found
    )
