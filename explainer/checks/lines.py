"""A document's texts as lines: a paragraph, a heading or a list item each. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from markdown_it.token import Token

from explainer.blocks import Fields, fields_of
from explainer.document import Document
from explainer.markup import tokens_of

BREAKS = {"softbreak": " ", "hardbreak": " "}


@dataclass(frozen=True)
class Line:
    """`words` as readers see them; `links` are (words, address).

    `runs` are the words between links, mentions, citations and emphasis.
    """

    words: str
    cited: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    heading: bool = False
    quoted: bool = False
    runs: tuple[str, ...] = ()


@lru_cache(maxsize=512)
def lines(text: str) -> tuple[Line, ...]:
    """The lines of a text in house markup, placements left out."""
    found = []
    heading, quoted = False, 0
    for token in tokens_of(text):
        if token.type in ("heading_open", "heading_close"):
            heading = token.nesting == 1
        elif token.type in ("blockquote_open", "blockquote_close"):
            quoted += token.nesting
        elif token.type == "inline":
            found.append(line(token, heading, bool(quoted)))
    return tuple(found)


def line(token: Token, heading: bool, quoted: bool) -> Line:
    """The words of a block, the keys it cites, its links as (words, address)."""
    cited: list[str] = []
    links: list[tuple[str, str]] = []
    words, address, start, runs = "", "", 0, [""]
    for child in token.children or ():
        if child.type == "link_open":
            address, start = str(child.attrs["href"]), len(words)
        elif child.type == "link_close":
            links.append((words[start:], address))
            address = ""
        elif child.type == "cites":
            cited += [citation.key for citation in child.meta["run"]]
        if address or child.type not in ("text", "softbreak"):
            runs.append("")
        else:
            runs[-1] += BREAKS.get(child.type) or child.content
        words += BREAKS.get(child.type) or child.meta.get("label") or child.content
    kept = tuple(filter(None, runs))
    return Line(words.strip(), tuple(cited), tuple(links), heading, quoted, kept)


def plain(text: str) -> str:
    """The words alone."""
    return "\n".join(line.words for line in lines(text))


def prose_of(document: Document) -> Iterator[tuple[str, str]]:
    """(place, text) of everything written in house markup, in the document's order."""
    return walk(document, fields_of(document), "", ("prose",))


def texts_of(document: Document) -> Iterator[tuple[str, str]]:
    """(place, text) of everything that is written in words."""
    return walk(document, fields_of(document), "", ("prose", "plain"))


def walk(
    value: Document, fields: Fields, path: str, kinds: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """(place, text) of every filled field of these kinds, all the way down."""
    for name, field in fields.items():
        item = value.get(name)
        if not item:
            continue
        if field.kind == "object":
            yield from walk(item, field.items, f"{path}{name}.", kinds)
        elif field.kind == "list":
            for number, part in enumerate(item):
                yield from walk(part, field.items, f"{path}{name}[{number}].", kinds)
        elif field.kind in kinds:
            yield f"{path}{name}", item


def value_at(document: Document, place: str) -> object:
    """What stands at a place such as `quotes[0].source`, or None."""
    value: object = document
    for step in place.replace("[", ".").replace("]", "").split("."):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value
