"""What the papers say: positions side by side, and how many newsrooms wrote them."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.utils.safestring import SafeString

from explainer import newsrooms
from explainer.days import day
from explainer.field import FULL, GLANCE
from explainer.identity import identity
from explainer.newsrooms import Publishers, author_of, label
from paper.page.surroundings import Part
from paper.page.writer import Row, Writer

PRESS = frozenset({"report", "wire", "broadcast"})


@dataclass(frozen=True)
class Piece:
    """One piece of a paper, as linked from what that paper says."""

    title: str
    url: str
    outlet: str
    language: str
    copy_of: str


@dataclass
class Perspective:
    """What one paper or one side says; copies of its text stand indented under it."""

    who: str
    holder: str
    on: date | None
    position: str
    html: SafeString
    pieces: list[Piece]
    copies: list["Perspective"] = field(default_factory=list)
    mark: str = ""  # Where no text carries it.

    @property
    def origins(self) -> set[str]:
        return {piece.copy_of for piece in self.pieces if piece.copy_of}


@dataclass(frozen=True)
class Papers:
    """The synthesis, and each paper's own position."""

    html: SafeString
    perspectives: list[Perspective]
    rows: list[Row]


@dataclass(frozen=True)
class Sum:
    """How many papers say it, and where they part: for who reads no further."""

    coverage: "Coverage | None"
    divergence: SafeString
    rows: list[Row]


def papers(document: Part, writer: Writer, depth: str) -> Papers | None:
    """All in full; each position in a line in brief."""
    if depth == GLANCE:
        return None
    writer.start("papers")
    synthesis = document.get("papers", "") if depth == FULL else ""
    writer.next_row()
    html = writer.of(document, "papers") if synthesis else SafeString("")
    rows = writer.rows
    writer.start("papers")  # a perspective links its own sources; the margin needn't
    told = perspectives(document, writer, depth == FULL)
    return Papers(html, told, rows) if html or told else None


def papers_in_sum(
    document: Part, writer: Writer, counted: "Coverage | None"
) -> Sum | None:
    """What stands above the ladder of a story that tells what the papers say."""
    if not any(document.get(key) for key in ("papers", "divergence", "perspectives")):
        return None
    writer.start("differences")
    if writer.only_new:
        counted = None
    if counted:
        writer.next_row()
    writer.next_row()
    divergence = writer.of(document, "divergence")
    return Sum(counted, divergence, writer.rows) if counted or divergence else None


def perspectives(document: Part, writer: Writer, full: bool) -> list[Perspective]:
    """In the editors' order, but a copy of an agency's text goes under the agency."""
    told = [
        perspective(part, writer, full) for part in document.get("perspectives", [])
    ]
    by_paper = {item.who: item for item in told if not item.origins}
    tops: list[Perspective] = []
    for item in told:
        origin = next(
            (by_paper[name] for name in item.origins if name in by_paper), None
        )
        (origin.copies if origin else tops).append(item)
    return tops


def perspective(part: Part, writer: Writer, full: bool) -> Perspective:
    """One view with its sources, dated by the earliest; its text only in full."""
    cited = [
        writer.sources[key] for key in part.get("sources", []) if key in writer.sources
    ]
    published = [source["published"] for source in cited if source.get("published")]
    outlet = part.get("outlet", "")
    pieces = [piece(source) for source in cited]
    return Perspective(
        who=outlet or part.get("holder") or "".join(item.outlet for item in pieces[:1]),
        holder=part.get("holder", "") if outlet else "",
        on=day(min(published, default="")),
        position=part.get("position", ""),
        html=writer.of(part, "text", part.get("sources", ())) if full else "",
        pieces=pieces,
        mark="" if full else writer.sign(part),
    )


def piece(source: Part) -> Piece:
    return Piece(
        title=source.get("title", ""),
        url=source.get("url", ""),
        outlet=label(source),
        language=source.get("language", ""),
        copy_of=source.get("syndicated_from", ""),
    )


@dataclass(frozen=True)
class Coverage:
    """How many reports are cited, and how many newsrooms wrote them, a copy once."""

    reports: int
    newsrooms: int
    shared: list[tuple[int, str]]


def coverage(document: Part, known: Publishers) -> Coverage | None:
    """Counted over all reports of newsrooms that the story cites; None without any."""
    press = [
        source
        for source in document.get("sources", [])
        if source.get("kind", "report") in PRESS
        and newsrooms.is_newsroom(author_of(source), known.of(author_of(source)))
    ]
    if not press:
        return None
    origins = Counter(identity(origin(source)) for source in press)
    copied = {
        identity(source["syndicated_from"]): source["syndicated_from"]
        for source in press
        if source.get("syndicated_from")
    }
    shared = [(origins[key], name) for key, name in copied.items() if origins[key] > 1]
    return Coverage(len(press), newsrooms.count(press, known), sorted(shared))


def origin(source: Part) -> str:
    """The newsroom whose text it is, as the story names it."""
    return str(source.get("syndicated_from") or label(source))
