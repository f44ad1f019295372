"""Quotations of HTML: what was said, and the line that says who said it. Pure."""

import re
from collections.abc import Iterator

from explainer import prose
from explainer.hypertext.flow import paragraph, pieces
from explainer.hypertext.pieces import PARAGRAPH, QUOTE, Piece
from explainer.hypertext.runs import Run
from explainer.hypertext.tree import Element
from explainer.hypertext.walk import Walk

DASH = re.compile(r"^\s*(?:[—–―~]|-{1,2}(?=\s))\s*(?=\w)")
DEEPEST = 5  # What stands deeper is no quotation of its own
LONGEST = 200  # letters of who said it


def quotation(walk: Walk, element: Element) -> Iterator[Piece]:
    by = take_out_attribution(element)
    walk.depth += 1
    found = [*pieces(walk, element)]
    walk.depth -= 1
    by = by or last_line(found)
    if found and walk.depth > DEEPEST:
        yield from found
        yield from paragraph([Run(by)])
    elif found:
        yield Piece(QUOTE, inner=found, by=by)
    elif by:
        walk.drop("attribution without a quotation", by)


def take_out_attribution(element: Element) -> str:
    """The words of the `cite` or `footer` that ends a quotation, removed from it."""
    every = element.words()
    for parent in element.elements():
        for child in parent.children:
            if isinstance(child, str) or child.tag not in ("cite", "footer"):
                continue
            words = child.words()
            if 0 < len(words) <= LONGEST and every.endswith(words) and words != every:
                parent.children.remove(child)
                return DASH.sub("", words)
    return ""


def last_line(found: list[Piece]) -> str:
    """Who said it, if the last paragraph or line of a quotation begins with a dash."""
    if not found or found[-1].kind != PARAGRAPH:
        return ""
    piece = found[-1]
    before, _break, last = piece.text.rpartition("\\\n")
    said = " ".join(prose.plain(last).split())
    if not DASH.match(said) or len(said) > LONGEST:
        return ""
    if before:
        found[-1] = Piece(
            PARAGRAPH, before, plain=" ".join(prose.plain(before).split())
        )
    elif len(found) > 1:
        found.pop()
    else:
        return ""
    return DASH.sub("", said)


def speaker_and_role(by: str) -> tuple[str, str]:
    """Who it was, and as what: `Ana Ruiz, harbour master`."""
    name, _comma, role = by.partition(",")
    return name.strip(), role.strip()
