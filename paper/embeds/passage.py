"""A passage of a text by its address on the page, and what became of it since. Pure.

A frame shows what an edition said. What later editions put right in it is found by its
words: a change of a paragraph that is shown, or of anything in a part that is.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.utils.safestring import SafeString

from explainer import blocks, prose
from explainer.blocks import IDENTITY
from explainer.difference import UNSEEN, Mark, marks
from explainer.document import Document
from paper.page.surroundings import AMENDING

VOID = {"img", "br"}
# Addresses that are places to go to, and nothing that is said.
BESIDE = re.compile(r"(source|term|cite|meaning)-|sources$|glossary$")
SHORTEST = 2  # letters of what is looked for among others
RAISED = re.compile(r"(?s)<sup\b.*?</sup>|<[^<>]+>")


class Elements(HTMLParser):
    """The elements with an id, as they were written, all found in one reading: where
    each begins and ends among the pieces. `full_text` makes well-formed HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []
        self.open: list[tuple[str | None, int]] = []
        self.found: dict[str, tuple[int, int]] = {}
        self.feed(html)
        self.close()

    def html(self, name: str) -> SafeString:
        """As safe as the whole, which has passed a wall; empty if it is not there."""
        begin, end = self.found.get(name, (0, 0))
        return SafeString("".join(self.pieces[begin:end]).strip())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append((dict(attrs).get("id"), len(self.pieces)))
        self.pieces.append(self.get_starttag_text() or "")
        if tag in VOID:
            self.end()

    def handle_endtag(self, tag: str) -> None:
        if self.open and tag not in VOID:
            self.pieces.append(f"</{tag}>")
            self.end()

    def end(self) -> None:
        name, begin = self.open.pop()
        if name:
            self.found.setdefault(name, (begin, len(self.pieces)))

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_entityref(self, name: str) -> None:
        self.pieces.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.pieces.append(f"&#{name};")


def cut(html: SafeString, name: str) -> SafeString:
    """The element of a text that has this address; nothing if there is none."""
    is_said = name and not BESIDE.match(name)
    return Elements(html).html(name) if is_said else SafeString("")


def passages(html: str) -> list[tuple[str, SafeString]]:
    """The addresses of all passages of a text, in its order, each with its HTML."""
    elements = Elements(html)
    return [(name, elements.html(name)) for name in names(html)]


def names(html: str) -> list[str]:
    """The addresses of all passages of a text, in its order."""
    found = re.findall(r'<[a-z0-9]+ [^>]*?\bid="([^"]+)"', html)
    return [name for name in map(unescape, found) if not BESIDE.match(name)]


def text_of(html: str) -> str:
    """What HTML of ours says, without the figures of its citations."""
    return " ".join(unescape(RAISED.sub(" ", html)).split())


def words(html: str) -> str:
    """The same, to be looked through."""
    return plain(text_of(html))


def plain(text: str) -> str:
    """Letters and figures alone, by which a text is found however it is set."""
    return " ".join(re.findall(r"\w+", text.casefold()))


@dataclass(frozen=True)
class Step:
    """Two texts, one after the other, and the edition that began the second."""

    edition: Any
    old: Document
    new: Document


@dataclass
class Fate:
    """What later editions did to a passage: corrections with their notes, and whether
    it reads differently today."""

    shown: str  # Its words.
    document: Document
    corrections: list[Step] = field(default_factory=list)
    is_changed: bool = False

    @cached_property
    def parts(self) -> set[str]:
        """The parts of the document that it shows something of."""
        return {
            uid
            for uid, part in blocks.parts(self.document).items()
            if self.says(max(texts(part.item), key=len, default=""))
        }

    def says(self, text: str) -> bool:
        said = plain(prose.plain(text))
        return len(said) >= SHORTEST and f" {said} " in f" {self.shown} "

    def touches(self, mark: Mark) -> bool:
        if mark.field in UNSEEN:
            return False
        if mark.uid:
            return mark.uid in self.parts
        return any(isinstance(was, str) and self.says(was) for was in mark.old)

    def follow(self, step: Step) -> None:
        """Go on to the next text; what took the place of its words is its words."""
        found = [mark for mark in marks(step.old, step.new) if self.touches(mark)]
        if not found:
            return
        self.is_changed = True
        come = (text for mark in found for text in mark.new if isinstance(text, str))
        self.shown += "".join(f" | {plain(prose.plain(text))}" for text in come)
        if step.edition.kind in AMENDING:
            self.corrections.append(step)


def texts(item: Document) -> Iterable[str]:
    """What a part says, without what it is known and found by."""
    said = ((key, value) for key, value in item.items() if isinstance(value, str))
    return (value for key, value in said if key not in IDENTITY and "://" not in value)


def fate(html: str, document: Document, steps: Sequence[Step]) -> Fate:
    """What became of a passage of a document over the texts that followed it."""
    found = Fate(words(html), document)
    for step in steps:
        found.follow(step)
    return found
