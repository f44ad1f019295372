"""From a tree of HTML to pieces, in their order. Pure."""

from collections.abc import Iterator

from explainer.hypertext.line_runs import inline, parts, spoken
from explainer.hypertext.pieces import PARAGRAPH, Piece
from explainer.hypertext.runs import PLAIN, Run, Style, markup_of, tidy, words_of
from explainer.hypertext.tree import BLOCKS, Element
from explainer.hypertext.walk import EMBEDS, Walk, drop_embed, is_left_out, styled


def pieces(walk: Walk, parent: Element, style: Style = PLAIN) -> Iterator[Piece]:
    """The pieces of what stands in an element, in their order."""
    runs: list[Run] = []
    for child in parent.children:
        if isinstance(child, str):
            for number, part in enumerate(parts(walk, child)):
                if number:
                    yield from ended(walk, runs)
                    runs = []
                runs += spoken(walk, part, style)
        elif is_flow(child):
            yield from ended(walk, runs)
            runs = []
            yield from block(walk, child, style)
        else:
            runs += inline(walk, child, style)
    yield from ended(walk, runs)


def ended(walk: Walk, runs: list[Run]) -> Iterator[Piece]:
    """A paragraph, and the pictures that stood in it."""
    yield from paragraph(runs)
    pictures, walk.pending = walk.pending, []
    yield from pictures


def is_flow(element: Element) -> bool:
    return element.tag in BLOCKS or element.is_block


def paragraph(runs: list[Run]) -> Iterator[Piece]:
    found = tidy(runs)
    if found:
        said = [run for run in found if run.text.strip()]
        bold = bool(said) and all(run.style.strong for run in said)
        words = words_of(found)
        yield Piece(PARAGRAPH, markup_of(found), is_bold=bold, plain=words)


def block(walk: Walk, element: Element, style: Style) -> Iterator[Piece]:
    """The pieces of one element that stands by itself."""
    tag = element.tag
    if is_left_out(walk, element):
        return
    if tag in walk.makers:
        yield from walk.makers[tag](walk, element)
    elif tag in EMBEDS:
        drop_embed(walk, element)
    else:
        yield from pieces(walk, element, styled(walk, element, style))
