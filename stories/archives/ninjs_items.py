"""ninjs 3: items of news as agencies send them, one or many in a file. Pure."""

import datetime as dt
from collections.abc import Iterator
from html import escape
from typing import Any, BinaryIO

from explainer.slugs import slug_of
from sources.moments import moment_of
from stories.archives.entry import Fields, Item, LeftOut
from stories.archives.feed_archive import read_json, word

AROUND = ("items", "_items", "newsItems", "data")
WHY = {"withheld": "was withheld"}
# Lists of who and what a text is about, and what kind each is in the who's who.
THINGS = {"people": "person", "organisations": "organisation", "places": "place"}
THINGS |= {"person": "person", "organisation": "organisation", "place": "place"}
THINGS |= {"events": "event", "event": "event"}
ROLES = ("main", "headline", "short", "slug")
KINDS = {"picture", "photo", "graphic"}
# These say nothing that a story has no place for.
KNOWN = {"uri", "type", "profile", "version", "firstcreated", "versioncreated"}
MOST_THINGS = 100


def items(file: BinaryIO, zone: dt.tzinfo) -> Iterator[Item | LeftOut]:
    value = read_json(file)
    if isinstance(value, dict):
        value = next(
            (value[k] for k in AROUND if isinstance(value.get(k), list)), [value]
        )
    for number, item in enumerate(value if isinstance(value, list) else ()):
        place = f"[{number}]"
        if not isinstance(item, dict) or not word(item, "uri"):
            yield LeftOut(place, "has no “uri”, so it is no item of ninjs")
        elif word(item, "type") not in ("", "text", "composite"):
            yield LeftOut(place, f"is a “{word(item, 'type')}”, not a text")
        elif either(item, "pubStatus", "pubstatus") == "canceled":
            yield LeftOut(place, "was cancelled by who sent it")
        else:
            yield text(item, place, zone)


def either(item: Fields, *names: str) -> str:
    return next(filter(None, (word(item, name) for name in names)), "")


def rows(item: Fields, *names: str) -> list[Fields]:
    """The objects of a list, by its names in version 2 and 3."""
    for name in names:
        if isinstance(found := item.get(name), list):
            return [row for row in found if isinstance(row, dict)][:1000]
    return []


def text(item: Fields, place: str, zone: dt.tzinfo) -> Item:
    notes: list[str] = []
    named = {word(row, "role"): word(row, "value") for row in rows(item, "headlines")}
    title = next((named[r] for r in ROLES if named.get(r)), "")
    title = title or next(filter(None, named.values()), "")
    other = {word(row, "role"): word(row, "value") for row in rows(item, "altIds")}
    address = other.get("permalink") or either(item, "canonicalUrl", "url", "uri")
    dates = ("firstCreated", "firstcreated", "contentCreated", "contentcreated")
    moments = (
        moment_of(word(item, k), zone)
        for k in (*dates, "versionCreated", "versioncreated")
    )
    published = next(filter(None, moments), None)
    slug = either(item, "slugline").lower()
    if not slug and word(item, "uri").startswith("http"):
        slug = word(item, "uri").partition("#")[0].rstrip("/").rpartition("/")[2]
    return Item(
        name=f"ninjs:{word(item, 'uri')}",
        place=place,
        title=title or either(item, "headline", "title"),
        slug=slug,
        html=body(item, notes),
        base=address if address.startswith("http") else "",
        excerpt=descriptions(item),
        published_at=published.isoformat() if published else "",
        why=why_a_draft(item, published, zone),
        authors=either(item, "by", "byline").removeprefix("By ").split(", "),
        categories=[named["kicker"]] if named.get("kicker") else [],
        tags=names(item, "subjects", "subject") + keywords(item),
        language=word(item, "language"),
        image=picture(item),
        addresses=[address] if address.startswith("http") else [],
        notes=notes + left(item),
        fields={"entities": things(item), "sources": sources(item)},
    )


def body(item: Fields, notes: list[str]) -> str:
    """The main text, of several the longest; the others are said."""
    found = rows(item, "bodies")
    found += [
        {"value": word(item, name), "contentType": kind}
        for name, kind in (("body_html", "text/html"), ("body_text", "text/plain"))
        if word(item, name)
    ]
    sorted_bodies = sorted(found, key=rank, reverse=True)
    if not sorted_bodies:
        return ""
    for other in sorted_bodies[1:]:
        role = word(other, "role") or either(other, "contentType", "contenttype")
        notes.append(f"another body ({role}): {len(word(other, 'value'))} characters")
    value = without_head(word(sorted_bodies[0], "value"))
    if (
        "html" in either(sorted_bodies[0], "contentType", "contenttype")
        or "<p" in value
    ):
        return value
    return "".join(f"<p>{escape(part)}</p>" for part in value.split("\n\n"))


def without_head(html: str) -> str:
    """A text of ours without what stands above it: the item says that in its keys."""
    start, head, rest = html.lstrip().partition("<header>")
    is_ours = start.startswith("<article ") and len(start) < 200 and "</header>" in rest
    return rest.partition("</header>")[2] if head and is_ours else html


def rank(row: Fields) -> tuple[bool, bool, int]:
    role, kind = word(row, "role"), either(row, "contentType", "contenttype")
    return role in ("main", "full"), "html" in kind, len(word(row, "value"))


def descriptions(item: Fields) -> str:
    found = [word(row, "value") for row in rows(item, "descriptions")]
    return next(filter(None, found), either(item, "description_text", "description"))


def names(item: Fields, *lists: str) -> list[str]:
    return [either(row, "name") for row in rows(item, *lists) if either(row, "name")]


def keywords(item: Fields) -> list[str]:
    found = item.get("keywords", item.get("keyword"))
    found = found.split(",") if isinstance(found, str) else found
    return (
        [k.strip() for k in found if isinstance(k, str)]
        if isinstance(found, list)
        else []
    )


def things(item: Fields) -> list[Fields]:
    """Who and what a text is about: entries of the who's who, each once."""
    made: dict[str, Fields] = {}
    for name, kind in THINGS.items():
        for row in rows(item, name):
            title = word(row, "name")[:200]
            slug = slug_of(title)
            if slug and slug not in made and len(made) < MOST_THINGS:
                made[slug] = {"slug": slug, "name": title, "kind": kind}
    return [*made.values()]


def sources(item: Fields) -> list[Fields]:
    """Where the text says that it has its facts from."""
    made = []
    for number, row in enumerate(rows(item, "infoSources", "infosources"), 1):
        address = either(row, "uri", "url")
        title, outlet = word(row, "literal"), word(row, "name")[:200]
        title, outlet = (title, outlet) if title else (outlet, "")
        address = address if address.startswith(("http://", "https://")) else ""
        if title or address:
            source = {"key": f"info-{number}", "title": title[:2000], "url": address}
            source["outlet"] = outlet
            made.append({key: value for key, value in source.items() if value})
    return made


def picture(item: Fields) -> Fields:
    """The first picture that is associated, in its largest rendition."""
    found = item.get("associations")
    found = list(found.values()) if isinstance(found, dict) else found
    for row in found if isinstance(found, list) else ():
        if isinstance(row, dict) and word(row, "type") in KINDS:
            sizes = rows(row, "renditions")
            best = max(sizes, key=width, default={})
            source = either(best, "href", "url") or either(row, "uri")
            told = {
                word(r, "role"): word(r, "value") for r in rows(row, "descriptions")
            }
            credits = ("by", "creditLine", "creditline", "copyrightNotice")
            return {
                "src": source,
                "alt": told.get("alt", ""),
                "caption": told.get("caption") or descriptions(row) or headline(row),
                "credit": either(row, *credits),
            }
    return {}


def width(row: Fields) -> int:
    value = row.get("width")
    return value if isinstance(value, int) else 0


def headline(row: Fields) -> str:
    found = [word(line, "value") for line in rows(row, "headlines")]
    return next(filter(None, found), word(row, "headline"))


def why_a_draft(item: Fields, published: dt.datetime | None, zone: dt.tzinfo) -> str:
    """Why readers aren't given it; nothing if it was free for use."""
    state = either(item, "pubStatus", "pubstatus") or "usable"
    if state != "usable":
        return WHY.get(state, f"was in the state “{state}”")
    until = moment_of(either(item, "embargoedUntil", "embargoed"), zone)
    if until and published and until > published:
        return f"was embargoed until {until.isoformat()}"
    return "" if published else "has no moment of publication"


def left(item: Fields) -> list[str]:
    """What an item says beside, of which a story has no word."""
    kept = (
        "ednote",
        "edNote",
        "usageTerms",
        "usageterms",
        "copyrightNotice",
        "located",
    )
    found: list[tuple[str, Any]] = [(key, item.get(key)) for key in kept]
    return [
        f"{key}: {value}" for key, value in found if isinstance(value, str) and value
    ]
