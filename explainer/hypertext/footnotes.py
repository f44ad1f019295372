"""Footnotes of HTML: what links within the page lead to becomes a source. Pure."""

import re
from dataclasses import dataclass

from explainer.hypertext.tree import Element

NOTE = re.compile(
    r"(?:_?(?:fn|ftn|edn|note|footnote|cite_note|endnote)|[\da-f]{8}-)", re.I
)
BACK = re.compile(r"[↩↑^⬆]️?|\[\d+\]")
MOST = 200
LONGEST = 2000


@dataclass(frozen=True)
class Footnote:
    key: str
    words: str
    address: str


def footnotes(root: Element) -> tuple[dict[str, str], set[int], list[Footnote]]:
    """Keys by the name that links have, the elements that are notes, and the notes."""
    asked: dict[str, None] = {}
    by_name: dict[str, Element] = {}
    for item in root.elements():
        href = item.said("href")
        if item.tag == "a" and href.startswith("#") and NOTE.match(href[1:]):
            asked[href[1:]] = None
        name = item.said("id") or (item.said("name") if item.tag == "a" else "")
        if name and name not in by_name:
            by_name[name] = item
    keys: dict[str, str] = {}
    apart: set[int] = set()
    made: list[Footnote] = []
    for name in asked:
        element = by_name.get(name)
        if element is None or element.tag not in ("li", "p", "div", "dd", "aside"):
            continue
        words = BACK.sub("", element.words()).strip()
        if words and len(words) <= LONGEST and len(made) < MOST:
            keys[name] = f"note-{len(made) + 1}"
            apart.add(id(element))
            made.append(Footnote(keys[name], words, address_in(element)))
    return keys, apart, made


def address_in(element: Element) -> str:
    """The first page that a note leads to."""
    links = (item.said("href") for item in element.elements() if item.tag == "a")
    return next((link for link in links if link.startswith(("http:", "https:"))), "")
