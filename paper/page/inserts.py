"""What is set into a text: pictures while we may show them, quotes, a conversation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.safestring import SafeString

from explainer import prose
from explainer.days import day
from explainer.languages import direction, language_name
from images.renditions import MIDDLE, ResponsiveImage, responsive_image
from paper.page.surroundings import Part, Surroundings
from paper.page.writer import Row, Writer


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


def hero(part: Part | None, around: Surroundings) -> Picture | None:
    """The picture at the top, which also stands for its story elsewhere."""
    made = picture(part, around)
    if made is not None and around.since:
        made = replace(made, mark=around.since.picture)
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


def figure(part: Part, writer: Writer, around: Surroundings) -> Picture | None:
    """A figure; a table stands in the place of its picture, with its own marks."""
    made = picture(part, around) if part.get("src") or part.get("table") else None
    if made is None or not part.get("table"):
        return made and replace(made, mark=writer.sign(part))
    return replace(made, table=writer.of(part, "table"), mended="")


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
