"""The brief or the report in passages, each with an address of its own, and what is set
into them or stands beside: pictures while we may show them, quotes, a conversation."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from explainer import prose
from explainer.days import day
from explainer.field import BRIEF, FULL
from explainer.languages import direction, language_name
from images.renditions import MIDDLE, ResponsiveImage, responsive_image
from paper.page.surroundings import Part, Surroundings
from paper.page.writer import Row, Writer

HEADING = re.compile(r"#{1,6}\s")
FIRST_WORDS = 6
Place = Callable[[str], Any]


@dataclass(frozen=True)
class Passage:
    """One block of a telling: prose, or what an editor placed between two blocks.

    `across` names the passage of the other telling that says the same.
    """

    name: str = ""
    across: str = ""
    html: SafeString | str = ""
    begins: str = ""  # Its first words, for a link that is heard by itself.
    figure: Any = None
    quote: Any = None

    @property
    def is_filled(self) -> bool:
        return bool(self.figure or self.quote)


@dataclass(frozen=True)
class Telling:
    depth: str
    passages: list[Passage]
    rows: list[Row]


def tell(
    document: Part, depth: str, writer: Writer, places: Mapping[str, Place]
) -> Telling | None:
    """The text of this depth. A story without a report tells its brief in full."""
    own = {BRIEF: "brief", FULL: "report" if document.get("report") else "brief"}
    field = own.get(depth, "")
    writer.start()
    across = crossings(document, field)
    passages: list[Passage] = []
    paragraph, heading = 0, ""
    for index, block in enumerate(prose.blocks(document.get(field, ""))):
        writer.next_row()
        placed, is_heading = placement(block, places), bool(HEADING.match(block))
        paragraph += not (placed or is_heading)
        if writer.hides("", field, index) and not (placed and placed.is_filled):
            heading = block if is_heading else heading
            writer.skip_row()
            continue
        if heading and not is_heading:  # It was hidden; what is under it is new.
            passages.append(Passage(html=writer.text(heading)))
            writer.next_row()
        heading = ""
        if placed:
            passages.append(placed)
            continue
        html = writer.dressed(writer.text(block), "", field, index)
        name = "" if is_heading else f"{depth}-{paragraph}"
        other = across.get(paragraph, "") if name else ""
        passages.append(Passage(name, other, html, begins(block)))
    return Telling(depth, passages, writer.rows) if passages else None


def begins(block: str) -> str:
    return " ".join(prose.plain(block).split()[:FIRST_WORDS])


def placement(block: str, places: Mapping[str, Place]) -> Passage | None:
    """The figure or quote that a `::` line stands for; unknown ones leave nothing."""
    for kind, key in prose.placements(block):
        return Passage(**{kind: places[kind](key)})
    return None


def crossings(document: Part, shown: str) -> dict[int, str]:
    """For each paragraph of the text shown, the one to read in the other text."""
    if not (document.get("brief") and document.get("report")):
        return {}
    of_brief, of_report = (
        len(paragraphs(document[name])) for name in ("brief", "report")
    )
    opens = {i: opens_at(i, of_brief, of_report) for i in range(1, of_brief + 1)}
    if shown == "brief":
        return {i: f"{FULL}-{opened}" for i, opened in opens.items()}
    told = {
        i: max((b for b, opened in opens.items() if opened <= i), default=1)
        for i in range(1, of_report + 1)
    }
    return {i: f"{BRIEF}-{paragraph}" for i, paragraph in told.items()}


def paragraphs(text: str) -> list[str]:
    """The blocks that count as paragraphs: all but headings and placed things."""
    return [
        block
        for block in prose.blocks(text)
        if not HEADING.match(block) and not prose.placements(block)
    ]


def opens_at(paragraph: int, of_brief: int, of_report: int) -> int:
    """The paragraph of the report, from 1, that a paragraph of the brief opens."""
    return 1 + (paragraph - 1) * of_report // of_brief


@dataclass(frozen=True)
class Picture:
    """A picture and its caption. Without something to show, only its place is left."""

    shown: ResponsiveImage | None
    alt: str
    caption: str
    credit: str
    licence: str
    kind: str = "photo"
    key: str = ""
    gone: bool = False
    card: ResponsiveImage | None = None
    table: SafeString | None = None
    mended: str = ""
    mark: str = ""
    name: str = ""  # Its anchor.


def hero(part: Part | None, around: Surroundings) -> Picture | None:
    """The picture at the top, which also stands for its story elsewhere."""
    made = picture(part, around)
    if made is not None:
        mark = around.since.picture if around.since else ""
        made = replace(made, mark=mark, name="picture")
    if not part or made is None or made.shown is None:
        return made
    x, y = part.get("focal", MIDDLE)
    return replace(made, card=responsive_image(around.images[part["src"]], (x, y)))


def picture(part: Part | None, around: Surroundings) -> Picture | None:
    """A picture as printed; `gone` where the file or the right to it is missing."""
    if not part:
        return None
    image = around.images.get(part.get("src", ""))
    if image is not None and not image.showable(around.now):
        image = None
    return Picture(
        shown=responsive_image(image) if image else None,
        alt="" if part.get("decorative") else part.get("alt", ""),
        caption=part.get("caption", ""),
        credit=part.get("credit", ""),
        licence=part.get("licence", ""),
        kind=part.get("kind", "photo"),
        key=part.get("key", ""),
        gone=bool(part.get("src")) and image is None,
        mended=around.amended.part(part) if around.amended else "",
    )


def figure(
    part: Part, name: str, writer: Writer, around: Surroundings
) -> Picture | None:
    """A figure; a table stands in the place of its picture, with its own marks."""
    made = picture(part, around) if part.get("src") or part.get("table") else None
    if made is None or not part.get("table"):
        return made and replace(made, mark=writer.sign(part), name=name)
    return replace(made, table=writer.of(part, "table"), mended="", name=name)


@dataclass(frozen=True)
class Quote:
    """Words of someone else. A paraphrase is told as reported words, without marks."""

    name: str
    text: str
    paraphrase: bool
    speaker: str
    address: str
    role: str
    context: str
    said_on: date | None
    cited: SafeString
    cite: str
    original: str
    original_language: str
    original_direction: str
    translated_from: str
    mark: str = ""
    mended: SafeString | str = ""


def quote(part: Part, name: str, writer: Writer, around: Surroundings) -> Quote:
    """A quote with its speaker, source and original words; `name` is its anchor."""
    language = part.get("original_language", "")
    source = writer.sources.get(part.get("source", ""), {})
    return Quote(
        name=name,
        text=part.get("text", ""),
        paraphrase=part.get("paraphrase", False),
        speaker=part.get("speaker", ""),
        address=around.mentions.get(part.get("entity", ""), ""),
        role=part.get("role", ""),
        context=part.get("context", ""),
        said_on=day(part.get("said_on", "")),
        cited=writer.mark(part.get("source", "")),
        cite=source.get("url", ""),
        original=part.get("original", ""),
        original_language=language,
        original_direction=direction(language),
        translated_from=language_name(language) if language else "",
        mark=writer.sign(part),
        mended=writer.mended(part),
    )


@dataclass(frozen=True)
class Words:
    """The block of quotes that no other block has shown."""

    quotes: list[Quote]
    rows: list[Row]


def words(parts: Sequence[Part], writer: Writer, around: Surroundings) -> Words | None:
    writer.start()
    told = []
    for number, part in enumerate(parts, 1):
        writer.next_row()
        name = f"quote-{part.get('key') or number}"
        told.append(quote(part, name, writer, around))
    return Words(told, writer.rows) if told else None


@dataclass(frozen=True)
class Turn:
    """One turn. An answer that names no source is marked as opinion."""

    speaker: str
    kind: str
    first: bool
    opinion: bool
    html: SafeString


@dataclass(frozen=True)
class Conversation:
    title: str
    tagline: str
    turns: list[Turn]
    rows: list[Row]


def conversation(document: Part, writer: Writer) -> Conversation | None:
    """The turns as printed, or None without any; uncited turns count as opinion."""
    told = document.get("conversation", {})
    if not told.get("turns"):
        return None
    writer.start("conversation")
    writer.next_row()  # the line that says what this is
    turns: list[Turn] = []
    for part in told["turns"]:
        writer.next_row()
        speaker = part.get("speaker", "")
        heard = {turn.speaker for turn in turns}
        text, kind = part.get("text", ""), part.get("kind", "")
        opinion = kind not in ("", "reader") and not prose.citations(text)
        html = writer.of(part, "text")
        turns.append(Turn(speaker, kind, speaker not in heard, opinion, html))
    return Conversation(
        told.get("title", ""), told.get("tagline", ""), turns, writer.rows
    )
