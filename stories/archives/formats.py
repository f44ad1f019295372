"""Which archive a file is, by what stands in it, and who reads it."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from stories.archives import (
    feed_archive,
    ghost,
    kite_files,
    markdown_sites,
    ninjs_items,
    web_pages,
    wordpress,
)
from stories.archives.entry import ArchiveError, Item, LeftOut

LOOKED_AT = 1 << 16
MOST_MARKDOWN = 4 * 1024 * 1024


@dataclass
class Source:
    """An open file of an archive; `name` is what it is called, from the folder on."""

    name: str
    file: BinaryIO
    zone: dt.tzinfo


Items = Iterator[Item | LeftOut]


def read_wordpress(source: Source) -> Items:
    return wordpress.items(source.file, source.zone)


def read_ghost(source: Source) -> Items:
    return ghost.items(source.file, source.zone)


def read_feed(source: Source) -> Items:
    return feed_archive.items(source.file, source.zone)


def read_ninjs(source: Source) -> Items:
    return ninjs_items.items(source.file, source.zone)


def read_kite(source: Source) -> Items:
    return kite_files.items(source.file, source.zone)


def read_markdown(source: Source) -> Items:
    try:
        text = whole(source, MOST_MARKDOWN).decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise ArchiveError(f"byte {fault.start + 1}: is not UTF-8") from None
    return markdown_sites.items(text, source.name, source.zone)


def read_html(source: Source) -> Items:
    body = whole(source, web_pages.LARGEST)
    return web_pages.items(body, source.name, source.zone)


def whole(source: Source, most: int) -> bytes:
    found = source.file.read(most + 1)
    if len(found) > most:
        raise ArchiveError(f"has more than {most} bytes")
    return found


READERS: dict[str, Callable[[Source], Items]] = {
    "feed": read_feed,
    "ghost": read_ghost,
    "html": read_html,
    "kite": read_kite,
    "markdown": read_markdown,
    "ninjs": read_ninjs,
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
    if kite_files.is_kite(head):
        return "kite"
    if b'"db"' in head or b'"posts"' in head:
        return "ghost"
    return "ninjs" if b'"uri"' in head else ""


def markup_format(start: bytes) -> str:
    if b"wordpress.org/export" in start:
        return "wordpress"
    if any(tag in start[:4096] for tag in (b"<rss", b"<feed", b"<rdf:rdf")):
        return "feed"
    return "html"
