"""What could be added to a document with one click, and the document with it. Pure."""

import copy
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from entities.detection import Names, Span, find, link_mention
from explainer import prose
from explainer.checks.lines import prose_of, value_at
from explainer.document import Document

# An entry that is only linked isn't yet what the story is about.
NAMED = 2


@dataclass(frozen=True)
class Entry:
    """An entry of the who's who, as it is offered."""

    slug: str
    name: str
    pk: int = 0


@dataclass(frozen=True)
class Offer:
    """`key` is how a story remembers that somebody didn't want it.

    `apply` gives the document with it taken up; `choice` is one of several entries.
    """

    key: str


@dataclass(frozen=True)
class NameOffer(Offer):
    """Words that name an entry, or one of several, and aren't linked."""

    place: str
    words: str
    start: int
    entries: tuple[Entry, ...]
    times: int = 1

    def apply(self, document: Document, choice: str) -> Document:
        """Link the words, if they still stand there; a story lists the entry too."""
        made = copy.deepcopy(document)
        entry = next((e for e in self.entries if e.slug == choice), self.entries[0])
        end = self.start + len(self.words)
        span = Span(self.start, end, self.words, (entry.slug,))
        text = str(value_at(made, self.place) or "")
        if text[self.start : end] == self.words:
            set_value(made, self.place, link_mention(text, span, entry.slug))
        if made["format"].startswith("explainer/"):
            listed = made.setdefault("entities", [])
            if entry.slug not in [item.get("slug") for item in listed]:
                part = {"slug": entry.slug, "name": entry.name, "prominence": NAMED}
                listed.append({"uid": str(uuid.uuid4()), **part})
        return made


@dataclass(frozen=True)
class RoleOffer(Offer):
    """The role that a speaker had on the day of the quote."""

    place: str
    speaker: str
    title: str

    def apply(self, document: Document, choice: str) -> Document:
        made = copy.deepcopy(document)
        set_value(made, self.place, self.title)
        return made


@dataclass(frozen=True)
class KinOffer(Offer):
    """Another story, or a question, that belongs beside this one."""

    part: str  # "related" or "questions"
    pk: str
    slug: str
    title: str
    reasons: tuple[str, ...]
    score: int
    live: bool = False
    by: str = ""
    since: object = None
    duplicate: bool = False

    def apply(self, document: Document, choice: str) -> Document:
        """List it among `related` or `questions`, once."""
        made = copy.deepcopy(document)
        item = {"uid": str(uuid.uuid4()), "slug": self.slug}
        if self.part == "related":
            item |= {"kind": "background", "label": self.title}
        else:
            item["title"] = self.title
        listed = made.setdefault(self.part, [])
        if self.slug not in [other.get("slug") for other in listed]:
            listed.append(item)
        return made


def set_value(document: Document, place: str, value: str) -> None:
    """Set what stands at a place such as `quotes[0].role`."""
    holder, dot, name = place.rpartition(".")
    target = value_at(document, holder) if dot else document
    if isinstance(target, dict):
        target[name] = value


def unlinked_names(
    document: Document, names: Names, entries: Mapping[str, Entry]
) -> list[NameOffer]:
    """One offer for each name, at its first mention; the most used names first.

    `entries` has, by any slug, the entry that stands for it now.
    """
    texts = [*prose_of(document)]
    there = linked_slugs(texts, entries)
    spans = [(place, span) for place, text in texts for span in find(text, names)]
    sure = there | {span.slugs[0] for _place, span in spans if len(span.slugs) == 1}
    found: dict[tuple[str, ...], list[tuple[str, Span]]] = {}
    for place, span in spans:
        if is_open(span, there, sure):
            found.setdefault(span.slugs, []).append((place, span))
    by_times = sorted(found.values(), key=len, reverse=True)
    return [name_offer(places, entries) for places in by_times]


def linked_slugs(
    texts: Sequence[tuple[str, str]], entries: Mapping[str, Entry]
) -> set[str]:
    slugs = {slug for _place, text in texts for _label, slug in prose.mentions(text)}
    return slugs | {entries[slug].slug for slug in slugs if slug in entries}


def is_open(span: Span, there: set[str], sure: set[str]) -> bool:
    """Nothing that these words may mean is linked, or named in full elsewhere."""
    if there & {*span.slugs}:
        return False
    return len(span.slugs) == 1 or not sure & {*span.slugs}


def name_offer(
    places: list[tuple[str, Span]], entries: Mapping[str, Entry]
) -> NameOffer:
    """The offer of one name; `places` are where it stands, the first mention first."""
    place, span = places[0]
    return NameOffer(
        key=f"name:{' '.join(span.slugs)}"[:200],
        place=place,
        words=span.words,
        start=span.start,
        entries=tuple(entries[slug] for slug in span.slugs),
        times=len(places),
    )
