"""The telling: the brief or the report in passages, each with an address of its own."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from explainer import prose
from explainer.field import BRIEF, FULL
from paper.page.depth import opens_at
from paper.page.surroundings import Part
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
