"""Where the words of links, mentions and citations stand in a text, and what the parser
reads beside them: found in one go, without reading all the rest. A test compares. Pure.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from markdown_it.common.utils import unescapeAll

from explainer.markup.references import CITATION, MENTION

ADDRESS = re.compile(r"https?://[^/?#]|mailto:[^?]|/(?!/)", re.IGNORECASE)
ESCAPED = r"\\[!-/:-@\[-`{-~]"
AUTOLINK = r"<(?:https?://(?![/?#])|mailto:(?!\?))[^<>\x00-\x20]+>"
SIGN = re.compile(rf"{ESCAPED}|{AUTOLINK}|@?\[|\]", re.IGNORECASE)
# A line that goes on with nothing before it; within a quotation its sign doesn't count.
INDENT = re.compile(r"[ \t]*")
OPENING = r"(?:[-*+]|1[.)])[ \t]+\S|#{1,6}[ \t]|\||::"
BOUNDARY = re.compile(
    rf"\n(?:(?P<blank>[ \t>]*\r?$)|(?=[ \t>]*(?:{OPENING}))|(?P<quote>[ \t]*>))",
    re.MULTILINE,
)
BLANKS = re.compile(r"(?:[ \t]|\r?\n(?:[ \t]*>)*)*")
BARE = re.compile(r"(?:[^\x00-\x20\x7f()\\]|\\[^ ])+|[()]")
# What may stand between a sign and the one that closes it, by the sign.
WITHIN = {
    "<": re.compile(r"(?:[^<>\\\n]|\\.)*", re.DOTALL),
    '"': re.compile(r'(?:[^\\"]|\\.)*', re.DOTALL),
    "'": re.compile(r"(?:[^\\']|\\.)*", re.DOTALL),
    "(": re.compile(r"(?:[^\\()]|\\.)*", re.DOTALL),
}
CLOSING = {"<": ">", '"': '"', "'": "'", "(": ")"}
DEEPEST = 32  # brackets in an address


class Link(NamedTuple):
    """A link or a mention: where it begins, its label begins and ends, and it ends."""

    start: int
    label: int
    label_end: int
    end: int


class Aside(NamedTuple):
    """A part of a text that is not read as it stands: nothing, or something else."""

    start: int
    end: int
    said: str = ""


class Reader:
    """Goes through a paragraph once; what is in brackets is open until they close."""

    def __init__(self, text: str, end: int) -> None:
        self.text, self.end = text, end
        self.links: list[Link] = []
        self.asides: list[Aside] = []
        self.encoded: list[Aside] = []  # addresses that are shown decoded
        self.open: list[int] = []
        self.outer = 0  # so many of these hold a link or a citation, and are none

    def read(self, at: int) -> None:
        while found := SIGN.search(self.text, at, self.end):
            at = self.after(found)

    def after(self, found: re.Match[str]) -> int:
        """Where to go on after a sign."""
        sign, at = found[0], found.start()
        if sign == "]":
            return self.closed(at)
        if sign in ("[", "@["):
            return self.opened(at)
        if sign[0] == "<" and "%" in sign:
            self.encoded.append(Aside(*found.span(), unquote(sign)))
        return found.end()

    def opened(self, at: int) -> int:
        if self.text[at] == "@":
            if found := MENTION.match(self.text, at, self.end):
                if not (at and self.text[at - 1].isalnum()):
                    self.add(Link(at, at + 2, found.end(1), found.end()))
                return found.end()
            at += 1
        if found := CITATION.match(self.text, at, self.end):
            self.asides.append(Aside(*found.span()))
            self.outer = len(self.open)
            return found.end()
        self.open.append(at)
        return at + 1

    def closed(self, at: int) -> int:
        if not self.open:
            return at + 1
        start = self.open.pop()
        is_outer = len(self.open) < self.outer
        self.outer = min(self.outer, len(self.open))
        end = None if is_outer else self.link_end(at + 1)
        if end is None:
            return at + 1
        self.outer = len(self.open)
        self.add(Link(start, start + 1, at, end))
        return end

    def add(self, link: Link) -> None:
        while self.encoded and link.start < self.encoded[-1].start:
            self.encoded.pop()  # no link is in another: that address stands as typed
        self.links.append(link)
        self.asides.append(Aside(link.label_end, link.end))

    def link_end(self, at: int) -> int | None:
        """Where a link ends whose label ends here, as addresses and titles may be."""
        if not self.text.startswith("(", at, self.end):
            return None
        at = self.past(BLANKS, at + 1)
        after = self.after_address(at)
        if after > at:
            at = self.past(BLANKS, after)
            is_title = at > after and self.text[at : at + 1] in ("'", '"', "(")
            at = self.past(BLANKS, self.closed_by(at) if is_title else at)
        return at + 1 if self.text.startswith(")", at, self.end) else None

    def past(self, pattern: re.Pattern[str], at: int) -> int:
        found = pattern.match(self.text, at, self.end)
        return found.end() if found else at

    def closed_by(self, at: int) -> int:
        """Behind what closes the sign that stands here; here, if nothing does."""
        sign = self.text[at]
        end = self.past(WITHIN[sign], at + 1)
        return end + 1 if self.text.startswith(CLOSING[sign], end, self.end) else at

    def after_address(self, at: int) -> int:
        """Where an address that begins here ends; here, if it is none of ours."""
        if self.text.startswith("<", at, self.end):
            end = self.closed_by(at)
            address = self.text[at + 1 : end - 1]
        else:
            end = self.bare_end(at)
            address = self.text[at:end]
        return end if ADDRESS.match(unescapeAll(address)) else at

    def bare_end(self, at: int) -> int:
        """Where an address ends that stands in no brackets: its own are in pairs."""
        level, end = 0, at
        while found := BARE.match(self.text, end, self.end):
            level += {"(": 1, ")": -1}.get(found[0], 0)
            if level < 0 or level > DEEPEST:
                break
            end = found.end()
        return at if level > 0 else end


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where no link goes on: from line to line that opens a block, or is empty."""
    start = 0
    for found in BOUNDARY.finditer(text):
        indent = INDENT.match(text, start)
        is_quoted = indent is not None and text.startswith(">", indent.end())
        if not found["quote"] or not is_quoted:
            yield start, found.start()
            start = found.start() + 1 if found["blank"] is None else found.end()
    yield start, len(text)


@lru_cache(maxsize=16)  # A sweep asks again where it has found something.
def links_and_asides(text: str) -> tuple[list[Link], list[Aside]]:
    """Both in order of where they begin; nobody may change them."""
    links: list[Link] = []
    asides: list[Aside] = []
    for start, end in paragraphs(text):
        reader = Reader(text, end)
        reader.read(start)
        links += sorted(reader.links)
        asides += sorted(reader.asides + reader.encoded)
    return links, asides


def said_in(text: str) -> Iterator[Aside]:
    """All parts of a text between what is not read, each with what it says."""
    at = 0
    for aside in links_and_asides(text)[1]:
        yield Aside(at, aside.start, text[at : aside.start])
        yield aside
        at = aside.end
    yield Aside(at, len(text), text[at:])
