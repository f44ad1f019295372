"""Which archive a file is, by what stands in it, and who reads it."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from stories.archives import wordpress
from stories.archives.entry import ArchiveError, Item, LeftOut

LOOKED_AT = 1 << 16


@dataclass
class Source:
    """An open file of an archive. `name` is what it is called, `beside` the folder of
    it within that of the pictures."""

    name: str
    file: BinaryIO
    zone: dt.tzinfo
    beside: str = ""


Items = Iterator[Item | LeftOut]


def read_wordpress(source: Source) -> Items:
    return wordpress.items(source.file, source.zone)


READERS: dict[str, Callable[[Source], Items]] = {
    "wordpress": read_wordpress,
}


def recognise(source: Source) -> str:
    """The format of a file; `ArchiveError` if nobody can tell."""
    head = source.file.read(LOOKED_AT)
    source.file.seek(0)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    name = source.name.lower()
    if start.startswith((b"{", b"[")):
        found = json_format(head)
    elif start.startswith(b"<"):
        found = markup_format(start)
    elif start.startswith((b"---", b"+++")) or name.endswith((".md", ".markdown")):
        found = "markdown"
    else:
        found = "html" if name.endswith((".html", ".htm")) else ""
    if found not in READERS:
        raise ArchiveError("is no archive that is known here; say which by --format")
    return found


def json_format(head: bytes) -> str:
    if b'"explainer/1"' in head or b'"question/1"' in head:
        raise ArchiveError("is a file of this house: import_stories reads it")
    if b"jsonfeed.org/version" in head:
        return "feed"
    if b'"db"' in head or b'"posts"' in head:
        return "ghost"
    return "ninjs" if b'"uri"' in head else ""


def markup_format(start: bytes) -> str:
    if b"wordpress.org/export" in start:
        return "wordpress"
    if any(tag in start[:4096] for tag in (b"<rss", b"<feed", b"<rdf:rdf")):
        return "feed"
    return "html"
