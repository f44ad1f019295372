"""WordPress: an export (WXR) of posts and pages, read twice and never held. Pure."""

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from itertools import takewhile
from typing import BinaryIO
from urllib.parse import unquote

from sources.moments import moment_of
from stories.archives.entry import Fields, Item, LeftOut, words
from stories.archives.shortcodes import without_shortcodes
from stories.archives.xml_items import Node, nodes

TEXTS = {"post": "", "page": "is a page, not a post"}
STATES = {
    "publish": "",
    "draft": "was a draft",
    "pending": "was waiting for review",
    "future": "was scheduled",
    "private": "was private",
}
DYNAMIC = re.compile(r"<!--\s+wp:([\w/-]{1,80})(\s+\{[^\n]{0,4000}?\})?\s+/-->")
REUSED = re.compile(r'"ref"\s*:\s*(\d{1,12})')
ALONE = re.compile(r"^[ \t]*(https?://[^\s<>\"]{1,2000})[ \t\r]*$", re.MULTILINE)
NOWHEN = "0000-00-00 00:00:00"
MOST_SHOWN = 1 << 20  # letters that a text may show of elsewhere
UNFILED = {"uncategorized", "uncategorised"}
# Only these say that something would be lost; the others are how a site is made.
QUIET = {"nav_menu_item", "revision", "wp_block", "custom_css"}
QUIET |= {"wp_global_styles", "wp_navigation", "wp_template", "wp_template_part"}
QUIET |= {"customize_changeset", "oembed_cache", "user_request", "wp_font_face"}


@dataclass
class Site:
    """What texts of an export refer to, collected on the first way through it."""

    language: str = ""
    address: str = ""
    authors: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, Fields] = field(default_factory=dict)
    of_parent: dict[str, list[str]] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)
    quiet: dict[str, int] = field(default_factory=dict)
    first: dict[str, str] = field(
        default_factory=dict
    )  # Whose a name is; two may have it.


def items(file: BinaryIO, zone: dt.tzinfo) -> Iterator[Item | LeftOut]:
    """The texts of an export, and what doesn't come in."""
    site = Site()
    for node in nodes(file):
        notice(site, node)
    file.seek(0)
    number = 0
    for node in nodes(file):
        if node.name == "item":
            place = f"item[{number}] (line {node.line})"
            number += 1
            yield from texts(site, node, place, zone)
    for kind, count in sorted(site.quiet.items()):
        yield LeftOut(kind, f"{count} left out")


def notice(site: Site, node: Node) -> None:
    """Remember what others refer to."""
    if node.name == "language":
        site.language = node.text.strip()
    elif node.name in ("wp:base_blog_url", "link") and not site.address:
        site.address = node.text.strip()
    elif node.name == "wp:author":
        login = node.said("wp:author_login")
        site.authors[login] = node.said("wp:author_display_name") or login
    elif node.name == "item":
        notice_item(site, node)


def notice_item(site: Site, node: Node) -> None:
    kind, key = node.said("wp:post_type"), node.said("wp:post_id")
    if kind in QUIET:
        site.quiet[kind] = site.quiet.get(kind, 0) + 1
    if kind in TEXTS:
        site.first.setdefault(node.said("guid") or node.said("link"), key)
    if kind == "wp_block":
        site.blocks[key] = node.said("content:encoded")
    elif kind == "attachment" and (address := node.said("wp:attachment_url", "guid")):
        site.pictures[key] = {
            "src": address,
            "alt": meta(node).get("_wp_attachment_image_alt", ""),
            "caption": node.said("excerpt:encoded"),
        }
        site.of_parent.setdefault(node.said("wp:post_parent"), []).append(key)


def meta(node: Node) -> dict[str, str]:
    found = node.all("wp:postmeta")
    return {item.said("wp:meta_key"): item.said("wp:meta_value") for item in found}


def texts(
    site: Site, node: Node, place: str, zone: dt.tzinfo
) -> Iterator[Item | LeftOut]:
    kind, state = node.said("wp:post_type"), node.said("wp:status")
    if kind in QUIET or kind == "attachment":
        return
    if kind and kind not in TEXTS:
        yield LeftOut(place, f"is a “{kind}”, which has no place here")
    elif state in ("trash", "auto-draft"):
        yield LeftOut(place, f"was in the state “{state}”")
    else:
        yield text(site, node, place, zone)


def text(site: Site, node: Node, place: str, zone: dt.tzinfo) -> Item:
    """A post or a page."""
    key, notes, said = node.said("wp:post_id"), list[str](), meta(node)
    address = node.said("link")
    published = moment_at(node, zone)
    name = node.said("guid") or address
    own = "" if name and site.first.get(name, key) == key else f" {key}"
    comments = sum(1 for _comment in node.all("wp:comment"))
    if comments:
        notes.append(f"comments: {comments}")
    html = node.said("content:encoded")
    has_lines = "<!-- wp:" not in html
    return Item(
        name=f"wordpress:{name}{own}",
        place=place,
        title=node.said("title"),
        slug=unquote(node.said("wp:post_name")) or f"post-{key}",
        html=html_of(site, html, key, said, notes),
        base=address or site.address,
        has_lines=has_lines,
        excerpt=node.said("excerpt:encoded"),
        published_at=published.isoformat() if published else "",
        why=why_a_draft(node, published),
        authors=[
            site.authors.get(creator.text.strip(), creator.text)
            for creator in node.all("dc:creator")
        ],
        categories=terms(node, "category"),
        tags=terms(node, "post_tag"),
        language=language_of(site.language),
        image=site.pictures.get(said.get("_thumbnail_id", ""), {}),
        addresses=[address, node.said("guid") if "?" in node.said("guid") else ""],
        notes=notes,
    )


def terms(node: Node, domain: str) -> list[str]:
    return [
        words(item.text)
        for item in node.all("category")
        if item.attributes.get("domain") == domain
        and item.attributes.get("nicename", "") not in UNFILED
    ]


def language_of(code: str) -> str:
    return code if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", code) else ""


def moment_at(node: Node, zone: dt.tzinfo) -> dt.datetime | None:
    """When it was published; a draft may say never."""
    gmt, local = node.said("wp:post_date_gmt"), node.said("wp:post_date")
    if gmt and gmt != NOWHEN:
        return moment_of(gmt, dt.UTC)
    if local and local != NOWHEN:
        return moment_of(local, zone)
    return moment_of(node.said("pubDate"), zone)


def why_a_draft(node: Node, published: dt.datetime | None) -> str:
    """Why readers aren't given it; nothing if they had it before."""
    if why := TEXTS.get(node.said("wp:post_type"), ""):
        return why
    if node.said("wp:post_password"):
        return "was behind a password"
    state = node.said("wp:status") or "draft"
    if state not in STATES or STATES[state]:
        return STATES.get(state, f"was in the state “{state}”")
    return "" if published else "has no moment of publication"


def html_of(
    site: Site, html: str, key: str, said: dict[str, str], notes: list[str]
) -> str:
    """The text with what it shows of elsewhere in its place."""

    room = Room()

    def filled(found: re.Match[str]) -> str:
        asked = REUSED.search(found[2] or "")
        if found[1] == "block" and asked and asked[1] in site.blocks:
            reused = site.blocks[asked[1]]
            if room.takes(reused):
                return reused
        if found[1] not in ("footnotes", "separator", "spacer", "more", "nextpage"):
            notes.append(f"block: {found[1]}{found[2] or ''}")
        return ""

    def shown(asked: dict[str, str]) -> Iterable[str]:
        keys = re.findall(r"\d{1,12}", asked.get("ids") or asked.get("include", ""))
        keys = keys or site.of_parent.get(key, [])
        found = (site.pictures[k]["src"] for k in keys if k in site.pictures)
        listed = [*takewhile(room.takes, found)]
        if room.is_full:
            notes.append("gallery: not all of its pictures, they are too many")
        return listed

    html = DYNAMIC.sub(filled, html)
    html = without_shortcodes(html, shown, notes)
    html = ALONE.sub(linked, html)
    return html + footnotes(said.get("footnotes", ""))


@dataclass
class Room:
    """What is left for what a text shows of elsewhere: a line may ask for any amount,
    and be there a thousand times."""

    left: int = MOST_SHOWN

    @property
    def is_full(self) -> bool:
        return self.left < 0

    def takes(self, text: str) -> bool:
        self.left -= len(text) + 1
        return not self.is_full


def linked(found: re.Match[str]) -> str:
    """An address in a line of its own: WordPress shows what is there."""
    address = escape(found[1])
    return f'\n<p><a href="{address}">{address}</a></p>\n'


def footnotes(said: str) -> str:
    """Those of the block editor, which are kept beside the text."""
    try:
        found = json.loads(said) if said else []
    except (ValueError, RecursionError):
        return ""
    found = found if isinstance(found, list) else []
    rows = [note for note in found if isinstance(note, dict)]
    listed = (
        f'<li id="{escape(str(note.get("id", "")))}">{note.get("content", "")}</li>'
        for note in rows
    )
    return f"<ol>{''.join(listed)}</ol>" if rows else ""
