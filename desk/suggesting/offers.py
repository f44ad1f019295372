"""What could be added to a document with one click, and the document with it. Pure."""

import copy
import uuid
from dataclasses import dataclass

from entities.detection import Span, link_mention
from explainer.checks.lines import value_at
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
