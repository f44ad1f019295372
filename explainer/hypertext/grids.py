"""Tables of HTML as ours; those that only lay out a page become text. Pure."""

from collections.abc import Iterator

from explainer.hypertext.flow import pieces
from explainer.hypertext.pieces import PARAGRAPH, TABLE, Piece
from explainer.hypertext.tree import Element
from explainer.hypertext.walk import Walk, is_left_out

MOST_COLUMNS = 30
DEEPEST = 5


def table(walk: Walk, element: Element) -> Iterator[Piece]:
    """One table; a cell with more than words in it says that it lays out a page."""
    caption = next((c for c in inner(element) if c.tag == "caption"), None)
    rows = [row for row in rows_of(walk, element) if row]
    texts = [[cell_pieces(walk, cell) for cell in row] for row in rows]
    is_plain = all(
        len(cell) < 2 and all(piece.kind == PARAGRAPH for piece in cell)
        for row in texts
        for cell in row
    )
    width = max((len(row) for row in rows), default=0)
    said = [*pieces(walk, caption)] if caption else []
    if (
        not is_plain
        or not 2 <= width <= MOST_COLUMNS
        or len(rows) < 2
        or walk.depth > DEEPEST
    ):
        if rows:
            walk.drop("table without its lines and columns")
        yield from said
        for row in texts:
            for cell in row:
                yield from cell
        return
    cells = [[" ".join(p.text for p in cell) for cell in row] for row in texts]
    yield Piece(TABLE, table_markup(cells, width), rows=cells)
    yield from said


def table_markup(rows: list[list[str]], width: int) -> str:
    """Lines with pipes; the first row is the head."""
    lines = [line_of(row, width) for row in rows]
    lines.insert(1, line_of(["---"] * width, width))
    return "\n".join(lines)


def line_of(row: list[str], width: int) -> str:
    cells = [text.replace("\\\n", " ").replace("\n", " ") for text in row]
    cells += [""] * (width - len(row))
    return f"| {' | '.join(map(piped, cells))} |"


def piped(text: str) -> str:
    """A cell's text: no pipe in it ends the cell."""
    return text.replace("\\|", "|").replace("|", "\\|")


def inner(element: Element) -> Iterator[Element]:
    """Its elements without those of tables within."""
    for child in element.children:
        if isinstance(child, Element):
            yield child
            if child.tag in ("thead", "tbody", "tfoot"):
                yield from inner(child)


def rows_of(walk: Walk, element: Element) -> Iterator[list[Element | None]]:
    """The cells of each row; what stands between rows is a row of its own."""
    for child in inner(element):
        if child.tag == "tr" and not is_left_out(walk, child):
            yield [*cells_of(walk, child)]
        elif child.tag not in ("thead", "tbody", "tfoot", "caption", "colgroup", "tr"):
            yield [child]
    texts = [c for e in bodies(element) for c in e.children if isinstance(c, str)]
    if words := " ".join(" ".join(texts).split()):
        yield [Element("td", children=[words])]


def bodies(element: Element) -> Iterator[Element]:
    yield element
    for child in inner(element):
        if child.tag in ("thead", "tbody", "tfoot", "tr"):
            yield child


def cells_of(walk: Walk, row: Element) -> Iterator[Element | None]:
    for child in row.children:
        if not isinstance(child, Element):
            continue
        if is_left_out(walk, child):
            continue
        yield child
        span = child.said("colspan")
        wide = int(span) if span.isdecimal() and len(span) < 3 else 1
        yield from [None] * (min(wide, MOST_COLUMNS) - 1)


def cell_pieces(walk: Walk, cell: Element | None) -> list[Piece]:
    if cell is None:
        return []
    holder = cell if cell.tag in ("td", "th") else Element("td", children=[cell])
    holder.is_block = True
    return [*pieces(walk, holder)]
