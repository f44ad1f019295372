"""What is known while HTML is walked through, and what is left out on the way. Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from explainer.addresses import MOST, link_fault
from explainer.hypertext.pieces import Dropped, Piece
from explainer.hypertext.runs import Style
from explainer.hypertext.tree import Element
from explainer.markup.link_ends import ADDRESS

STRONG, EM = {"strong", "b"}, {"em", "i", "cite", "dfn", "var"}
# Nothing that stands in these is for readers' eyes.
UNSEEN = {"script", "style", "template", "title", "head", "meta", "link", "base"}
EMBEDS = {"iframe", "embed", "object", "video", "audio", "canvas", "svg", "map"}
CONTROLS = {"select", "textarea", "input", "button", "datalist", "progress", "meter"}
STRUCK = {"del", "s", "strike"}
ADDRESSES = ("src", "data", "href", "data-src", "poster")
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass
class Walk:
    """`makers` make the pieces of an element by its tag.

    `picture(address)` says what a picture's file is called here, or nothing. `notes`
    are the keys of footnotes by the names that links have for them, `apart` the
    elements that stand elsewhere. `has_lines`: an empty line begins a paragraph and a
    line's end is one, as in old WordPress.
    """

    makers: "dict[str, Maker]"
    base: str = ""
    picture: Callable[[str], str] = field(default=lambda address: "")
    notes: dict[str, str] = field(default_factory=dict)
    apart: set[int] = field(default_factory=set)
    has_lines: bool = False
    dropped: list[Dropped] = field(default_factory=list)
    depth: int = 0  # of lists, each two, and quotations around us
    pending: list[Piece] = field(default_factory=list)  # behind the paragraph

    def drop(self, kind: str, words: str = "") -> None:
        self.dropped.append(Dropped(kind, words))

    def absolute(self, address: str) -> str:
        try:
            return urljoin(self.base, address.strip())
        except ValueError:
            return ""


Maker = Callable[[Walk, Element], Iterator[Piece]]


def is_left_out(walk: Walk, element: Element) -> bool:
    """Whether an element isn't for readers, or stands elsewhere: as a footnote."""
    if id(element) in walk.apart or element.tag in UNSEEN:
        if element.tag in ("script", "template") and element.said("src"):
            walk.drop("script", walk.absolute(element.said("src")))
        return True
    hidden = "hidden" in element.attributes or HIDDEN.search(element.said("style"))
    if hidden or element.tag in STRUCK:
        if words := element.words():
            walk.drop("hidden" if hidden else "struck out", words)
        return True
    return False


def drop_embed(walk: Walk, element: Element) -> None:
    """Say what would have been shown from elsewhere, and what stood in its place."""
    addresses = [
        walk.absolute(item.said(name))
        for item in element.elements()
        for name in ADDRESSES
        if item.said(name) and not item.said(name).startswith("data:")
    ]
    addresses = [*dict.fromkeys(addresses)]
    said = " ".join(filter(None, [*addresses, element.words()]))
    walk.drop(element.tag, said)


def styled(walk: Walk, element: Element, style: Style) -> Style:
    tag = element.tag
    if tag in STRONG:
        return style._replace(strong=True)
    if tag in EM:
        return style._replace(em=True)
    if tag == "a" and not style.link and element.said("href"):
        return style._replace(link=link(walk, element))
    return style


def link(walk: Walk, element: Element) -> str:
    """Where a link leads, if readers can be led there."""
    said = element.said("href")
    if said.startswith("#"):
        return ""
    address = walk.absolute(said)
    is_one = (
        ADDRESS.match(address)
        and not link_fault(address)
        and address.isprintable()
        and len(address.encode("utf-8", "replace")) <= MOST
    )
    if not is_one:
        walk.drop("link", said)
    return address if is_one else ""
