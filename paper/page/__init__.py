"""A page: from a frozen document and a depth to what the templates print.

Pure presentation. `build` decides what is on a page and in which order it is told,
because citations count in reading order; `paper/page/story.html` prints the same order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation

from explainer.field import FULL
from explainer.prose import shorten
from explainer.story_blocks import STORY_BLOCKS, anchor
from paper.page import depth as depths
from paper.page.body import Body, body
from paper.page.further_reading import (
    Deeper,
    Link,
    Tongue,
    deeper,
    following_links,
    tongues,
)
from paper.page.opening import Head, Opening, build_opening, head
from paper.page.papers import coverage
from paper.page.sources import (
    Glossary,
    Method,
    SourceList,
    glossary,
    method,
    source_list,
)
from paper.page.surroundings import (
    Part,
    Strip,
    Surroundings,
    due,
    is_developing,
    moment,
    on_top,
    strip,
    tongue,
)
from paper.page.writer import Writer

__all__ = ["Page", "Surroundings", "build"]

# The first block of each section, in reading order.
SECTIONS = [*{b.section: b for b in STORY_BLOCKS[::-1] if b.section}.values()][::-1]


@dataclass(frozen=True)
class Section:
    """What tells something under a heading; `below` the telling its template does."""

    name: str
    heading: str
    content: Any
    below: bool

    @property
    def anchor(self) -> str:
        return anchor(self.name)

    @property
    def template(self) -> str:
        return f"paper/page/_{self.name}.html"


@dataclass(frozen=True)
class Page:
    """Everything that `paper/page/story.html` prints, in the order in which it does."""

    document: Part
    depth: str
    around: Surroundings
    head: Head
    steps: list[depths.Step]
    opening: Opening
    body: Body
    deeper: Deeper | None
    glossary: Glossary | None
    sources: SourceList | None
    method: Method
    as_of: date
    sections: list[Section]
    lengths: Mapping[str, int]  # Words at each step; none if there is but one.
    tongue: str = ""  # The language of its headings.

    @property
    def only_new(self) -> bool:
        """Whether it leaves out what its reader has read."""
        return bool(self.around.since and self.around.since.only)

    @property
    def showing(self) -> Any:
        return self.around.showing

    @property
    def full(self) -> bool:
        return self.depth == FULL

    @property
    def words(self) -> int:
        """Words of the whole story, whatever the depth of this page."""
        return self.lengths.get(FULL) or depths.words(self.document, FULL)

    @property
    def editions(self) -> Sequence[Any]:
        """Every edition that readers have met, newest first."""
        return self.around.editions[::-1]

    @property
    def fact(self) -> int:
        """The newest edition that changed something in fact."""
        return max((row.number for row in self.editions if row.material), default=0)

    @property
    def news(self) -> list[Any]:
        """What the editions that the reader has missed had to say."""
        seen = self.around.since.number if self.around.since else 0
        return [row for row in self.editions if row.number > seen and row.note]

    @property
    def description(self) -> str:
        """For search engines and cards: the standfirst, else the summary."""
        text = self.document.get("standfirst") or self.document.get("summary", "")
        return shorten(text)

    @property
    def strip(self) -> Strip | None:
        return strip(self.around.editions)

    @property
    def notices(self) -> list[Any]:
        """Corrections that stand above the summary."""
        told = on_top(self.around.editions, self.around.now)
        read = self.around.since.number if self.only_new else 0
        return [row for row in told if row.number > read]

    @property
    def tongues(self) -> list[Tongue]:
        return tongues(self.document, self.around)

    @property
    def developing(self) -> bool:
        return is_developing(self.document, self.around.now)

    @property
    def closed_at(self) -> datetime | None:
        at = moment(self.document.get("closed_at", ""))
        return at if at and at <= self.around.now else None

    @property
    def goes_on(self) -> list[Link]:
        """Where a story that is closed goes on."""
        return following_links(self.around) if self.closed_at else []

    @property
    def due(self) -> datetime | None:
        """The next moment at which this page changes by itself."""
        return due(self.document, self.around)


def build(document: Part, asked: str, around: Surroundings) -> Page:
    """The page of a document at the depth asked for, or in full, in its own tongue."""
    with translation.override(tongue(document.get("language", ""))):
        return assemble(document, depths.depth_shown(asked, document), around)


def assemble(document: Part, depth: str, around: Surroundings) -> Page:
    """The page at one depth; with `since.only` of what is new since an edition."""
    writer = Writer(document, around)
    as_of = speaks_for(around)
    only = writer.only_new
    shown = around.since.reduced(document) if only else document
    whole = depth == FULL and not only
    counted = coverage(document, around.publishers)
    lengths = depths.counted(around.showing) if around.showing else {}
    lengths = lengths or depths.lengths(document)  # of a draft, or if nobody counted
    told: dict[str, Any] = {
        "opening": build_opening(shown, writer, around, counted),
        "body": body(shown, depth, writer, around, as_of),
        "deeper": deeper(shown, depth, around),
        "glossary": glossary(document, shown, depth, writer),
        "sources": source_list(document, writer, whole, around.publishers),
    }
    return Page(
        document=document,
        depth=depth,
        around=around,
        head=head(document, around),
        steps=depths.rungs(lengths, depth),
        lengths=lengths,
        **told,
        method=method(document, counted),
        as_of=as_of,
        sections=[*sections(told, depth)],
        tongue=str(translation.get_language()),
    )


def sections(told: dict[str, Any], depth: str) -> Iterator[Section]:
    """Every section that says something, in reading order."""
    found = vars(told["opening"]) | vars(told["body"]) | told
    found["telling"] = found["telling"] or found["glance"]
    below = False
    for block in SECTIONS:
        is_telling = block.section == "telling"
        heading = depths.names()[depth] if is_telling else block.contents
        if content := found[block.section]:
            yield Section(block.section, heading, content, below)
        below = below or is_telling


def speaks_for(around: Surroundings) -> date:
    """The day up to which the page has looked; a draft speaks for today."""
    showing, at = around.showing, around.now
    if showing is not None:
        at = max(filter(None, [showing.updated_at, showing.checked_at]))
    day: date = timezone.localdate(at)
    return day
