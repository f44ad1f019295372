"""Two editions compared as readers read them: without any house markup. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from markdown_it.token import Token

from stories import prose
from stories.blocks import Difference
from stories.comparing import SILENT as UNSEEN
from stories.comparing import Changed, Comparison, said
from stories.days import dated, written
from stories.document import Document
from stories.page.leads import shortened
from stories.page.names import PublicNames
from stories.page.record import moment
from stories.page.writer import label, titled

Pair = tuple[str, str]

NAMES = PublicNames()
# What is placed in a text: the list it stands in, and what it is told by.
PLACED = {"quote": ("quotes", "speaker"), "figure": ("figures", "caption")}
SHORT = 60
# What tells readers nothing where a whole part has come or gone.
SILENT = {"uuid", "slug", "key", "choice", "language", "int", "bool"}


@dataclass(frozen=True)
class Called:
    """What readers know sources and placed things by; `exact` says addresses too."""

    sources: Mapping[str, str] = field(default_factory=dict)
    placed: Mapping[tuple[str, str], str] = field(default_factory=dict)
    exact: bool = False

    def name(self, key: str) -> str:
        """The name of a source, or of a quote."""
        return self.sources.get(key) or self.placed.get(("quote", key), key)


def called(*documents: Document) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """Names by key; of two alike a source has its title beside it, or else its key."""
    sources: dict[str, str] = {}
    placed: dict[tuple[str, str], str] = {}
    listed = {
        p["key"]: p for document in documents for p in document.get("sources", [])
    }
    outlets = Counter(map(label, listed.values()))
    for key, part in listed.items():
        name = label(part)
        sources[key] = name if outlets[name] == 1 else f"{name}, {titled(part)}"
    for document in documents:
        for kind, (path, told) in PLACED.items():
            for part in document.get(path, []):
                if key := part.get("key"):
                    name = shortened(part.get(told, "") or part.get("alt", ""), SHORT)
                    placed[kind, key] = name or key
    return (
        {key: alone(name, key, sources) for key, name in sources.items()},
        {place: alone(name, place[1], placed) for place, name in placed.items()},
    )


def alone(name: str, key: str, names: Mapping[Any, str]) -> str:
    return name if Counter(names.values())[name] == 1 else f"{name} ({key})"


def readable(text: str, names: Called) -> str:
    """A text as words, its lists with bullets, its citations in brackets."""
    found = prose.paragraphs(
        text, lambda token: said_of(token, names), bullet="• ", cell=" | "
    )
    return "\n\n".join(filter(None, found))


def said_of(token: Token, names: Called) -> str:
    return (placement if token.type == "placement" else sentence)(token, names)


def placement(token: Token, names: Called) -> str:
    kind, key = token.meta["kind"], token.meta["key"]
    return f"{NAMES.one(PLACED[kind][0])}: {names.placed.get((kind, key), key)}"


def sentence(token: Token, names: Called) -> str:
    return "".join(words(token.children or [], names)).strip()


def words(tokens: list[Token], names: Called) -> Iterator[str]:
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


class Published(Comparison):
    """The changes from one edition to another, as readers are shown them."""

    def __init__(self, old: Document, new: Document) -> None:
        self.called = called(old, new)
        super().__init__(NAMES, old, new)

    def field(self, item: Difference) -> Iterator[Changed]:
        """Nothing, where no reader sees a difference."""
        for change in super().field(item):
            if change.pairs:
                yield change

    def pairs(self, item: Difference) -> list[Pair]:
        """Where only an address or a name behind the words differs, it is said."""
        found = []
        for old, new in super().pairs(item):
            for exact in (False, True):
                pair = self.both(item, (old, new), exact)
                if pair[0] != pair[1]:
                    found.append(pair)
                    break
        return found

    def both(self, item: Difference, pair: Pair, exact: bool) -> Pair:
        names = Called(*self.called, exact)
        kind = self.kind(item.part, item.field)
        if kind == "prose":
            return readable(pair[0], names), readable(pair[1], names)
        return value(kind, item.old, names), value(kind, item.new, names)

    def text(self, item: Difference, part: Document) -> str:
        """What a part says to readers, a line for each of its values."""
        names = Called(*self.called)
        kinds = {name: self.kind(item.part, name) for name in part}
        lines = [
            readable(part[name], names)
            if kind == "prose"
            else value(kind, part[name], names)
            for name, kind in kinds.items()
            if name not in (*UNSEEN, "language") and kind not in SILENT
        ]
        return "\n".join(lines)


def value(kind: str, found: Any, names: Called) -> str:
    """A value that is no prose, in the words that readers have for it."""
    if found and kind in ("key", "keys"):
        keys = found if isinstance(found, list) else [found]
        return ", ".join(names.name(key) for key in keys)
    if found and kind == "date":
        return written(date.fromisoformat(found))
    if kind == "moment" and (at := moment(found)):
        return dated(at)
    return said(found)
