"""What a text is made of, one piece after another, and how each is written. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from explainer import prose

HEADING, PARAGRAPH, LIST, QUOTE, FIGURE, TABLE = (
    *("heading", "paragraph", "list", "quote"),
    *("figure", "table"),
)


@dataclass(frozen=True)
class Dropped:
    """Something that has no place in a text; `words` are what was there."""

    kind: str
    words: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.words}" if self.words else self.kind


@dataclass
class Piece:
    """One block. `text` is markup; of a picture it is what the file is called.

    `items` are a list's, each with pieces of its own; `inner` is what a quotation holds
    and `by` who said it. `is_bold`: a paragraph of nothing but bold words, which many
    take for a heading. `plain` has the words without markup.
    """

    kind: str
    text: str = ""
    level: int = 0
    items: list[list["Piece"]] = field(default_factory=list)
    start: int = 0  # of a numbered list; 0 is none
    inner: list["Piece"] = field(default_factory=list)
    by: str = ""
    is_bold: bool = False
    plain: str = ""
    alt: str = ""
    caption: str = ""
    rows: list[list[str]] = field(default_factory=list)


Place = Callable[[Piece], str]  # The line that places a figure or a quote, if one does.


def no_place(piece: Piece) -> str:
    return ""


def markup_of(pieces: Iterable[Piece], place: Place = no_place, top: int = 0) -> str:
    """The pieces as house markup; `top` is the level that becomes `##`."""
    made = [piece_markup(piece, place, top) for piece in pieces]
    return "\n\n".join(filter(None, made))


def piece_markup(piece: Piece, place: Place, top: int) -> str:
    if placed := place(piece):
        return placed
    if piece.kind == HEADING:
        return heading(piece, top)
    if piece.kind == LIST:
        return list_of(piece, place, top)
    if piece.kind == QUOTE:
        inner = markup_of(piece.inner, place, top)
        said = f"{inner}\n\n— {piece.by}" if piece.by else inner
        return "\n".join(f"> {line}".rstrip() for line in said.split("\n"))
    return piece.text if piece.kind in (PARAGRAPH, TABLE) else ""


def heading(piece: Piece, top: int) -> str:
    """Two levels are headings; what is deeper is a line in bold."""
    level = max(piece.level - top, 0) + 2
    words = piece.text.replace("\\\n", " ")
    if level <= 3:
        return f"{'#' * level} {words}"
    bold = f"**{piece.plain}**"
    is_read = prose.plain(bold) == piece.plain and not prose.faults(
        bold, sources=(), entities=()
    )
    return bold if is_read else piece.text


def list_of(piece: Piece, place: Place, top: int) -> str:
    lines = []
    for number, item in enumerate(piece.items, piece.start):
        sign = f"{number}. " if piece.start else "- "
        text = markup_of(item, place, top)
        indent = "\n" + " " * len(sign)
        lines.append(sign + text.replace("\n", indent).replace(f"{indent}\n", "\n\n"))
    joint = "\n" if all(len(item) < 2 for item in piece.items) else "\n\n"
    return joint.join(blankless(line) for line in lines)


def blankless(text: str) -> str:
    return "\n".join(
        line.rstrip() if not line.strip() else line for line in text.split("\n")
    )


def plain_of(pieces: Iterable[Piece]) -> str:
    """The words of pieces, in one line."""
    return " ".join(prose.plain(markup_of(pieces)).split())
