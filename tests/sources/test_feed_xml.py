"""What is heard of a feed, field by field, and how much of it."""

import datetime as dt
import math

import pytest

from sources.feed_items import Item, hear, named_by
from sources.feed_xml import (
    MOST_DEPTH,
    Listener,
    NoFeedError,
    in_utf8,
    listen,
    nested_base,
)

HERE = "https://paper.example/feed"


def heard(text, end_at=math.inf):
    listener = Listener(HERE, end_at)
    broke = listen(listener, text if isinstance(text, bytes) else text.encode())
    return listener.feed, listener.items, broke


def rss(items, spaces=""):
    return f"<rss {spaces}><channel><title>P</title>{items}</channel></rss>"


DC = 'xmlns:dc="http://purl.org/dc/terms/" xmlns:m="http://m.example/"'


def test_the_fields_of_a_feed_and_of_its_items_are_told_apart():
    item = (
        "<item><title>T</title><link>/a</link><title> </title><guid>g</guid>"
        "<title isPermaLink='false'>U</title><guid isPermaLink='false'>h</guid>"
        "<m:title>M</m:title><dc:creator>C</dc:creator><dc:date>D</dc:date>"
        "<author><name>N</name></author><x><title>Deep</title></x>"
        "<x><item><title>Inner</title></item></x><link rel='self' href='b'/></item>"
    )

    assert heard(rss(item + "<link href='/l'/><item><title>V</title></item>", DC)) == (
        {
            **{"title": ["P"], "link-alternate": ["https://paper.example/l"]},
            "channel": ["V"],
        },
        [
            {
                **{"title": ["T", "U"], "link": ["https://paper.example/a"]},
                **{"guid": ["g"], "id": ["h"], "author": ["C", "N"], "date": ["D"]},
                **{"author-name": ["N"], "x": ["Deep", "Inner"]},  # No fields of ours.
                "link-self": ["https://paper.example/b"],
            },
            {"title": ["V"]},
        ],
        False,
    )


def test_links_lead_on_from_the_base_around_them():
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/x/">'
        '<entry xml:base="y/"><link href="a"/></entry><link href="b"/></feed>'
    )

    assert heard(text)[:2] == (
        {"link-alternate": ["https://paper.example/x/b"]},
        [{"link-alternate": ["https://paper.example/x/y/a"]}],
    )
    assert nested_base(HERE, " a ") == "https://paper.example/a"
    assert nested_base(HERE, "https://[") == HERE


def test_of_a_feed_only_so_much_is_heard():
    items = [f"<item><title>{n}</title></item>" for n in range(203)]
    long = f"<item><title>{'x' * 8001}</title></item>"

    assert len(heard(rss("".join(items)))[1]) == 201
    assert len(hear(rss("".join(items)).encode(), HERE, dt.UTC).items) == 0
    assert heard(rss(long))[1] == [{"title": ["x" * 8000]}]
    assert heard(rss("<item/>"), end_at=0) == ({}, [], False)
    deep = "<a>" * (MOST_DEPTH - 1) + "</a>" * (MOST_DEPTH - 1)
    assert heard(f"<rss>{deep}</rss>") == ({}, [], False)
    with pytest.raises(NoFeedError):
        heard(f"<rss><a>{deep}</a></rss>")
    with pytest.raises(NoFeedError):
        heard("<html><rss/></html>")


def test_no_feed_says_by_itself_what_its_links_lead_to():
    """A megabyte said once would be one in each of a thousand links."""
    declared = "<!DOCTYPE rss [<!ATTLIST link href CDATA %s>]>"
    item = rss("<item><link/></item>")

    assert heard(declared % "#IMPLIED" + item)[1] == [{}]
    with pytest.raises(NoFeedError):
        heard(declared % '"/a"' + item)


def test_entities_that_html_has_are_read_and_others_are_not():
    assert heard(rss("<item><title>A&nbsp;&eacute;&none;B</title></item>"))[1] == [
        {"title": ["A\u00a0éB"]}
    ]
    assert heard(f"  {rss('')}")[2] is False
    assert heard(rss("<item>"))[2] is True


@pytest.mark.parametrize(
    ("body", "made"),
    [
        ("\ufeff<ä".encode("utf-16-le"), "<ä"),
        ("<ä".encode("utf-16-le"), "<ä"),
        ("<ä".encode("utf-16-be"), "<ä"),
        ("\ufeff<ä".encode(), "<ä"),
        (b"<?xml version='1.0' encoding='latin-1'?>\xe4", None),
        (b"<?xml version='1.0' encoding=\"utf-16\"?>a", None),
        (b"<a>", "<a>"),
    ],
)
def test_a_feed_is_read_in_the_letters_that_it_declares(body, made):
    expected = body.decode("cp1252") if made is None else made

    assert in_utf8(body).decode() == expected


def test_letters_that_nobody_knows_make_no_feed():
    with pytest.raises(NoFeedError):
        in_utf8(b"<?xml version='1.0' encoding='rot13'?><rss/>")


@pytest.mark.parametrize(
    ("item", "found"),
    [
        (
            "<title>T</title><guid>https://paper.example/g</guid><link>/a</link>",
            Item("https://paper.example/a", "T", "", None),
        ),
        (
            "<description>&lt;p>D&lt;/p></description><guid>https://paper.example/g</guid>",
            Item("https://paper.example/g", "D", "", None),
        ),
        (
            "<title>T</title><link>/a</link><author>a@b.example (Ana)</author>"
            "<updated>2026-01-15</updated><pubDate>2026-01-14</pubDate>",
            Item(
                *("https://paper.example/a", "T", "Ana"),
                dt.datetime(2026, 1, 14, tzinfo=dt.UTC),
            ),
        ),
    ],
)
def test_an_item_has_the_best_of_its_fields(item, found):
    assert hear(rss(f"<item>{item}</item>").encode(), HERE, dt.UTC).items == [found]


def test_a_name_is_taken_out_of_an_address():
    said = ("a@b.example (Ana) ", "Ana (b)", "a@b.example", "a@b.example (Ana")

    assert [named_by(text) for text in said] == ["Ana", *said[1:]]
