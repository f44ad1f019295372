"""Pictures of HTML, with what stands below them. Pure."""

from collections.abc import Iterator

from explainer.hypertext.flow import paragraph, pieces
from explainer.hypertext.pieces import FIGURE, PARAGRAPH, QUOTE, TABLE, Piece
from explainer.hypertext.runs import Run
from explainer.hypertext.tree import Element
from explainer.hypertext.walk import Walk

# Where the address of a picture stands, the best first.
SOURCES = ("data-orig-file", "src", "data-src", "data-lazy-src", "data-large-file")
SETS = ("srcset", "data-srcset", "data-lazy-srcset")


def picture(walk: Walk, element: Element) -> Iterator[Piece]:
    """A picture whose file we have; any other is said with its address."""
    shown = element.find("img") or element
    addresses = [*dict.fromkeys(addresses_of(walk, element))]
    alt = shown.said("alt")
    for address in addresses:
        if name := walk.picture(address):
            yield Piece(FIGURE, name, alt=alt)
            return
    if addresses or alt:
        named = (item for item in addresses if not item.startswith("data:"))
        first = next(named, "")
        walk.drop("picture", " ".join(filter(None, [first[:500], alt])))


def addresses_of(walk: Walk, element: Element) -> Iterator[str]:
    for item in element.elements():
        for name in SOURCES:
            if item.said(name):
                yield walk.absolute(item.said(name))
        for name in SETS:
            for candidate in reversed(item.said(name).split(",")):
                if candidate.strip():
                    yield walk.absolute(candidate.split()[0])


def figure(walk: Walk, element: Element) -> Iterator[Piece]:
    """What a figure holds, with the words below it where they belong."""
    captions = [
        child
        for child in element.children
        if isinstance(child, Element) and child.tag == "figcaption"
    ]
    element.children = [c for c in element.children if c not in captions]
    before = len(walk.dropped)
    found = [*pieces(walk, element)]
    words = " ".join(filter(None, (caption.words() for caption in captions)))
    if not words:
        yield from found
    elif not found and len(walk.dropped) > before:
        walk.drop("words below it", words)
    elif len(found) == 1 and found[0].kind in (FIGURE, QUOTE) and not found[0].by:
        attach(found[0], words)
        yield found[0]
    else:
        yield from found
        if found and found[-1].kind == TABLE:
            yield from paragraph([Run(words)])
        else:
            for caption in captions:
                yield from pieces(walk, caption)


def attach(piece: Piece, words: str) -> None:
    if piece.kind == FIGURE:
        piece.caption = words
    elif piece.inner and piece.inner[-1].kind == PARAGRAPH:
        piece.by = words
