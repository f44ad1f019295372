"""A feed in XML, heard by expat without declarations of the feed's own. Pure.

Nothing can be blown up or fetched. A feed that breaks off, or takes too long, is read
as far as it goes.
"""

import re
import time
from dataclasses import dataclass, field
from html.entities import html5
from typing import Any
from urllib.parse import urljoin
from xml.parsers import expat

from sources.page_claims import absolute_url
from sources.page_text import MARKS, codec_of

MOST_ITEMS = 200
MOST_DEPTH = 40
MOST_TEXT = 8000
SECONDS = 3.0
ATOM = "http://www.w3.org/2005/Atom"
DUBLIN = ("http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/")
CORE = ("", ATOM, "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/")
ROOTS = ("rss", "RDF", "feed")
DECLARED = re.compile(
    rb"""<\?xml\s[^>]{0,200}?\bencoding\s*=\s*["']([^"'>]{1,100})["']"""
)
BEGINNINGS = (*MARKS, (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
BASE = "http://www.w3.org/XML/1998/namespace base"


class NoFeedError(ValueError):
    """What was found is no feed, or one that would do harm."""


@dataclass
class Listener:
    """Notes the fields of a feed and its items as expat comes upon them."""

    address: str
    end_at: float
    feed: dict[str, list[str]] = field(default_factory=dict)
    items: list[dict[str, list[str]]] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    bases: list[str] = field(default_factory=list)
    text: str = ""
    inside: int = 0  # the depth of the item that is being read

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Raises NoFeedError for what is no feed, StopIteration when time is up."""
        space, local = split_name(name)
        self.path.append(local)
        self.bases.append(nested_base(self.base, attributes.get(BASE, "")))
        if len(self.path) > MOST_DEPTH:
            raise NoFeedError
        if time.monotonic() > self.end_at:
            raise StopIteration
        if len(self.path) == 1 and local not in ROOTS:
            raise NoFeedError
        if local in ("item", "entry") and space in CORE and not self.inside:
            self.inside = len(self.path)
            self.items.append({})
        if self.is_field or local == "name":
            self.text = ""
        if local == "link" and space in CORE and "href" in attributes:
            name = "link-" + attributes.get("rel", "alternate")
            self.note(name, absolute_url(self.base, attributes["href"]))
        if local == "guid" and attributes.get("isPermaLink", "true") == "false":
            self.path[-1] = "id"

    def words(self, text: str) -> None:
        self.text = (self.text + text)[:MOST_TEXT]

    def entity(self, name: str, is_parameter: bool) -> None:
        self.words(html5.get(f"{name};", ""))

    def end(self, name: str) -> None:
        """Keep a field's text, close an item; StopIteration after MOST_ITEMS."""
        space, _local = split_name(name)
        local = self.path[-1]
        if space in DUBLIN:
            self.note({"creator": "author"}.get(local, local), self.text)
        elif space in CORE and self.is_field:
            is_link = local == "link"
            self.note(
                local, absolute_url(self.base, self.text) if is_link else self.text
            )
        elif local == "name" and self.path[-2:-1] == ["author"]:
            self.note("author-name", self.text)
        self.path.pop()
        self.bases.pop()
        if len(self.path) < self.inside:
            self.inside = 0
            if len(self.items) > MOST_ITEMS:
                raise StopIteration

    @property
    def base(self) -> str:
        """The address from which links lead on here."""
        return self.bases[-1] if self.bases else self.address

    @property
    def is_field(self) -> bool:
        """Whether we are at a field of an item, or of the feed itself."""
        depth = len(self.path)
        return depth == self.inside + 1 if self.inside else depth in (2, 3)

    def note(self, name: str, text: str) -> None:
        into = self.items[-1] if self.inside else self.feed
        if text.strip():
            into.setdefault(name, []).append(text)


def nested_base(base: str, found: str) -> str:
    """A base that is given from the one around it; nonsense changes nothing."""
    try:
        return urljoin(base, found.strip())
    except ValueError:
        return base


def split_name(name: str) -> tuple[str, str]:
    """A name's namespace, and the name in it."""
    space, _blank, local = name.rpartition(" ")
    return space, local


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
    parser.AttlistDeclHandler = refuse_default
    try:
        parser.Parse(in_utf8(body.lstrip()), True)
    except (expat.ExpatError, ValueError) as fault:
        if isinstance(fault, NoFeedError):
            raise
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


def refuse_default(*declared: Any) -> None:
    """A text that each element of a name has by itself is as many texts."""
    *_names, default, _is_required = declared
    if default is not None:
        raise NoFeedError
