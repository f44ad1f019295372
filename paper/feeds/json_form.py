"""A feed as JSON Feed 1.1, with the edition of each entry beside it. Pure."""

import datetime as dt
import json
from typing import Any

from paper.feeds.feed import Entry, Feed, Writer

VERSION = "https://jsonfeed.org/version/1.1"
Node = dict[str, Any]


def write(feed: Feed, form: str) -> str:
    """The feed in readers' own letters, on one line."""
    said = present(
        {
            "version": VERSION,
            "title": feed.title,
            "description": feed.description,
            "home_page_url": feed.address,
            "feed_url": feed.own_address(form),
            "next_url": feed.next_address(form),
            "language": feed.language,
            "authors": [author(feed.paper)],
            "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
            "expired": feed.is_over,
        }
    )
    said["items"] = [item(entry) for entry in feed.entries]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def item(entry: Entry) -> Node:
    """An absent fact is an absent key."""
    return present(
        {
            "id": entry.id,
            "url": entry.address,
            "title": entry.title,
            "content_html": entry.html or "<p></p>",
            "summary": entry.summary,
            "image": entry.picture and entry.picture.address,
            "date_published": moment(entry.published),
            "date_modified": moment(entry.updated),
            "authors": [author(writer) for writer in entry.writers],
            "tags": [*entry.tags],
            "language": entry.language,
            "_edition": {**entry.edition},
        }
    )


def author(writer: Writer) -> Node:
    return present({"name": writer.name, "url": writer.address})


def present(said: Node) -> Node:
    return {key: value for key, value in said.items() if value}


def moment(at: dt.datetime) -> str:
    """To the microsecond, as two editions may be of one second."""
    return at.isoformat()
