"""Headings, lists, terms and typed lines of HTML, as pieces. Pure."""

from collections.abc import Iterator

from explainer.hypertext.flow import paragraph, pieces
from explainer.hypertext.line_runs import EMPTY_LINE, quoted
from explainer.hypertext.pieces import HEADING, LIST, PARAGRAPH, Piece
from explainer.hypertext.runs import BREAK, Run, Style, markup_of, tidy
from explainer.hypertext.tree import Element
from explainer.hypertext.walk import UNSEEN, Walk, is_left_out

DEEPEST = 4  # What stands in more is no list of its own
ITEMS = ("li", "dd", "dt")


def heading(walk: Walk, element: Element) -> Iterator[Piece]:
    level = int(element.tag[1]) if element.tag[0] == "h" else 4
    for piece in [*pieces(walk, element)]:
        if piece.kind == PARAGRAPH and (words := piece.plain):
            bare = markup_of([Run(words)])
            yield Piece(HEADING, bare, level=level, plain=words)
        else:
            yield piece


def listing(walk: Walk, element: Element) -> Iterator[Piece]:
    """A list; one that stands too deep in others has its items in theirs."""
    walk.depth += 2
    items = [found for found in list_items(walk, element) if found]
    walk.depth -= 2
    if walk.depth > DEEPEST:
        for item in items:
            yield from item
    elif items:
        start = number_of(element.said("start"), 1) if element.tag == "ol" else 0
        if len(items) < 2 or start < 1 or start + len(items) > 1000:
            start = 0
        yield Piece(LIST, items=items, start=start)


def number_of(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else default


def list_items(walk: Walk, element: Element) -> Iterator[list[Piece]]:
    """What stands between the items is one, too."""
    for child in element.children:
        if isinstance(child, str):
            yield [*paragraph([Run(child)])]
        elif child.tag not in ITEMS:
            yield [*pieces(walk, Element("li", children=[child], is_block=True))]
        elif not is_left_out(walk, child):
            yield [*pieces(walk, child)]


def definitions(walk: Walk, element: Element) -> Iterator[Piece]:
    """Terms with what they mean, as a list whose items begin with the term in bold."""
    walk.depth += 2
    items = [item for item in definition_items(walk, element) if item]
    walk.depth -= 2
    if walk.depth > DEEPEST:
        for item in items:
            yield from item
    elif items:
        yield Piece(LIST, items=items)


def definition_items(walk: Walk, element: Element) -> Iterator[list[Piece]]:
    term: list[Run] = []
    bold = Style(strong=True)
    for child in definition_parts(element):
        if child.tag == "dt":
            whole = Element("span", children=child.children)
            term += [Run(" ", bold), *quoted(walk, whole, bold)]
            continue
        inner = [*pieces(walk, child)]
        lead = next(paragraph([*tidy(term), Run(":", bold)]), None)
        if term and lead and inner and inner[0].kind == PARAGRAPH:
            text = f"{lead.text} {inner[0].text}"
            inner[0] = Piece(PARAGRAPH, text, plain=f"{lead.plain} {inner[0].plain}")
        else:
            yield [*paragraph(term)]
        yield inner
        term = []
    yield [*paragraph(term)]


def definition_parts(element: Element) -> Iterator[Element]:
    for child in element.children:
        if isinstance(child, str):
            if child.strip():
                yield Element("dd", children=[child])
        elif child.tag in ("dt", "dd"):
            yield child
        elif child.tag == "div":
            yield from definition_parts(child)
        else:
            yield Element("dd", children=[child], is_block=True)


def preformatted(walk: Walk, element: Element) -> Iterator[Piece]:
    """Lines as they were typed; that they are code is not shown."""
    text = raw_text(element).replace("\r\n", "\n")
    walk.drop("code is not set apart", text.strip().partition("\n")[0][:80])
    for part in EMPTY_LINE.split(text):
        runs: list[Run] = []
        for number, line in enumerate(part.split("\n")):
            runs += [Run(BREAK)] if number else []
            runs.append(Run(line))
        yield from paragraph(runs)


def raw_text(element: Element) -> str:
    made: list[str] = []
    waiting: list[Element | str] = [element]
    while waiting:
        found = waiting.pop()
        if isinstance(found, str):
            made.append(found)
        elif found.tag == "br":
            made.append("\n")
        elif found.tag not in UNSEEN:
            waiting += reversed(found.children)
    return "".join(made)
