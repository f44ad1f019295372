"""Whatever an editor writes, a feed is XML: no character of any script ends it."""

import datetime as dt
import sys
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paper.feeds.feed import Entry, Feed, Illustration, Writer
from paper.feeds.xml_forms import Atom, Rss, sayable, write

pytestmark = pytest.mark.once
NOW = dt.datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=dt.UTC)
anything = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
tricky = st.sampled_from(["]]>", "<![CDATA[", "&#0;", "\0", "\ufffe", "\ud800", "\r\n"])


def feed_of(text):
    picture = Illustration("https://x.example/a.png", "image/png", 1, 1, text, text)
    entry = Entry(
        "urn:uuid:1",
        text,
        "https://x.example/",
        NOW,
        NOW,
        summary=text,
        html=text,
        writers=[Writer(text)],
        tags=[text],
        picture=picture,
    )
    place = "https://x.example/"
    return Feed(
        place, text, text, place, place, "en", Writer(text, place), entries=[entry]
    )


@given(st.lists(anything | tricky, min_size=1, max_size=4).map("".join))
@settings(max_examples=150, deadline=None, database=None)
def test_any_text_comes_through_as_it_is_but_for_what_xml_can_not_say(text):
    for generator, form in ((Rss, "rss.xml"), (Atom, "atom.xml")):
        root = ElementTree.fromstring(write(generator, feed_of(text), form).encode())
        found = [element.text for element in root.iter() if "content" in element.tag]
        right = sayable(text).replace("\r\n", "\n").replace("\r", "\n")
        assert (found[0] or "").strip() == right.strip() or right in found


def test_what_xml_can_not_say_is_taken_out_and_nothing_else():
    """Of all characters that there are, as its specification lists them."""
    spans = ((9, 11), (13, 14), (0x20, 0xD800), (0xE000, 0xFFFE))
    spans += ((0x10000, sys.maxunicode + 1),)
    right = "".join("".join(map(chr, range(*span))) for span in spans)

    assert sayable("".join(map(chr, range(sys.maxunicode + 1)))) == right
