"""Site maps as XML: the index, its parts, and the one for news. Pure.

sitemaps.org 0.9 with what Google reads beside it: pictures, other languages, news.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

OWN = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
IMAGE = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
PICTURES = 1000  # of one address; more are not read


@dataclass(frozen=True)
class Part:
    """One file of a site map; `changed` only where that is known."""

    number: int
    changed: datetime | None = None


@dataclass(frozen=True)
class Entry:
    """An address, the last material change of its page, and what belongs to it."""

    path: str
    changed: datetime | None = None
    pictures: Sequence[str] = ()
    tongues: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class NewsEntry:
    path: str
    title: str
    language: str
    published: datetime


def index(site: str, paths: Iterable[tuple[str, datetime | None]]) -> str:
    rows = (f"<sitemap>{place(site, *row)}</sitemap>" for row in paths)
    return document("sitemapindex", OWN, rows)


def urlset(site: str, entries: Iterable[Entry]) -> str:
    rows = (f"<url>{''.join(of_entry(site, entry))}</url>" for entry in entries)
    return document("urlset", f"{OWN} {IMAGE} {XHTML}", rows)


def of_entry(site: str, entry: Entry) -> Iterable[str]:
    yield place(site, entry.path, entry.changed)
    for language, path in entry.tongues:
        yield (
            f'<xhtml:link rel="alternate" hreflang="{escape(language)}"'
            f' href="{escape(site + path)}"/>'
        )
    for path in entry.pictures[:PICTURES]:
        at = escape(site + path)
        yield f"<image:image><image:loc>{at}</image:loc></image:image>"


def news(site: str, name: str, entries: Iterable[NewsEntry]) -> str:
    """`name` is exactly what the paper calls itself."""
    rows = (
        f"<url>{place(site, entry.path)}<news:news><news:publication>"
        f"<news:name>{escape(name)}</news:name>"
        f"<news:language>{news_language(entry.language)}</news:language>"
        f"</news:publication><news:publication_date>{seconds(entry.published)}"
        f"</news:publication_date><news:title>{escape(entry.title)}</news:title>"
        "</news:news></url>"
        for entry in entries
    )
    return document("urlset", f"{OWN} {NEWS}", rows)


def news_language(code: str) -> str:
    """A language without its region; only of Chinese there are two."""
    language, *more = code.lower().split("-")
    if language != "zh":
        return language
    return "zh-tw" if {"tw", "hant", "hk", "mo"} & {*more} else "zh-cn"


def place(site: str, path: str, changed: datetime | None = None) -> str:
    """Where it is, and when it changed."""
    at = f"<loc>{escape(site + path)}</loc>"
    return f"{at}<lastmod>{seconds(changed)}</lastmod>" if changed else at


def seconds(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def document(root: str, namespaces: str, rows: Iterable[str]) -> str:
    lines = "".join(f"{row}\n" for row in rows)
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{head}\n<{root} {namespaces}>\n{lines}</{root}>\n"
