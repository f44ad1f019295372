"""Watched feeds: asked in time, ever less often while they fail; nothing is doubled."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from sources import feed_reader
from sources.models import Feed
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)


def rss(*numbers, title="Report"):
    items = "".join(
        f"<item><title>{title} {n}</title><link>https://paper.example/{n}</link>"
        f"<pubDate>Thu, 15 Jan 2026 0{n}:00:00 GMT</pubDate></item>"
        for n in numbers
    )
    return f"<rss><channel><title>The Paper</title>{items}</channel></rss>"


def titles(feed):
    return [item.title for item in feed.items.all()]


def read(feed, now=NOW):
    feed_reader.read_all([feed], now)
    feed.refresh_from_db()
    return feed


def test_a_feed_is_read_and_read_again_without_doubles(site):
    feed = make.feed(url=site.says("/feed", rss(2, 1)))
    read(feed)
    site.says("/feed", rss(3, 2))

    read(feed)

    assert titles(feed) == ["Report 3", "Report 2", "Report 1"]
    assert (feed.said, feed.failures) == ("1 new piece.", 0)


def test_a_feed_that_is_the_same_is_not_sent_again(site):
    feed = make.feed(url=site.says("/feed", rss(1), ETag='"1"'))
    read(feed)
    site.says("/feed", status=304)

    read(feed)

    assert 'If-None-Match: "1"' in site.asked[1]
    assert (feed.said, titles(feed)) == ("Nothing new.", ["Report 1"])


def test_headlines_change_and_pieces_that_are_taken_out_are_marked(site):
    feed = make.feed(url=site.says("/feed", rss(3, 2, 1)))
    read(feed)
    site.says("/feed", rss(3, 1, title="Changed"))

    read(feed)

    assert [(item.title, item.gone) for item in feed.items.all()] == [
        ("Changed 3", False),
        ("Report 2", True),
        ("Changed 1", False),
    ]


def test_what_rolls_off_the_end_is_old_and_in_a_month_forgotten(site):
    feed = make.feed(url=site.says("/feed", rss(2, 1)))
    read(feed)
    site.says("/feed", rss(3, 2))

    read(feed)
    assert not feed.items.filter(gone=True).exists()
    read(feed, NOW + dt.timedelta(days=31))

    assert titles(feed) == ["Report 3", "Report 2"]


def test_a_piece_is_never_dated_ahead(site):
    feed = make.feed(url=site.says("/feed", rss(9)))

    read(feed, NOW - dt.timedelta(days=1))

    assert feed.items.get().published == NOW - dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"HTTP/1.1 404 ?\r\n\r\n", "There is no page at this address"),
        (b"HTTP/1.1 200 ?\r\nContent-Type: text/xml\r\n\r\n<a/>", "is no feed"),
    ],
)
def test_a_feed_that_fails_says_why_and_keeps_what_it_had(site, answer, said):
    feed = make.feed(url=site.says("/feed", rss(1)))
    read(feed)
    site.sends("/feed", answer)

    read(feed)

    assert said in feed.said
    assert (feed.failures, titles(feed)) == (1, ["Report 1"])


@pytest.mark.parametrize(
    ("failures", "minutes", "is_due"),
    [(0, 9, False), (0, 10, True), (2, 39, False), (2, 40, True), (50, 1280, True)],
)
def test_the_pause_doubles_with_every_failure(failures, minutes, is_due):
    checked = NOW - dt.timedelta(minutes=minutes)
    feed = make.feed(failures=failures, checked_at=checked)

    assert [*Feed.objects.due(NOW)] == ([feed] if is_due else [])


def test_a_feed_that_nobody_watches_is_not_read():
    make.feed(active=False)

    assert not Feed.objects.due(NOW).exists()


def test_of_two_readings_that_begin_at_once_one_is_made():
    feed = make.feed()
    again = Feed.objects.get()

    assert [feed.claim(NOW), again.claim(NOW)] == [True, False]


def test_the_command_reads_what_is_due_and_is_silent_else(site, capsys):
    make.feed(name="The Paper", url=site.says("/feed", rss(1)))
    make.feed(checked_at=timezone.now())

    call_command("read_feeds")
    call_command("read_feeds")

    assert capsys.readouterr().out == "The Paper: 1 new piece.\n"


def test_with_fetching_switched_off_no_feed_is_read_or_blamed(settings, capsys):
    settings.FETCH_SOURCES = False
    feed = make.feed()

    call_command("read_feeds")
    said = feed_reader.read_now(feed, NOW)
    feed.refresh_from_db()

    assert "switched off" in capsys.readouterr().out
    assert said == "Fetching is switched off here."
    assert (feed.checked_at, feed.failures) == (None, 0)


@pytest.mark.parametrize("place", ["fetcher.fetch", "feed_items.hear"])
def test_one_odd_feed_does_not_stop_the_others(site, monkeypatch, caplog, place):
    odd = make.feed(url=site.says("/odd", rss(1)))
    good = make.feed(url=site.says("/good", rss(2)))
    module, name = place.split(".")
    as_ever = getattr(getattr(feed_reader, module), name)

    def stumble(*given, **options):
        if odd.url in given:
            raise RuntimeError("odd")
        return as_ever(*given, **options)

    monkeypatch.setattr(getattr(feed_reader, module), name, stumble)

    feed_reader.read_all([odd, good], NOW)

    odd.refresh_from_db()
    assert (odd.failures, titles(good)) == (1, ["Report 2"])
    assert "went wrong" in odd.said
    assert "RuntimeError: odd" in caplog.text
