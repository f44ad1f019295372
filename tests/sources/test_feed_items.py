"""Feeds: four formats come to the same, and nothing in them can do harm."""

import datetime as dt
import json
import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.feed_items import Heard, Item, NoFeedError, hear
from sources.moments import moment_of

HERE = "https://paper.example/feed"
BERLIN = ZoneInfo("Europe/Berlin")
AT = dt.datetime(2026, 1, 15, 10, tzinfo=dt.UTC)
RSS = """<?xml version="1.0"?><rss version="2.0"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:m="http://search.yahoo.com/mrss/">
  <channel><title>The Paper</title><image><title>Logo</title></image><item>
  <title>Rates &amp;amp; rents</title><m:title>No</m:title>
  <link>/a?utm_source=rss</link>
  <pubDate>Thu, 15 Jan 2026 10:00:00 GMT</pubDate><dc:creator>Jane Doe</dc:creator>
  </item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Paper</title><entry>
  <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Rates <b>&amp;</b> rents
  </div></title><link rel="self" href="/self"/><link href="https://paper.example/a"/>
  <author><name>Jane Doe</name></author><updated>2026-01-15T11:00:00+01:00</updated>
  </entry></feed>"""
RDF = """<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel><title>The Paper</title></channel><item><title>Rates &amp; rents</title>
  <link>https://paper.example/a</link><dc:creator>Jane Doe</dc:creator>
  <dc:date>2026-01-15T10:00:00Z</dc:date></item></r:RDF>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Paper",
        "items": [
            {
                "url": "/a",
                "title": "Rates & rents",
                "authors": [{"name": "Jane Doe"}],
                "date_published": "2026-01-15T10:00:00Z",
            },
            {"title": "Without an address"},
            7,
        ],
    }
)


@pytest.mark.parametrize("text", [RSS, ATOM, RDF, JSON], ids=["rss", "atom", "1", "js"])
def test_every_format_says_the_same(text):
    assert hear(text.encode(), HERE, dt.UTC) == Heard(
        "The Paper",
        [Item("https://paper.example/a", "Rates & rents", "Jane Doe", AT)],
    )


def channel(items):
    return f"<rss><channel><title>The Paper</title>{items}</channel></rss>".encode()


@pytest.mark.parametrize(
    "item",
    [
        "<title>T</title><guid>https://paper.example/a</guid>",
        "<title><![CDATA[<b>T</b>]]></title><link>https://paper.example/a</link>",
        "<title>&lt;i>T&lt;/i></title><link> https://paper.example/a#x </link>",
        "<title>T&nbsp;</title><link>https://paper.example/a</link><author></author>",
        "<guid isPermaLink='false'>https://x.example/</guid><title>T</title>"
        "<link>https://paper.example/a</link><pubDate>soon</pubDate>",
    ],
)
def test_feeds_are_read_as_they_are_written(item):
    found = hear(channel(f"<item>{item}</item>"), HERE, dt.UTC)

    assert found.items == [Item("https://paper.example/a", "T", "", None)]


@pytest.mark.parametrize(
    "item",
    [
        "<title>T</title>",
        "<link>https://paper.example/a</link>",
        "<title>T</title><link>javascript:alert(1)</link>",
        "<title>T</title><guid isPermaLink='false'>https://x.example/</guid>",
        "<title>\u202e </title><link>https://paper.example/a</link>",
    ],
)
def test_what_leads_nowhere_is_left_out(item):
    assert hear(channel(f"<item>{item}</item>"), HERE, dt.UTC).items == []


def test_a_feed_that_breaks_off_is_read_as_far_as_it_goes():
    found = hear(RSS[: RSS.index("</item>") + 7].encode(), HERE, dt.UTC)

    assert (len(found.items), found.is_broken) == (1, True)


def bomb():
    """A billion laughs."""
    lines = '<!ENTITY l0 "ha">'
    for number in range(1, 10):
        lines += f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">'
    return f"<!DOCTYPE r [{lines}]><rss><channel><title>&l9;</title></channel></rss>"


@pytest.mark.parametrize(
    "text",
    [
        bomb(),
        "<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><rss><a>&a;</a></rss>",
        "<rss>" * 10_000,
        "<!doctype html><html><title>A page</title></html>",
        "",
        "\0\1",
        "{",
        '{"version": 5}',
        '{"a":' * 100_000,
    ],
    ids=["laughs", "file", "deep", "page", "none", "noise", "cut", "other", "deeper"],
)
def test_what_is_no_feed_or_harms_is_refused_at_once(text):
    begun = time.monotonic()

    with pytest.raises(NoFeedError):
        hear(text.encode(), HERE, dt.UTC)

    assert time.monotonic() - begun < 1


def test_a_document_type_alone_does_no_harm():
    text = '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd">' + RSS.partition("?>")[2]

    assert len(hear(text.encode(), HERE, dt.UTC).items) == 1


def test_of_an_endless_feed_the_first_pieces_are_heard():
    item = "<item><title>T</title><link>https://paper.example/{}</link></item>"

    found = hear(channel("".join(map(item.format, range(1000)))), HERE, dt.UTC)

    assert (len(found.items), found.is_broken) == (200, False)


def in_letters(name, codec):
    """A feed that declares its letters, and is written in a codec."""
    item = "<item><title>大水</title><link>https://paper.example/a</link></item>"
    begun = f'<?xml version="1.0" encoding="{name}"?>'
    return f"{begun}<rss><channel>{item}</channel></rss>".encode(codec)


@pytest.mark.parametrize("name", ["shift_jis", "gb2312", "big5", "EUC-KR", "utf-16"])
def test_a_feed_is_read_in_the_letters_that_it_declares(name):
    assert hear(in_letters(name, name), HERE, dt.UTC).items[0].title == "大水"


@pytest.mark.parametrize("name", ["foo", "hex", "utf-7", "idna", "ü", "a" * 99])
def test_letters_that_nobody_knows_make_no_feed(name):
    with pytest.raises(NoFeedError):
        hear(in_letters(name, "utf-8"), HERE, dt.UTC)


def only(item, form=channel):
    """The one item of a feed."""
    return hear(form(f"<item>{item}</item>"), HERE, BERLIN).items[0]


def test_what_has_no_title_is_called_by_its_first_words():
    text = "<![CDATA[<p>The minister has resigned. More follows.</p>]]>"
    link = "<link>https://paper.example/a</link>"

    named = only(f"<title>Named</title><description>{text}</description>{link}")

    assert only(f"<description>{text}</description>{link}").title == (
        "The minister has resigned. More follows."
    )
    assert named.title == "Named"


def test_a_text_message_in_json_is_called_by_its_words_too():
    item = {"url": "/a", "content_html": "<p>Fog &amp; rain.</p>"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [item]}

    assert hear(json.dumps(feed).encode(), HERE, dt.UTC).items[0].title == "Fog & rain."


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("Wed, 01 Apr 2026 10:00:00 BST", "2026-04-01T09:00"),
        ("Wed, 01 Apr 2026 10:00:00 CEST", "2026-04-01T08:00"),
        ("Thu, 01 Jan 2026 10:00 CET", "2026-01-01T09:00"),
        ("Wed, 01 Apr 2026 10:00:00 EST", "2026-04-01T15:00"),
        ("2026-04-01 10:00:00 CEST", "2026-04-01T08:00"),
        ("Do, 02 Apr 2026 10:00:00 +0200", "2026-04-02T08:00"),
        ("2026-04-02 10:00:00", "2026-04-02T08:00"),
        ("Thu, 02 Apr 2026 24:00:00 GMT", "2026-04-03T00:00"),
        ("2026-12-31T24:00:00Z", "2027-01-01T00:00"),
        ("Thu, 2 Apr 26 1:2:3 Z", "2026-04-02T01:02"),
        ("Wed, 01 Apr 2026 10:00:00 XQT", None),
        ("04/02/2026 10:00", None),
    ],
)
def test_a_moment_is_in_the_zone_that_it_names_and_else_in_the_papers(said, moment):
    link = "<title>T</title><link>https://paper.example/a</link>"

    at = only(f"{link}<pubDate>{said}</pubDate>").published

    assert (at and at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M")) == moment


def test_links_lead_on_from_the_base_that_stands_around_them():
    found = hear(
        b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://x.example/on/">
        <entry xml:base="When/2026/"><title>One</title><link href="Harbour"/></entry>
        <entry><title>Two</title><link href="Harbour"/></entry>
        <entry xml:base="https://[/"><title>Three</title><link href="/a"/></entry>
        </feed>""",
        HERE,
        dt.UTC,
    )

    assert [item.address for item in found.items] == [
        "https://x.example/on/When/2026/Harbour",
        "https://x.example/on/Harbour",
        "https://x.example/a",
    ]


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("jo@paper.example (Jo Doe)", "Jo Doe"),
        ("Jo Doe (Berlin)", "Jo Doe (Berlin)"),
        ("@" * 1600, "@" * 299 + "…"),
    ],
)
def test_an_author_is_named_without_their_mail_address(author, name):
    item = f"<title>T</title><link>/a</link><author>{author}</author>"

    assert only(item).author == name


PIECES = (
    *(
        "<",
        ">",
        "</",
        "/>",
        "&",
        ";",
        "&#",
        "&amp;",
        "&nbsp;",
        "&x",
        "<!",
        "<!--",
        "-->",
    ),
    *(
        "<![",
        "<![CDATA[",
        "]]>",
        "<!DOCTYPE",
        "<?",
        "?>",
        "xml:base",
        "=",
        "'",
        '"',
        " ",
    ),
    *(
        "<rss>",
        "<item>",
        "</item>",
        "<title>",
        "<link>",
        "<pubDate>",
        "<feed>",
        "<entry>",
    ),
    *("<author><name>", "24:00", "2026-01-01", "BST", "\0", "\x85", "\ud800", "é", "{"),
    *("}", "[", "]", "https://[", "9"),
)
NOISE = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(NOISE, st.sampled_from(["", "<rss>", "<feed><entry>", "<rss><channel><item>"]))
def test_whatever_a_feed_says_it_is_heard_or_refused(noise, begun):
    body = f"{begun}{noise}".encode("utf-8", "surrogatepass")

    try:
        heard = hear(body, HERE, dt.UTC)
    except NoFeedError:
        return

    assert all(item.address and item.title for item in heard.items)


@given(st.lists(st.sampled_from([*PIECES, " ", "Thu,", "Apr", "10:00", "0"])))
def test_whatever_stands_for_a_moment_is_one_or_none(words):
    at = moment_of(" ".join(words), dt.UTC)

    assert at is None or at.tzinfo
