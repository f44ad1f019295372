"""Ghost: an export of posts and pages, whichever editor wrote them. Pure."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from explainer.hypertext.markdown_text import html_of
from sources.moments import moment_of
from stories.archives.entry import Fields, Item, LeftOut
from stories.archives.json_tables import Row, rows
from stories.archives.lexical import Cards, lexical, mobiledoc

SITE = "__GHOST_URL__"
WHY = {
    "draft": "was a draft",
    "scheduled": "was scheduled",
    "sent": "was a letter to members",
}
# Bodies in the order of how much they say.
BODIES = ("lexical", "mobiledoc", "html", "plaintext")


@dataclass
class Site:
    """The small tables, collected on the first way through an export."""

    users: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    meta: dict[str, Row] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    tags_of: dict[str, list[tuple[int, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    authors_of: dict[str, list[tuple[int, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    has_posts: bool = False


def items(file: BinaryIO, zone: dt.tzinfo) -> Iterator[Item | LeftOut]:
    site = Site()
    for table, row in rows(file):
        notice(site, table, row)
    number = 0
    for table, row in rows(file):
        if table == "posts":
            yield text(site, row, f"posts[{number}]", zone)
            number += 1
    if not site.has_posts:
        yield LeftOut("posts", "there are none")


def notice(site: Site, table: str, row: Row) -> None:
    key, post = str(row.get("id")), str(row.get("post_id"))
    order = row.get("sort_order")
    order = order if isinstance(order, int) else 0
    if table == "posts":
        site.has_posts = True
    elif table == "users":
        site.users[key] = word(row, "name")
    elif table == "tags":
        site.tags[key] = word(row, "name")
    elif table == "posts_tags":
        site.tags_of[post].append((order, str(row.get("tag_id"))))
    elif table == "posts_authors":
        site.authors_of[post].append((order, str(row.get("author_id"))))
    elif table == "posts_meta":
        site.meta[post] = row
    elif table == "settings":
        site.settings[word(row, "key")] = word(row, "value")


def word(row: Row, *names: str) -> str:
    """The first text of a row that says anything."""
    found = (row.get(name) for name in names)
    return next((text for text in found if isinstance(text, str) and text.strip()), "")


def text(site: Site, row: Row, place: str, zone: dt.tzinfo) -> Item:
    """A post or a page."""
    notes: list[str] = []
    key, slug = str(row.get("id")), word(row, "slug")
    published = moment_of(word(row, "published_at"), dt.UTC)
    named = names(site.tags_of[key], site.tags)
    # A tag with a # before it is the desk's own business.
    tags = [name for name in named if not name.startswith("#")]
    notes += [f"internal tag: {name}" for name in named if name.startswith("#")]
    address = word(row, "canonical_url") or f"/{slug}/"
    authors = site.authors_of[key] or [(0, str(row.get("author_id")))]
    return Item(
        name=f"ghost:{word(row, 'uuid') or key}",
        place=place,
        title=word(row, "title"),
        slug=slug,
        html=body(row, notes).replace(SITE, ""),
        excerpt=word(row, "custom_excerpt"),
        published_at=published.isoformat() if published else "",
        why=why_a_draft(row, published),
        authors=names(authors, site.users),
        categories=tags[:1],
        tags=tags[1:],
        language=word(row, "locale") or site.settings.get("locale", ""),
        image=image(site.meta.get(key, {}), row),
        addresses=[f"/{slug}/", address] if slug else [],
        notes=notes,
    )


def names(found: list[tuple[int, str]], known: dict[str, str]) -> list[str]:
    return [known[key] for _order, key in sorted(found) if known.get(key)]


def image(meta: Row, row: Row) -> Fields:
    address = word(row, "feature_image") or word(meta, "feature_image")
    return {
        "src": address.replace(SITE, ""),
        "alt": word(meta, "feature_image_alt"),
        "caption": word(meta, "feature_image_caption"),
    }


def why_a_draft(row: Row, published: dt.datetime | None) -> str:
    """Why readers aren't given it; nothing if everybody could read it."""
    state = word(row, "status") or "draft"
    if state != "published":
        return WHY.get(state, f"was in the state “{state}”")
    if word(row, "type") == "page" or row.get("page") in (1, True):
        return "is a page, not a post"
    seen = word(row, "visibility") or "public"
    if seen != "public":
        return f"was for “{seen}” alone"
    return "" if published else "has no moment of publication"


def body(row: Row, notes: list[str]) -> str:
    """The text as HTML, from the fullest of its forms that can be read."""
    cards = Cards(html_of, notes)
    for name in BODIES:
        value = word(row, name)
        if not value:
            continue
        if name == "html":
            return value
        if name == "plaintext":
            return "".join(f"<p>{part}</p>" for part in value.split("\n\n"))
        document = parse(value)
        if document is None:
            notes.append(f"{name}: is no JSON that can be read")
            continue
        made = (
            lexical(document, cards)
            if name == "lexical"
            else mobiledoc(document, cards)
        )
        if made.strip():
            return made
    return ""


def parse(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
