"""HTML of others as pieces of a text, and word of all that was left out. Pure.

`read` is the door: for archives, saved pages and what is pasted. `assembly` makes a
story of the pieces.
"""

from collections.abc import Callable
from dataclasses import dataclass

from explainer.hypertext import (
    blockquotes,
    grids,
    illustrations,
    listings,
    tree,
)
from explainer.hypertext.flow import pieces
from explainer.hypertext.footnotes import Footnote, footnotes
from explainer.hypertext.pieces import Dropped, Piece
from explainer.hypertext.tree import Element, HypertextError
from explainer.hypertext.walk import Maker, Walk

__all__ = ["Dropped", "HypertextError", "Text", "no_picture", "read", "read_tree"]

MAKERS: dict[str, Maker] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "summary"), listings.heading),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), listings.listing),
    **dict.fromkeys(("img", "picture"), illustrations.picture),
    "dl": listings.definitions,
    "pre": listings.preformatted,
    "table": grids.table,
    "blockquote": blockquotes.quotation,
    "figure": illustrations.figure,
}


@dataclass
class Text:
    """What was read: pieces, footnotes, and what has no place among them."""

    pieces: list[Piece]
    notes: list[Footnote]
    dropped: list[Dropped]


def no_picture(address: str) -> str:
    return ""


def read(
    html: str,
    base: str = "",
    picture: Callable[[str], str] = no_picture,
    has_lines: bool = False,
) -> Text:
    """The pieces of a text; `HypertextError` if it can't be read.

    `base` is where its links lead on from, `picture(address)` what the file of a
    picture is called here, or nothing. `has_lines`: its line ends are meant.
    """
    return read_tree(tree.parse(html).root, base, picture, has_lines)


def read_tree(
    root: Element,
    base: str = "",
    picture: Callable[[str], str] = no_picture,
    has_lines: bool = False,
) -> Text:
    keys, apart, notes = footnotes(root)
    walk = Walk(MAKERS, base, picture, keys, apart, has_lines)
    found = [*pieces(walk, root)]
    return Text(found, notes, walk.dropped)
