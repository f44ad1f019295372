"""A feed as an archive: RSS, Atom or JSON Feed with whole texts. Pure."""

import datetime as dt
import json
from collections.abc import Iterator
from html import escape
from typing import Any, BinaryIO

from sources.moments import moment_of
from stories.archives.entry import ArchiveError, Fields, Item, LeftOut
from stories.archives.xml_items import Node, nodes

LARGEST = 64 * 1024 * 1024  # bytes of a JSON Feed
BODIES = ("content:encoded", "content", "description", "summary")
DATES = ("published", "pubDate", "issued", "dc:date", "updated", "modified")
PICTURES = ("image/", "image")


def items(file: BinaryIO, zone: dt.tzinfo) -> Iterator[Item | LeftOut]:
    if file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from json_items(file, zone)
        return
    file.seek(0)
    number, language, site = 0, "", ""
    for node in nodes(file):
        if node.name in ("language", "dc:language"):
            language = node.text.strip()
        elif node.name == "link" and not site:
            site = node.attributes.get("href", "") or node.text.strip()
        elif node.name in ("item", "entry"):
            place = f"{node.name}[{number}] (line {node.line})"
            number += 1
            yield text(node, place, zone, language, site)


def text(node: Node, place: str, zone: dt.tzinfo, language: str, site: str) -> Item:
    """An item or an entry; of its texts the longest kind is the article."""
    address = link(node)
    said = [body(item) for name in BODIES for item in node.all(name)]
    said = [html for html in said if html.strip()]
    found = (moment_of(node.said(name), zone) for name in DATES)
    published = next(filter(None, found), None)
    comments = node.said("slash:comments")
    return Item(
        name=f"feed:{node.said('guid', 'id') or address or node.said('title')}",
        place=place,
        title=title(node),
        slug=slug_in(address),
        html=said[0] if said else "",
        base=address or site,
        excerpt=said[1] if len(said) > 1 and len(said[1]) < 2000 else "",
        published_at=published.isoformat() if published else "",
        why="" if published else "has no moment of publication",
        authors=authors(node),
        tags=[c.attributes.get("term", "") or c.text for c in node.all("category")],
        language=language,
        image=picture(node),
        addresses=[address],
        notes=[f"comments: {comments}"] if comments not in ("", "0") else [],
    )


def title(node: Node) -> str:
    found = next(node.all("title"), None)
    return body(found) if found else ""


def body(node: Node) -> str:
    """A text as HTML: as it is, written out, or plain."""
    kind = node.attributes.get("type", "")
    if kind == "xhtml" or node.nodes:
        return escape(node.lead) + "".join(map(html_of, node.nodes)) or node.text
    return escape(node.text) if kind == "text" else node.text


def html_of(node: Node) -> str:
    """XHTML within a feed, and the words behind it."""
    said = "".join(f' {key}="{escape(v)}"' for key, v in node.attributes.items())
    inner = escape(node.lead) + "".join(map(html_of, node.nodes))
    inner = inner if node.nodes else escape(node.text)
    return f"<{node.name}{said}>{inner}</{node.name}>{escape(node.tail)}"


def link(node: Node) -> str:
    links = [
        item.attributes.get("href", "") or item.text.strip()
        for item in node.all("link")
        if item.attributes.get("rel", "alternate") == "alternate"
    ]
    if address := next(filter(None, links), ""):
        return address
    guid = node.said("guid")
    return guid if guid.startswith(("http://", "https://")) else ""


def slug_in(address: str) -> str:
    path = address.partition("?")[0].partition("#")[0].rstrip("/")
    last = path.rpartition("/")[2] if path.count("/") > 2 else ""
    return last.rpartition(".")[0] or last


def authors(node: Node) -> list[str]:
    named = [item.said("name") for item in node.all("author")]
    named += [creator.text for creator in node.all("dc:creator")]
    if not any(named):
        named = [
            item.text.partition("(")[2].rstrip(") ") for item in node.all("author")
        ]
    return [name.strip() for name in named if name.strip()]


def picture(node: Node) -> Fields:
    """The picture that comes with an item."""
    found = [*node.all("enclosure", "media:content", "media:thumbnail")]
    for item in found:
        kind = item.attributes.get("type", "") or item.attributes.get("medium", "")
        if item.name == "media:thumbnail" or kind.startswith(PICTURES):
            credit = item.said("media:credit") or node.said("media:credit")
            words = item.said("media:description") or item.said("media:title")
            source = item.attributes.get("url", "")
            return {"src": source, "caption": words, "credit": credit}
    return {}


def json_items(file: BinaryIO, zone: dt.tzinfo) -> Iterator[Item | LeftOut]:
    feed = read_json(file)
    found = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(found, list):
        raise ArchiveError("is no JSON Feed: it has no items")
    for number, item in enumerate(found):
        place = f"items[{number}]"
        if isinstance(item, dict):
            yield json_text(feed, item, place, zone)
        else:
            yield LeftOut(place, "is no object")


def read_json(file: BinaryIO) -> Any:
    """The value of a file of JSON; `ArchiveError` with the place of a fault."""
    file.seek(0)
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ArchiveError(f"has more than {LARGEST} bytes")
    try:
        return json.loads(data.decode("utf-8-sig"))
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno}, column {fault.colno}"
        raise ArchiveError(f"{where}: {fault.msg}") from None
    except (ValueError, RecursionError) as fault:
        raise ArchiveError(f"is no JSON that can be read: {fault}") from None


def json_text(feed: Fields, item: Fields, place: str, zone: dt.tzinfo) -> Item:
    address = word(item, "url") or word(item, "external_url")
    plain = "".join(
        f"<p>{escape(p)}</p>" for p in word(item, "content_text").split("\n\n")
    )
    moments = (
        moment_of(word(item, k), zone) for k in ("date_published", "date_modified")
    )
    published = next(filter(None, moments), None)
    writers = item.get("authors") or [item.get("author")]
    writers = writers if isinstance(writers, list) else []
    tags = item.get("tags")
    return Item(
        name=f"feed:{item.get('id') or address}",
        place=place,
        title=word(item, "title"),
        slug=slug_in(address),
        html=word(item, "content_html") or plain,
        base=address or word(feed, "home_page_url"),
        excerpt=word(item, "summary"),
        published_at=published.isoformat() if published else "",
        why="" if published else "has no moment of publication",
        authors=[word(w, "name") for w in writers if isinstance(w, dict)],
        tags=[t for t in tags if isinstance(t, str)] if isinstance(tags, list) else [],
        language=word(item, "language") or word(feed, "language"),
        image={"src": word(item, "image") or word(item, "banner_image")},
        addresses=[address],
    )


def word(item: Fields, name: str) -> str:
    value = item.get(name)
    return value.strip() if isinstance(value, str) else ""
