"""HTML as a tree, whatever it looks like: broken, hostile or a word processor's. Pure.

No page can make it deep, slow or large without an end: what is nested deeper than
`DEEPEST` stands where its parent does, and a text may take so long and no longer.
"""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

from explainer.markup.characters import clean

DEEPEST = 50
LARGEST = 16 * 1024 * 1024  # signs of one text
PIECE = 16 * 1024
SECONDS = 10.0
VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"),
    *("param", "source", "track", "wbr"),
}
BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "center", "dd", "details"),
    *("dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer"),
    *("form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html"),
    *("li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption", "legend"),
}
# What a start tag closes, up to which tag it looks for that.
CLOSES = {
    "li": ({"li"}, {"ul", "ol", "menu", "dir"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "tr": ({"tr"}, {"table"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "thead": ({"thead", "tbody", "tfoot", "caption"}, {"table"}),
    "tbody": ({"thead", "tbody", "tfoot", "caption"}, {"table"}),
    "tfoot": ({"thead", "tbody", "tfoot", "caption"}, {"table"}),
    "option": ({"option"}, {"select"}),
}
# An end tag closes nothing beyond these: `</p>` in a cell leaves the table alone.
WALLS = {"table", "td", "th", "blockquote", "ul", "ol", "figure"}


class HypertextError(ValueError):
    """A text that is too large, or takes too long, to be read."""


@dataclass(eq=False, slots=True)
class Element:
    """A tag with its attributes and what stands in it; `is_block` if a block does."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)
    is_block: bool = False

    def said(self, name: str) -> str:
        return self.attributes.get(name, "").strip()

    def elements(self) -> Iterator["Element"]:
        """Itself and all elements in it, in their order."""
        waiting = [self]
        while waiting:
            found = waiting.pop()
            yield found
            inner = [child for child in found.children if isinstance(child, Element)]
            waiting += reversed(inner)

    def find(self, *tags: str) -> "Element | None":
        return next((item for item in self.elements() if item.tag in tags), None)

    def words(self) -> str:
        """All text in it, in one line."""
        pieces: list[str] = []
        waiting: list[Element | str] = [self]
        while waiting:
            found = waiting.pop()
            if isinstance(found, str):
                pieces.append(found)
            else:
                apart = found.tag in BLOCKS or found.tag == "br"
                pieces.append(" " if apart else "")
                waiting += [" " if apart else "", *reversed(found.children)]
        return " ".join("".join(pieces).split())


class Builder(HTMLParser):
    """Puts tags and texts where a browser would, as nearly as a newspaper needs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("html")
        self.stack = [self.root]
        self.ignored: Counter[str] = Counter()  # Tags that stood too deep.
        self.comments: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Of an attribute that is given twice, the first one counts."""
        if tag in BLOCKS:
            self.close_before(tag)
        said = {name: clean(value or "") for name, value in reversed(attrs)}
        element = Element(tag, said)
        if tag not in VOID and len(self.stack) >= DEEPEST:
            self.ignored[tag] += 1
            return
        self.stack[-1].children.append(element)
        if tag in BLOCKS:
            for parent in reversed(self.stack):
                if parent.is_block:
                    break
                parent.is_block = True
        if tag not in VOID:
            self.stack.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # HTML knows no other empty tags.

    def close_before(self, tag: str) -> None:
        """End what cannot hold a block of this kind."""
        if tag in CLOSES:
            self.end(*CLOSES[tag])
        elif tag not in ("html", "body"):
            self.end({"p"}, WALLS | {"body", "li", "dd"})

    def end(self, tags: set[str], walls: set[str]) -> bool:
        """End the innermost of some tags, if no wall stands before it."""
        for depth in range(len(self.stack) - 1, 0, -1):
            if self.stack[depth].tag in tags:
                del self.stack[depth:]
                return True
            if self.stack[depth].tag in walls:
                return False
        return False

    def handle_endtag(self, tag: str) -> None:
        if self.ignored[tag]:
            self.ignored[tag] -= 1
        elif tag == "br":
            self.handle_starttag(tag, [])
        elif tag != "html":
            self.end({tag}, WALLS - {tag} if tag not in WALLS else set())

    def handle_data(self, data: str) -> None:
        children, text = self.stack[-1].children, clean(data)
        if children and isinstance(children[-1], str):
            children[-1] += text
        else:
            children.append(text)

    def take_rest(self) -> None:
        """What no tag ended is text. To close the parser instead may take the square
        of its length: it would begin anew behind each sign that could open a tag."""
        if not self.rawdata.startswith("<!"):
            self.handle_data(unescape(self.rawdata))

    def handle_comment(self, data: str) -> None:
        if len(self.comments) < 1000:
            self.comments.append(data.strip())

    def unknown_decl(self, data: str) -> None:
        """A section of CDATA is text to whoever wrote it."""
        if data.upper().startswith("CDATA["):
            self.handle_data(data[len("CDATA[") :])


def parse(html: str) -> Builder:
    """The tree of a text; `HypertextError` if it is too much."""
    if len(html) > LARGEST:
        raise HypertextError(f"has {len(html)} characters; {LARGEST} can be read")
    builder = Builder()
    end = time.monotonic() + SECONDS
    pieces = (html[start : start + PIECE] for start in range(0, len(html), PIECE))
    try:
        for piece in pieces:
            builder.feed(piece)
            if time.monotonic() > end:
                raise HypertextError("takes too long to be read as HTML")
        builder.take_rest()
    except (AssertionError, LookupError) as fault:
        raise HypertextError(f"can't be read as HTML: {fault}") from None
    return builder
