"""What a page says of itself: title, outlet, authors, day, language. Pure.

Everything here is a claim of the page's own; nothing is checked against the world.
"""

import datetime as dt
import re
from dataclasses import dataclass, field
from urllib.parse import urljoin

from explainer.addresses import MOST, fault_of, host_of, parse_url, same_site, tidy_url
from sources import json_ld
from sources.moments import moment_of
from sources.page_scan import Scan
from sources.page_text import line, text_of

BETWEEN = re.compile(r" (?:[|–—·•»:]+|-|::) ")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
OFFICIAL = re.compile(
    r"(^|\.)(gov|gob|gouv|gov\.[a-z]{2}|gob\.[a-z]{2}|gouv\.[a-z]{2}|europa\.eu|int)$"
)
PUBLISHED = (
    "article:published_time",
    "datepublished",
    "parsely-pub-date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.issued",
    "citation_publication_date",
    "pubdate",
    "date",
)
FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")


@dataclass(frozen=True)
class Reading:
    title: str = ""
    site: str = ""  # how the outlet calls itself
    authors: list[str] = field(default_factory=list)
    published: dt.date | None = None
    canonical: str = ""
    language: str = ""
    is_paywalled: bool = False
    kind: str = "report"
    givers: list[str] = field(default_factory=list)  # named as where the text is from
    rights: str = ""  # who is said to own it
    opening: str = ""  # its first words, for an agency's mark
    feeds: list[tuple[str, str]] = field(default_factory=list)


def read_page(
    body: bytes, address: str, kind: str, charset: str, zone: dt.tzinfo
) -> Reading:
    """The claims of the page that was found at an address."""
    if kind not in ("text/html", "application/xhtml+xml"):
        return Reading(kind=kind_of(kind, address))
    scan = Scan().look(text_of(body, charset))
    node = json_ld.article(scan.data)
    site = site_of(scan, node)
    return Reading(
        title=title_of(scan, node, site, address),
        site=site,
        authors=authors_of(scan, node),
        published=day_of(scan, node, zone),
        canonical=canonical_of(scan, address),
        language=language_of(scan, node),
        is_paywalled=is_paywalled(scan, node),
        kind=kind_of(kind, address),
        givers=[
            name
            for key in ("sourceOrganization", "provider", "creator")
            for name in json_ld.names(node.get(key))
        ],
        rights=rights_of(scan, node),
        opening=scan.opening.strip(),
        feeds=feeds_of(scan, address),
    )


def title_of(scan: Scan, node: json_ld.Node, site: str, address: str) -> str:
    found = (
        scan.said("og:title"),
        json_ld.text(node.get("headline")),
        scan.said("twitter:title", "dc.title", "citation_title"),
        line(scan.title),
        line(scan.heading),
    )
    title = next(filter(None, found), "")
    return without_outlet(title, site, address)


def without_outlet(title: str, site: str, address: str) -> str:
    """The title without the outlet's name at its end, or before it."""
    host = re.sub(r"[^a-z0-9]", "", host_of(address))
    parts = BETWEEN.split(title)
    marks = BETWEEN.findall(title)
    while len(parts) > 1 and is_outlet(parts[-1], site, host):
        parts, marks = parts[:-1], marks[:-1]
    if len(parts) > 1 and letters_of(parts[0]) == letters_of(site) != "":
        parts, marks = parts[1:], marks[1:]
    pairs = zip(parts, [*marks, ""], strict=True)
    return "".join(part + mark for part, mark in pairs).strip()


def is_outlet(words: str, site: str, host: str) -> bool:
    name = letters_of(words)
    return bool(name) and (name == letters_of(site) or (len(name) > 2 and name in host))


def letters_of(words: str) -> str:
    return re.sub(r"\W", "", words.casefold())


def site_of(scan: Scan, node: json_ld.Node) -> str:
    names = json_ld.names(node.get("publisher"))
    name = scan.said("og:site_name") or "".join(names[:1])
    name = name or scan.said("application-name", "dc.publisher", "citation_publisher")
    return line(name, 200)


def authors_of(scan: Scan, node: json_ld.Node) -> list[str]:
    found = json_ld.names(node.get("author"))
    if not found:
        for name in ("author", "article:author", "parsely-author", "byl", "dc.creator"):
            found = found or json_ld.names(scan.metas[name])
    names = [re.sub(r"^(?i:by)\s+", "", name) for name in found]
    return [*dict.fromkeys(filter(None, names))][:20]


def day_of(scan: Scan, node: json_ld.Node, zone: dt.tzinfo) -> dt.date | None:
    """The day of publication, as the paper's own calendar has it."""
    said = [json_ld.text(node.get("datePublished"))]
    said += [scan.said(name) for name in PUBLISHED]
    moments = (moment_of(text, zone) for text in [*said, scan.time] if text)
    return next((at.astimezone(zone).date() for at in moments if at), None)


def canonical_of(scan: Scan, address: str) -> str:
    """The address that the page calls its own, if it is on the same site."""
    hrefs = [
        link.get("href", "")
        for link in scan.links
        if "canonical" in link["rel"].lower().split()
    ]
    for href in [*hrefs, scan.said("og:url")]:
        found = absolute_url(address, href)
        parts, here = parse_url(found), parse_url(address)
        if not found or not same_site(found, address) or not (parts and here):
            continue
        if parts.pathname.strip("/") or not here.pathname.strip("/"):
            return tidy_url(found)
    return ""


def absolute_url(base: str, href: str) -> str:
    """The whole address of a link; nothing if it leads to no page."""
    try:
        found = urljoin(base, href.strip())
    except ValueError:
        return ""
    size = len(found.encode("utf-8", "replace"))
    is_page = href.strip() and found.isprintable() and size <= MOST
    return "" if not is_page or fault_of(found) else found


def language_of(scan: Scan, node: json_ld.Node) -> str:
    """The BCP 47 code that the page gives first in a valid form, or an empty text."""
    said = (
        json_ld.text(node.get("inLanguage")),
        scan.language,
        scan.said("og:locale", "dc.language", "language"),
    )
    for text in said:
        code = text.strip().replace("_", "-")
        if LANGUAGE.fullmatch(code):
            return code
    return ""


def is_paywalled(scan: Scan, node: json_ld.Node) -> bool:
    said = str(node.get("isAccessibleForFree", "")).casefold()
    tier = scan.said("article:content_tier").casefold()
    return said == "false" or tier in ("locked", "metered")


def rights_of(scan: Scan, node: json_ld.Node) -> str:
    found = [scan.said("copyright", "dc.rights", "rights", "source")]
    found += json_ld.names(node.get("copyrightHolder"))
    found += [json_ld.text(node.get("creditText"))]
    return line(" ".join(filter(None, found)), 300)


def kind_of(kind: str, address: str) -> str:
    """What sort of source it is likely to be, as far as a machine can tell."""
    if kind == "application/pdf":
        return "document"
    if kind in ("text/csv", "application/vnd.ms-excel") or "spreadsheet" in kind:
        return "data"
    return "statement" if OFFICIAL.search(host_of(address)) else "report"


def feeds_of(scan: Scan, address: str) -> list[tuple[str, str]]:
    """Addresses and titles of the feeds that the page offers."""
    found = [
        (absolute_url(address, link.get("href", "")), line(link.get("title"), 200))
        for link in scan.links
        if link.get("type", "").lower().strip() in FEEDS
        and "alternate" in link["rel"].lower().split()
    ]
    return [*dict(item for item in found if item[0]).items()][:30]
