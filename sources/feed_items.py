"""What outlets announce: RSS, Atom and JSON Feed. Pure; keeps titles, no texts."""

import datetime as dt
import html
import re
import time
from dataclasses import dataclass
from typing import Any

from explainer.addresses import tidy_url
from sources.feed_xml import (
    MOST_ITEMS,
    MOST_TEXT,
    SECONDS,
    Listener,
    NoFeedError,
    listen,
)
from sources.json_ld import as_list, names, parse_json
from sources.moments import moment_of
from sources.page_claims import absolute_url
from sources.page_text import line

TITLE = 200  # of what stands for a title that is missing
TEXTS = ("description", "summary", "content")
DATES = ("pubDate", "published", "issued", "date", "updated", "modified", "created")


@dataclass(frozen=True)
class Item:
    address: str
    title: str
    author: str
    published: dt.datetime | None


@dataclass(frozen=True)
class Heard:
    title: str
    items: list[Item]
    is_broken: bool = False


def hear(body: bytes, address: str, zone: dt.tzinfo) -> Heard:
    """What the feed at an address announces, newest or not, as it has them."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return heard_json(body, address, zone)
    listener = Listener(address, time.monotonic() + SECONDS)
    broken = listen(listener, body)
    if not listener.feed and not listener.items:
        raise NoFeedError
    items = [item_of(said, address, zone) for said in listener.items[:MOST_ITEMS]]
    title = plain(first(listener.feed, "title"))
    return Heard(title, [item for item in items if item], broken)


def first(said: dict[str, list[str]], *keys: str) -> str:
    return next((said[key][0].strip() for key in keys if said.get(key)), "")


def item_of(said: dict[str, list[str]], base: str, zone: dt.tzinfo) -> Item | None:
    """An RSS or Atom item by its fields; None without an address or a title."""
    guid = first(said, "guid")
    link = first(said, "link-alternate", "link") or (guid if "://" in guid else "")
    address = absolute_url(base, link)
    title = plain(first(said, "title")) or line(plain(first(said, *TEXTS)), TITLE)
    if not address or not title:
        return None
    author = first(said, "author-name") or named_by(first(said, "author"))
    moments = [moment_of(first(said, key), zone) for key in DATES]
    published = next(filter(None, moments), None)
    return Item(tidy_url(address), title, line(plain(author), 300), published)


def named_by(author: str) -> str:
    """The name of whom a feed gives as `address (name)`, or what it has instead."""
    address, _bracket, name = author.rstrip().partition("(")
    is_mailed = "@" in address and name.endswith(")")
    return name[:-1] if is_mailed else author


def plain(text: str) -> str:
    """A title's words: many feeds escape HTML in it, some of them twice."""
    for _time in range(2):
        if "&" in text or "<" in text:
            text = html.unescape(re.sub(r"</?[A-Za-z][^<>]{0,500}>", "", text))
    return line(text)


def heard_json(body: bytes, address: str, zone: dt.tzinfo) -> Heard:
    """The items of a JSON Feed, version 1 or 1.1; NoFeedError if it is none."""
    feed = parse_json(body.decode("utf-8", "replace"))
    version = feed.get("version") if isinstance(feed, dict) else None
    if not isinstance(version, str) or "jsonfeed.org/version" not in version:
        raise NoFeedError
    found = feed.get("items")
    items = [
        item_of_json(item, address, zone)
        for item in (found if isinstance(found, list) else [])[:MOST_ITEMS]
        if isinstance(item, dict)
    ]
    return Heard(line(feed.get("title")), [item for item in items if item])


def item_of_json(item: dict[str, Any], base: str, zone: dt.tzinfo) -> Item | None:
    """A JSON Feed's item; None without an address or words for a title."""
    address = absolute_url(base, line(item.get("url") or item.get("external_url")))
    said = item.get("summary") or item.get("content_text")
    said = said or plain(str(item.get("content_html") or "")[:MOST_TEXT])
    title = line(item.get("title")) or line(said, TITLE)
    if not address or not title:
        return None
    writers = as_list(item.get("authors")) or as_list(item.get("author"))
    moments = (
        moment_of(line(item.get(key)), zone)
        for key in ("date_published", "date_modified")
    )
    published = next(filter(None, moments), None)
    author = line(", ".join(names(writers)), 300)
    return Item(tidy_url(address), title, author, published)
