"""A saved web page: what it says of itself, and the text in the middle of it. Pure."""

import datetime as dt
from collections.abc import Iterator

from explainer.hypertext import HypertextError, tree
from explainer.hypertext.tree import Element
from sources import json_ld
from sources.moments import moment_of
from sources.page_claims import PUBLISHED, read_page
from sources.page_scan import Scan
from sources.page_text import text_of
from stories.archives.entry import ArchiveError, Fields, Item

LARGEST = 16 * 1024 * 1024
# Of a page without a place for its text, these are around it.
AROUND = {"nav", "aside", "footer", "form", "header", "dialog", "search", "menu"}
NAMES = ("entry-content", "post-content", "article-body", "articlebody", "story-body")
LEAST = 200  # letters of a text that is worth the name


def items(body: bytes, name: str, zone: dt.tzinfo) -> Iterator[Item]:
    """The one text of a page; `name` is what its file is called."""
    if len(body) > LARGEST:
        raise ArchiveError(f"has {len(body)} bytes; {LARGEST} can be read")
    html = text_of(body)
    said = read_page(body, "", "text/html", "", zone)
    try:
        root = tree.parse(html).root
    except HypertextError as fault:
        raise ArchiveError(str(fault)) from None
    scan = Scan().look(html)
    address = address_of(scan)
    text, where = main(root)
    published = published_at(scan, zone)
    notes = [f"left out: what stands outside of {where}"]
    yield Item(
        name=f"page:{address or name}",
        place="",
        title=scan.heading.strip() or said.title,
        slug=slug_of_page(address, name),
        tree=text,
        base=address,
        excerpt=scan.said("og:description", "description"),
        published_at=published.isoformat() if published else "",
        why="" if published else "has no moment of publication",
        authors=said.authors,
        categories=scan.metas["article:section"][:1],
        tags=scan.metas["article:tag"],
        language=said.language,
        image=image(scan),
        addresses=[address],
        notes=notes,
    )


def address_of(scan: Scan) -> str:
    """Where the page says that it stands."""
    links = (li for li in scan.links if "canonical" in li["rel"].lower().split())
    found = [link.get("href", "") for link in links]
    found.append(scan.said("og:url"))
    return next((a for a in found if a.startswith(("http://", "https://"))), "")


def slug_of_page(address: str, name: str) -> str:
    path = (address or name).partition("?")[0].rstrip("/")
    if address and path.count("/") < 3:
        return ""
    last = path.rpartition("/")[2]
    return last.rpartition(".")[0] or last


def published_at(scan: Scan, zone: dt.tzinfo) -> dt.datetime | None:
    node = json_ld.article(scan.data)
    found = [json_ld.text(node.get("datePublished"))]
    found += [scan.said(name) for name in PUBLISHED] + [scan.time]
    moments = (moment_of(text, zone) for text in found if text)
    return next(filter(None, moments), None)


def image(scan: Scan) -> Fields:
    return {"src": scan.said("og:image"), "alt": scan.said("og:image:alt")}


def main(root: Element) -> tuple[Element, str]:
    """The text of a page, and the name of the place where it stood."""
    every = [*root.elements()]
    for name, is_one in (
        ("[itemprop=articleBody]", lambda e: e.said("itemprop") == "articleBody"),
        ("<article>", lambda e: e.tag == "article"),
        ("<main>", lambda e: e.tag == "main" or e.said("role") == "main"),
        ("the text's own part", is_named),
    ):
        found = max(filter(is_one, every), key=lambda e: len(e.words()), default=None)
        if found and len(found.words()) >= LEAST:
            return found, name
    for element in every:
        element.children = [
            child
            for child in element.children
            if isinstance(child, str) or child.tag not in AROUND
        ]
    return root.find("body") or root, "<body>, and navigation in it"


def is_named(element: Element) -> bool:
    said = f"{element.said('class')} {element.said('id')}".lower().split()
    return any(name in said for name in NAMES)
