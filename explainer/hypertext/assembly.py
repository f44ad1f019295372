"""Pieces of a text as the fields of a story: blocks by the headings we know. Pure."""

from dataclasses import dataclass, field, replace
from typing import Any

from explainer.field import PROSE_LIMIT
from explainer.hypertext import Text
from explainer.hypertext.blockquotes import speaker_and_role
from explainer.hypertext.blocks_of_parts import MAKERS, PROSE
from explainer.hypertext.footnotes import Footnote
from explainer.hypertext.known_headings import block_of
from explainer.hypertext.pieces import (
    FIGURE,
    HEADING,
    LIST,
    PARAGRAPH,
    QUOTE,
    TABLE,
    Dropped,
    Piece,
    markup_of,
    plain_of,
)

LOWEST = 6  # A bold line that is a heading ends at the next heading of any level.
LONGEST_QUOTE, LONGEST_NAME, LONGEST_CAPTION = 5000, 300, 2000
# How much of a text one field is given: marks and what is placed come on top.
MOST = PROSE_LIMIT - 2000

Fields = dict[str, Any]


@dataclass
class Part:
    """What stands under a heading that we know."""

    block: str
    heading: Piece
    level: int
    pieces: list[Piece] = field(default_factory=list)


def assemble(text: Text, headline: str = "") -> tuple[Fields, list[Dropped]]:
    """The fields that a text fills, and all that is not in them.

    A heading at the top that only repeats the headline is left out.
    """
    pieces = without_headline(text.pieces, headline)
    made = Assembly(dropped=[*text.dropped])
    for part in parts_of(pieces):
        made.take(part)
    made.finish(text.notes)
    return made.fields, made.dropped


def without_headline(pieces: list[Piece], headline: str) -> list[Piece]:
    said = "".join(headline.casefold().split())
    first = pieces[0] if pieces else None
    is_same = first and "".join(first.plain.casefold().split()) == said
    return pieces[1:] if first and first.kind == HEADING and is_same else pieces


def parts_of(pieces: list[Piece]) -> list[Part]:
    """The text in its order, cut at known headings and where what they begin ends."""
    parts = [Part("report", Piece(PARAGRAPH), 0)]
    for piece in pieces:
        is_heading = piece.kind == HEADING
        block = block_of(piece.plain) if is_heading or piece.is_bold else ""
        level = piece.level if is_heading else LOWEST
        if block:
            parts.append(Part(block, piece, level))
        elif is_heading and level <= parts[-1].level:
            parts.append(Part("report", Piece(PARAGRAPH), 0, [piece]))
        else:
            parts[-1].pieces.append(piece)
    return parts


class Assembly:
    """Gathers the fields of one story."""

    def __init__(self, dropped: list[Dropped]):
        self.fields: Fields = {}
        self.dropped = dropped
        self.telling: list[Piece] = []  # What the report is made of, in its order.

    def take(self, part: Part) -> None:
        """Give a part to its block, or back to the telling with its heading.

        Under it may stand more than its list: that goes on in the telling.
        """
        if not part.heading.plain:
            self.telling += part.pieces
            return
        pictures, pieces = lifted(part.pieces)
        if pieces and self.fill(part, pieces):
            self.telling += pictures
        elif part.pieces and part.pieces[0].kind in (LIST, TABLE):
            pictures, pieces = lifted(part.pieces[:1])
            if not (pieces and part.block in MAKERS and self.fill(part, pieces)):
                self.telling += [part.heading, *part.pieces]
                return
            self.telling += [*pictures, *part.pieces[1:]]
        else:
            self.telling += [part.heading, *part.pieces]
            return
        kind = f"heading became {part.block}"
        self.dropped.append(Dropped(kind, part.heading.plain))

    def fill(self, part: Part, pieces: list[Piece]) -> bool:
        """Whether a block took the pieces."""
        block = part.block
        if block in MAKERS:
            made = MAKERS[block](pieces)
            fits = all(
                len(str(v)) <= PROSE_LIMIT for item in made for v in item.values()
            )
            if made and fits:
                self.fields.setdefault(block, []).extend(made)
            if made or block != "sections":
                return bool(made and fits)
        if block not in PROSE or self.fields.get(block):
            return False
        text = markup_of(pieces, top=part.level + 1 if part.level < LOWEST else 2)
        if block != "report" and len(text) <= MOST:
            self.fields[block] = text
            return True
        return False

    def finish(self, notes: list[Footnote]) -> None:
        """Write the report, what it places, and what does not fit into it."""
        figures = self.fields.setdefault("figures", [])
        quotes = self.fields.setdefault("quotes", [])
        top = min((p.level for p in self.telling if p.kind == HEADING), default=2)
        blocks: list[str] = []
        for piece in self.telling:
            pictures, kept = lifted([piece])
            blocks += [self.placed(item, quotes, top) for item in kept]
            for picture in pictures:
                key = f"figure-{len(figures) + 1}"
                figures.append(self.figure(picture, key))
                blocks.append(f"::figure {key}")
        self.divide([block for block in blocks if block])
        numbered = enumerate(self.fields.pop("sources", []), 1)
        listed = [{"key": f"source-{number}", **source} for number, source in numbered]
        self.fields["sources"] = listed + [source_of(note) for note in notes]

    def placed(self, piece: Piece, quotes: list[Fields], top: int) -> str:
        """A piece of the report; a quotation by somebody is one of its own."""
        if piece.kind == QUOTE and piece.by and len(piece.by) <= LONGEST_NAME:
            plain = all(inner.kind == PARAGRAPH for inner in piece.inner)
            text = plain_of(piece.inner)
            speaker, role = speaker_and_role(piece.by)
            if plain and speaker and len(text) <= LONGEST_QUOTE and not cites(piece):
                key = f"quote-{len(quotes) + 1}"
                quote = {"key": key, "text": text, "speaker": speaker, "role": role}
                quotes.append(quote)
                return f"::quote {key}"
        return markup_of([piece], top=top)

    def figure(self, picture: Piece, key: str) -> Fields:
        for words in (picture.alt, picture.caption):
            if len(words) > LONGEST_CAPTION:
                self.dropped.append(
                    Dropped("end of a caption", words[LONGEST_CAPTION:])
                )
        return {
            "key": key,
            "kind": "photo",
            "src": picture.text,
            "alt": picture.alt[:LONGEST_CAPTION],
            "caption": picture.caption[:LONGEST_CAPTION],
        }

    def divide(self, blocks: list[str]) -> None:
        """The report, and the rest of a very long one as sections without heading."""
        texts = [""]
        for block in blocks:
            for piece in cut(block):
                if texts[-1] and len(texts[-1]) + len(piece) > MOST:
                    texts.append("")
                texts[-1] += f"\n\n{piece}" if texts[-1] else piece
        self.fields["report"] = texts[0]
        if len(texts) > 1:
            before = self.fields.get("sections", [])
            rest = [placeless(text) for text in texts[1:]]
            self.fields["sections"] = [{"body": text} for text, _p in rest if text]
            self.fields["sections"] += before
            placed = "\n\n".join(line for _text, lines in rest for line in lines)
            self.fields["report"] += f"\n\n{placed}" if placed else ""


def cites(piece: Piece) -> bool:
    return any("[^" in inner.text or "](" in inner.text for inner in piece.inner)


def cut(block: str) -> list[str]:
    """A block that no field could hold, in parts that end at a space."""
    parts = []
    while len(block) > MOST:
        at = max(block.rfind(" ", 0, MOST), block.rfind("\n", 0, MOST))
        at = at if at > 0 else MOST
        parts.append(block[:at])
        block = block[at:].lstrip()
    return [*parts, block]


def placeless(text: str) -> tuple[str, list[str]]:
    """A text without the lines that place something, and those."""
    blocks = text.split("\n\n")
    placed = [block for block in blocks if block.startswith("::")]
    return "\n\n".join(b for b in blocks if not b.startswith("::")), placed


def lifted(pieces: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Pictures out of lists and quotations, where none can be placed; and the rest."""
    pictures: list[Piece] = []
    kept: list[Piece] = []
    for piece in pieces:
        if piece.kind == FIGURE:
            pictures.append(piece)
        elif piece.kind == LIST:
            items = [lifted(item) for item in piece.items]
            pictures += [picture for found, _rest in items for picture in found]
            rest = [inner for _found, inner in items if inner]
            kept += [replace(piece, items=rest)] if rest else []
        elif piece.kind == QUOTE:
            found, inner = lifted(piece.inner)
            pictures += found
            kept += [replace(piece, inner=inner)] if inner else []
        else:
            kept.append(piece)
    return pictures, kept


def source_of(note: Footnote) -> Fields:
    made = {"key": note.key, "title": note.words, "url": note.address}
    return {key: value for key, value in made.items() if value}
