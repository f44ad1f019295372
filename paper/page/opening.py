"""What stands above the ladder, the same at every depth."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from explainer import prose
from explainer.identity import identity
from explainer.languages import direction, kicker_at
from paper.page.depth import lead
from paper.page.papers import Coverage, Sum, papers_in_sum
from paper.page.passages import Picture, Quote, hero, quote
from paper.page.surroundings import Part, Surroundings, is_developing
from paper.page.writer import Row, Writer
from people.routes import address


@dataclass(frozen=True)
class Credit:
    """Names that share a part in the making: by, edited by, translated by."""

    role: str
    names: list[tuple[str, str]]


@dataclass(frozen=True)
class Head:
    """What a story without a kicker is introduced by is its desk."""

    kicker: str
    desk: str
    headline: str
    standfirst: str
    credits: list[Credit]
    language: str
    direction: str
    mark: str = ""


def head(document: Part, around: Surroundings) -> Head:
    """What stands above the text of a story."""
    language = document.get("language", "")
    developing = is_developing(document, around.now)
    return Head(
        kicker=kicker_at(document.get("kicker", ""), developing),
        desk=document.get("desk", "").replace("-", " ").capitalize(),
        headline=document.get("headline", ""),
        standfirst=document.get("standfirst", ""),
        credits=bylines(document, around),
        language=language,
        direction=direction(language),
        mark=mark(around),
    )


def mark(around: Surroundings) -> str:
    """Whether who has been here before reads another headline or standfirst."""
    if around.since is None:
        return ""
    words = (around.since.block("", field) for field in ("headline", "standfirst"))
    return next(filter(None, words), "")


def bylines(document: Part, around: Surroundings) -> list[Credit]:
    credits: dict[str, Credit] = {}
    for part in document.get("byline", []):
        role = part.get("role", "by")
        address = author(part, around) if around.showing else ""
        credits.setdefault(role, Credit(role, [])).names.append((part["name"], address))
    return list(credits.values())


def author(part: Part, around: Surroundings) -> str:
    """The page of everything that a name stands over.

    Whoever has no public page may write under a name that isn't theirs: the link
    says no more than is printed.
    """
    slug = part.get("entity", "")
    entity = around.entities.get(slug)
    own = entity and (entity.slug == slug or entity.kind == "person")
    slug = slug if own else around.authors.get(identity(part["name"]), "")
    return address("author", slug) if slug else ""


@dataclass(frozen=True)
class Block:
    """Prose, and what its rows cite."""

    html: SafeString
    rows: list[Row]


@dataclass(frozen=True)
class KeyPoints:
    """Each one's lead-in, its text, and the mark above both."""

    points: list[tuple[str, SafeString, str]]
    rows: list[Row]


@dataclass(frozen=True)
class Opening:
    happened: Block | None
    lead_quote: Quote | None
    picture: Picture | None
    key_points: KeyPoints | None
    unknowns: Block | None
    papers: Sum | None


def build_opening(
    document: Part, writer: Writer, around: Surroundings, counted: Coverage | None
) -> Opening:
    """What stands above the ladder; `counted` are newsrooms that the story cites."""
    return Opening(
        happened=block(document, "summary", writer),
        lead_quote=lead_quote(document, writer, around),
        picture=hero(document.get("image"), around),
        key_points=key_points(document, writer),
        unknowns=block(document, "unknowns", writer),
        papers=papers_in_sum(document, writer, counted),
    )


def block(document: Part, field: str, writer: Writer) -> Block | None:
    writer.start("happened" if field == "summary" else field)
    html = writer.of(document, field)
    return Block(html, writer.rows) if html else None


def lead_quote(document: Part, writer: Writer, around: Surroundings) -> Quote | None:
    """It has the address of its key, unless the report places it once more."""
    writer.start()
    placed = prose.placements(document.get("report", ""))
    for part in lead(document):
        key = part.get("key", "")
        is_free = key and ("quote", key) not in placed
        name = f"quote-{key}" if is_free else "lead-quote"
        return quote(part, name, writer, around)
    return None


def key_points(document: Part, writer: Writer) -> KeyPoints | None:
    writer.start("key-points")
    points = []
    for part in document.get("key_points", []):
        writer.next_row()
        html = writer.of(part, "text", marks=False)
        points.append((part.get("lead_in", ""), html, writer.sign(part, "text")))
    return KeyPoints(points, writer.rows) if points else None
