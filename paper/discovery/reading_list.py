"""`llms.txt`: what a language model had best read first, as Markdown. Pure.

A heading, a quotation that says what the paper is, and lists of links under headings.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

SPECIAL = re.compile(r"([\\`*_\[\]<>])")


@dataclass(frozen=True)
class Link:
    name: str
    address: str
    words: str = ""


def reading_list(name: str, about: str, lists: Iterable[tuple[str, list[Link]]]) -> str:
    blocks = [f"# {plain(name)}", f"> {plain(about)}"]
    for heading, links in lists:
        if links:
            rows = "\n".join(map(line, links))
            blocks += [f"## {heading}", rows]
    return "\n\n".join(blocks) + "\n"


def line(link: Link) -> str:
    words = f": {plain(link.words)}" if link.words else ""
    return f"- [{plain(link.name)}]({link.address}){words}"


def plain(text: str) -> str:
    """One line of words alone."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))
