"""Two editions compared as readers read them: without any house markup. Pure."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from django.utils.translation import gettext as _
from markdown_it.token import Token

from explainer import blocks, prose
from explainer.days import clip_day, format_moment, in_full, in_words
from explainer.difference import SILENT, Difference, Mark, Step, differences, steps
from explainer.document import Document
from explainer.format import items_of
from explainer.languages import language_name
from explainer.newsrooms import label, title_label
from explainer.prose import shorten
from explainer.threeway import common_orders
from paper.page.labels import PublicNames, choice, words_of_slug
from paper.page.surroundings import moment

Pair = tuple[str, str]

NAMES = PublicNames()
# What is placed in a text: the list it stands in, and what it is told by.
PLACED = {"quote": ("quotes", "speaker"), "figure": ("figures", "caption")}
SHORT = 60
# What tells readers nothing where a whole part has come or gone.
WORDLESS = {"uuid", "slug", "key", "choice", "language", "int", "bool"}
UNSAID = (*SILENT, "src", "licence")


class Names(Protocol):
    """What the places of a document are called, by whoever asks."""

    def name(self, part: str, field: str, number: int | None = None) -> str: ...

    def many(self, part: str) -> str: ...


@dataclass(frozen=True)
class Labels:
    """What readers know sources and placed things by; `exact` says addresses too."""

    sources: Mapping[str, str] = field(default_factory=dict)
    placed: Mapping[tuple[str, str], str] = field(default_factory=dict)
    things: Mapping[str, str] = field(default_factory=dict)  # Entities, by slug.
    exact: bool = False

    def name(self, key: str) -> str:
        """The name of a source, or of a quote."""
        return self.sources.get(key) or self.placed.get(("quote", key), key)


def labels_of(*documents: Document) -> Labels:
    """Names by key; of two alike a source has its title beside it, or else its key."""
    sources: dict[str, str] = {}
    placed: dict[tuple[str, str], str] = {}
    things: dict[str, str] = {}
    listed: dict[str, Document] = {}
    for document in documents:
        listed |= {p["key"]: p for p in document.get("sources", []) if p.get("key")}
        for thing in document.get("entities", []):
            things[thing.get("slug", "")] = thing.get("name", "")
        for kind, (path, told) in PLACED.items():
            for part in document.get(path, []):
                if key := part.get("key"):
                    name = shorten(part.get(told, "") or part.get("alt", ""), SHORT)
                    placed[kind, key] = name or key
    outlets = Counter(map(label, listed.values()))
    for key, part in listed.items():
        name = label(part)
        sources[key] = name if outlets[name] == 1 else f"{name}, {title_label(part)}"
    return Labels(
        {key: alone(name, key, sources) for key, name in sources.items()},
        {place: alone(name, place[1], placed) for place, name in placed.items()},
        things,
    )


def alone(name: str, key: str, names: Mapping[Any, str]) -> str:
    return name if Counter(names.values())[name] == 1 else f"{name} ({key})"


def readable(text: str, names: Labels) -> str:
    """A text as words, its lists with bullets, its citations in brackets."""
    found = prose.paragraphs(
        text, lambda token: said_of(token, names), bullet="• ", cell=" | "
    )
    return "\n\n".join(filter(None, found))


def said_of(token: Token, names: Labels) -> str:
    return (placement if token.type == "placement" else sentence)(token, names)


def placement(token: Token, names: Labels) -> str:
    kind, key = token.meta["kind"], token.meta["key"]
    return f"{NAMES.one(PLACED[kind][0])}: {names.placed.get((kind, key), key)}"


def sentence(token: Token, names: Labels) -> str:
    return "".join(words(token.children or [], names)).strip()


def words(tokens: list[Token], names: Labels) -> Iterator[str]:
    """Pieces of a sentence: citations in brackets, addresses where `exact`."""
    address = ""
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type == "cites":
            cited = (
                ", ".join(filter(None, (names.sources.get(c.key, c.key), c.locator)))
                for c in token.meta["run"]
            )
            yield f" [{'; '.join(cited)}]"
        elif token.type == "mention":
            yield token.meta["label"]
            yield f" ({token.meta['slug']})" if names.exact else ""
        elif token.type == "link_open":
            address = str(token.attrs["href"])
        elif token.type == "link_close":
            yield f" ({address})" if names.exact else ""
        else:
            yield token.content


@dataclass
class FieldChange:
    """What reads differently in one place: pairs of old and new text."""

    name: str
    sign: str
    pairs: list[Pair] = field(default_factory=list)

    @property
    def rows(self) -> list[list[Step]]:
        """Each pair as the steps from the old text to the new one."""
        return [steps(old, new) for old, new in self.pairs]


class Comparison:
    """The changes from one document to another, in the order of the newer one.

    As readers know them, or by the `names` of whoever asks.
    """

    def __init__(self, old: Document, new: Document, names: Names = NAMES) -> None:
        self.old, self.new, self.names = old, new, names
        self.labels = labels_of(old, new)
        self.before, self.after = blocks.parts(old), blocks.parts(new)
        self.changes = [*self.found()]

    def __iter__(self) -> Iterator[FieldChange]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    @property
    def count(self) -> int:
        """How many changes a reader would notice."""
        return sum(max(1, len(change.pairs)) for change in self.changes)

    def found(self) -> Iterator[FieldChange]:
        """The changes in order; a part that came or went is one change."""
        seen = set()
        for item in differences(self.old, self.new):
            if item.field in SILENT:
                continue
            if item.field == "order":
                old, new = common_orders(item.old, item.new)
                if old != new:
                    yield FieldChange(self.names.many(item.part), _("In another order"))
            elif item.uid and not (item.uid in self.before and item.uid in self.after):
                if item.uid not in seen:
                    yield self.whole(item.uid)
                seen.add(item.uid)
            else:
                yield from self.field(item)

    def whole(self, uid: str) -> FieldChange:
        """A part that only one of the two has."""
        path, number, part = self.after.get(uid) or self.before[uid]
        text = part_text(path, part, self.labels)
        name = self.names.name(path, "", number)
        if uid in self.after:
            return FieldChange(name, _("Added"), [("", text)])
        return FieldChange(name, _("Removed"), [(text, "")])

    def field(self, item: Difference) -> Iterator[FieldChange]:
        """Nothing, where no reader sees a difference; a file's name is none."""
        number = self.after[item.uid].number if item.uid else None
        sign = _("Changed") if item.old and item.new else _("Added")
        sign = sign if item.new else _("Removed")
        change = FieldChange(self.names.name(item.part, item.field, number), sign)
        if item.field.rpartition(".")[2] == "src":
            yield change
        elif pairs := self.pairs(item):
            yield replace(change, pairs=pairs)

    def pairs(self, item: Difference) -> list[Pair]:
        """Where only an address or a name behind the words differs, it is said."""
        found = []
        for mark in item.marks:
            for exact in (False, True):
                names = replace(self.labels, exact=exact)
                was, now = both(mark, self.old, self.new, names)
                if was != now:
                    found.append((was, now))
                    break
        return found


def part_text(path: str, part: Document, names: Labels) -> str:
    """What a part says to readers, a line for each value, in the format's order."""
    said = [
        value(field.kind, part[name], names, part.get("precision", ""))
        for name, field in items_of(path).items()
        if name in part and name not in UNSAID and field.kind not in WORDLESS
    ]
    return "\n".join(filter(None, said)) or words_of_slug(part.get("slug", ""))


def both(mark: Mark, old: Document, new: Document, names: Labels) -> Pair:
    """What stood in the place of a mark and what stands there, as readers know it."""
    return said_in(old, mark, mark.old, names), said_in(new, mark, mark.new, names)


def said_in(document: Document, mark: Mark, items: Sequence[Any], names: Labels) -> str:
    """The words of one side of a mark; a date as far as it is known there."""
    found = "\n\n".join(items) if mark.kind == "prose" else next(iter(items), "")
    part = blocks.holder(document, mark.uid) if mark.uid else None
    return value(mark.kind, found, names, part[0].get("precision", "") if part else "")


def value(kind: str, found: Any, names: Labels, precision: str = "") -> str:
    """A value in the words that readers have for it; a date as far as it is known."""
    if found and kind == "date":
        return in_full(clip_day(found, precision))
    if found and kind in WORDS:
        return WORDS[kind](found, names)
    return in_words(value_text(found))


def value_text(value: Any) -> str:
    """A value as text."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return _("yes") if value is True else str(value or "")


def key_names(found: str | list[str], names: Labels) -> str:
    keys = found if isinstance(found, list) else [found]
    return ", ".join(names.name(key) for key in keys)


def at_moment(found: str, names: Labels) -> str:
    return format_moment(at) if (at := moment(found)) else ""


WORDS: dict[str, Callable[[Any, Labels], str]] = {
    "prose": readable,
    "key": key_names,
    "keys": key_names,
    "moment": at_moment,
    "choice": lambda found, names: choice(found),
    "language": lambda found, names: language_name(found),
    "slug": lambda found, names: names.things.get(found) or words_of_slug(found),
}
