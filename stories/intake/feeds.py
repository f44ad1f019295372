"""Reads what outlets announce: RSS, Atom and JSON Feed. Pure; keeps titles, no texts.

Expat reads the XML, without entities of the document's own: nothing can be blown up or
fetched. A feed that breaks off is read as far as it goes.
"""

import datetime as dt
import html
import re
from dataclasses import dataclass, field
from html.entities import html5
from typing import Any
from xml.parsers import expat

from stories.addresses import tidied
from stories.intake.decoding import MARKS, codec_of, line
from stories.intake.linked import listed, names, parsed
from stories.intake.reading import joined, moment_of

MOST_ITEMS = 200
MOST_DEPTH = 40
MOST_TEXT = 8000
ATOM = "http://www.w3.org/2005/Atom"
DUBLIN = ("http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/")
CORE = ("", ATOM, "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/")
ROOTS = ("rss", "RDF", "feed")
DATES = ("pubDate", "published", "issued", "date", "updated", "modified", "created")
MAILED = re.compile(r"\S+@\S+\s+\((.+)\)")
DECLARED = re.compile(
    rb"""<\?xml\s[^>]{0,200}?\bencoding\s*=\s*["']([^"'>]{1,100})["']"""
)
BEGINNINGS = (*MARKS, (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))


class NoFeedError(ValueError):
    """What was found is no feed, or one that would do harm."""


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


@dataclass
class Listener:
    """Notes the fields of a feed and its items as expat comes upon them."""

    feed: dict[str, list[str]] = field(default_factory=dict)
    items: list[dict[str, list[str]]] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    text: str = ""
    inside: int = 0  # the depth of the item that is being read

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, local = apart(name)
        self.path.append(local)
        if len(self.path) > MOST_DEPTH:
            raise NoFeedError
        if len(self.path) == 1 and local not in ROOTS:
            raise NoFeedError
        if local in ("item", "entry") and space in CORE and not self.inside:
            self.inside = len(self.path)
            self.items.append({})
        if self.is_field or local == "name":
            self.text = ""
        if local == "link" and space in CORE and "href" in attributes:
            self.note("link-" + attributes.get("rel", "alternate"), attributes["href"])
        if local == "guid" and attributes.get("isPermaLink", "true") == "false":
            self.path[-1] = "id"

    def words(self, text: str) -> None:
        self.text = (self.text + text)[:MOST_TEXT]

    def entity(self, name: str, is_parameter: bool) -> None:
        self.words(html5.get(f"{name};", ""))

    def end(self, name: str) -> None:
        space, _local = apart(name)
        local = self.path[-1]
        if space in DUBLIN:
            self.note({"creator": "author"}.get(local, local), self.text)
        elif space in CORE and self.is_field:
            self.note(local, self.text)
        elif local == "name" and self.path[-2:-1] == ["author"]:
            self.note("author-name", self.text)
        self.path.pop()
        if len(self.path) < self.inside:
            self.inside = 0
            if len(self.items) > MOST_ITEMS:
                raise StopIteration

    @property
    def is_field(self) -> bool:
        """Whether we are at a field of an item, or of the feed itself."""
        depth = len(self.path)
        return depth == self.inside + 1 if self.inside else depth in (2, 3)

    def note(self, name: str, text: str) -> None:
        into = self.items[-1] if self.inside else self.feed
        if text.strip():
            into.setdefault(name, []).append(text)


def apart(name: str) -> tuple[str, str]:
    """A name's namespace, and the name in it."""
    space, _blank, local = name.rpartition(" ")
    return space, local


def hear(body: bytes, address: str, zone: dt.tzinfo) -> Heard:
    """What the feed at an address announces, newest or not, as it has them."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return heard_json(body, address, zone)
    listener = Listener()
    broken = listen(listener, body)
    if not listener.feed and not listener.items:
        raise NoFeedError
    items = [item_of(said, address, zone) for said in listener.items[:MOST_ITEMS]]
    title = plain(first(listener.feed, "title"))
    return Heard(title, [item for item in items if item], broken)


def listen(listener: Listener, body: bytes) -> bool:
    """Have expat read the feed; whether it broke off."""
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.UseForeignDTD(True)  # an entity that nobody declared is skipped, no fault
    parser.StartElementHandler = listener.start
    parser.EndElementHandler = listener.end
    parser.CharacterDataHandler = listener.words
    parser.SkippedEntityHandler = listener.entity
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(in_utf8(body.lstrip()), True)
    except expat.ExpatError:
        return True
    except StopIteration:  # Enough was heard.
        return False
    return False


def in_utf8(body: bytes) -> bytes:
    """The feed as expat is given it: expat itself knows few of the world's letters."""
    for beginning, codec in BEGINNINGS:
        if body.startswith(beginning):
            return body.decode(codec, "replace").removeprefix("\ufeff").encode()
    found = DECLARED.match(body)
    if not found:
        return body
    if not (codec := codec_of(found[1].decode("ascii", "replace"))):
        raise NoFeedError
    # A declaration that can be read is not written in UTF-16, whatever it says.
    return body if codec.startswith("utf-") else body.decode(codec, "replace").encode()


def refuse(*declared: Any) -> None:
    raise NoFeedError


def first(said: dict[str, list[str]], *keys: str) -> str:
    return next((said[key][0].strip() for key in keys if said.get(key)), "")


def item_of(said: dict[str, list[str]], base: str, zone: dt.tzinfo) -> Item | None:
    guid = first(said, "guid")
    link = first(said, "link-alternate", "link") or (guid if "://" in guid else "")
    address = joined(base, link)
    title = plain(first(said, "title"))
    if not address or not title:
        return None
    author = first(said, "author-name") or MAILED.sub(r"\1", first(said, "author"))
    moments = [moment_of(first(said, key), zone) for key in DATES]
    published = next(filter(None, moments), None)
    return Item(tidied(address), title, line(plain(author), 300), published)


def plain(text: str) -> str:
    """A title's words: many feeds escape HTML in it, some of them twice."""
    for _time in range(2):
        if "&" in text or "<" in text:
            text = html.unescape(re.sub(r"</?[A-Za-z][^<>]{0,500}>", "", text))
    return line(text)


def heard_json(body: bytes, address: str, zone: dt.tzinfo) -> Heard:
    feed = parsed(body.decode("utf-8", "replace"))
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
    address = joined(base, line(item.get("url") or item.get("external_url")))
    title = line(item.get("title")) or line(item.get("summary"), 200)
    if not address or not title:
        return None
    writers = listed(item.get("authors")) or listed(item.get("author"))
    moments = (
        moment_of(line(item.get(key)), zone)
        for key in ("date_published", "date_modified")
    )
    published = next(filter(None, moments), None)
    author = line(", ".join(names(writers)), 300)
    return Item(tidied(address), title, author, published)
