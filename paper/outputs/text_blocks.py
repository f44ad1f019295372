"""The blocks of a text that stands alone: each under its own name, with its words and
the sources that it cites, so that a passage can be cited by its address. Pure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

# As the wall behind `full_text` writes them: what is in quotes ends no tag.
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?: [a-z]+=\"[^\"]*\")*)>")
ID = re.compile(r' id="([^"]*)"')
CITED = re.compile(r'#source-(\d+)"')
CITES = re.compile(r"<sup>.*?</sup>")
VOID = {"br", "img"}
IN_LINE = {"a", "b", "bdi", "cite", "dfn", "em", "i", "q", "small", "strong", "time"}
HEADS = {"h1", "h2", "h3", "h4", "h5", "h6", "dt"}
# What tells whose or when something is before the words themselves.
PARTS = {"li", "article", "figure"}
SECTION = "section"


@dataclass(frozen=True)
class TextBlock:
    """One named block. `heading` is what it stands under; `about` is said of it before
    it in its part: a day, a speaker, a paper. `whole` has no smaller block in it."""

    name: str
    html: str
    heading: str
    about: str
    whole: bool

    @property
    def text(self) -> str:
        return words(self.html)

    @property
    def sources(self) -> list[int]:
        """The numbers of the sources cited in it, in order."""
        own = re.fullmatch(r"source-(\d+)", self.name)
        found = [own[1]] if own else CITED.findall(self.html)
        return list(dict.fromkeys(map(int, found)))


@dataclass
class Open:
    """An element that has not ended."""

    tag: str
    name: str
    at: int
    heading: str
    about: str = ""
    has_blocks: bool = False


def words(html: str) -> str:
    """The words of our own HTML in one line, without the numbers of sources."""
    told = TAG.sub(lambda tag: "" if tag[2] in IN_LINE else " ", CITES.sub("", html))
    return " ".join(unescape(told).split())


def blocks(html: str) -> list[TextBlock]:
    """All named blocks of a text that stands alone, in the order of the page."""
    found = sorted(ended(html), key=lambda pair: pair[0])
    return [block for _at, block in found]


def ended(html: str) -> Iterator[tuple[int, TextBlock]]:
    """Each named block where it begins."""
    inside: list[Open] = []
    heading = ""
    for tag in TAG.finditer(html):
        if tag[2] in VOID:
            continue
        if not tag[1]:
            inside.append(opened(html, tag, inside, heading))
            continue
        begun = inside.pop()
        piece = html[begun.at : tag.end()]
        if begun.name:
            yield begun.at, block_of(begun, piece)
        if begun.tag in HEADS:
            heading = words(piece)
        elif begun.tag == SECTION:
            heading = begun.heading


def opened(html: str, tag: re.Match[str], inside: list[Open], heading: str) -> Open:
    """An element that begins; as a block, it makes what it stands in a larger one."""
    name = ID.search(tag[3])
    began = Open(tag[2], name[1] if name else "", tag.start(), heading)
    if began.name:
        began.about = about(html, inside, began)
        for around in inside:
            around.has_blocks = True
    return began


def block_of(begun: Open, piece: str) -> TextBlock:
    heading = heading_within(piece) if begun.tag == SECTION else begun.heading
    return TextBlock(begun.name, piece, heading, begun.about, not begun.has_blocks)


def heading_within(piece: str) -> str:
    found = re.search(r"<(h[2-6])[^>]*>(.*?)</\1>", piece)
    return words(found[2]) if found else ""


def about(html: str, inside: list[Open], began: Open) -> str:
    """What its part says before it, unless that is another block."""
    parts = [around for around in inside if around.tag in PARTS]
    # The article is the whole text.
    part = next((one for one in reversed(parts) if one is not inside[0]), None)
    if part is None or part.has_blocks or part.name:
        return ""
    return words(html[part.at : began.at])
