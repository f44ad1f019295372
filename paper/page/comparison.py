"""Two editions compared as readers read them: without any house markup. Pure."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from markdown_it.token import Token

from explainer import prose
from explainer.blocks import Difference, Fields, holder
from explainer.comparing import SILENT as UNSEEN
from explainer.comparing import Comparison, FieldChange, Names, value_text
from explainer.days import clip_day, format_moment, in_full, in_words
from explainer.document import Document
from explainer.languages import language_name
from explainer.leads import shorten
from paper.page.labels import choice, label, title_label, words_of_slug
from paper.page.page_record import moment
from paper.page.part_names import PublicNames

Pair = tuple[str, str]

NAMES = PublicNames()
# What is placed in a text: the list it stands in, and what it is told by.
PLACED = {"quote": ("quotes", "speaker"), "figure": ("figures", "caption")}
SHORT = 60
# What tells readers nothing where a whole part has come or gone.
SILENT = {"uuid", "slug", "key", "choice", "language", "int", "bool"}
UNSAID = (*UNSEEN, "src", "licence")


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


class PublishedComparison(Comparison):
    """The changes from one edition to another, as readers are shown them."""

    def __init__(self, old: Document, new: Document, names: Names = NAMES) -> None:
        self.called = labels_of(old, new)
        super().__init__(names, old, new)

    def field(self, item: Difference) -> Iterator[FieldChange]:
        """Nothing, where no reader sees a difference; a file's name is none."""
        is_file = item.field.rpartition(".")[2] == "src"
        for change in super().field(item):
            if is_file:
                yield FieldChange(change.name, change.sign)
            elif change.pairs:
                yield change

    def pairs(self, item: Difference) -> list[Pair]:
        """Where only an address or a name behind the words differs, it is said."""
        found = []
        kind = self.kind(item.part, item.field)
        for old, new in super().pairs(item):
            for exact in (False, True):
                names = replace(self.called, exact=exact)
                pair = (
                    (readable(old, names), readable(new, names))
                    if kind == "prose"
                    else (
                        value(kind, item.old, names, precision(self.old, item.uid)),
                        value(kind, item.new, names, precision(self.new, item.uid)),
                    )
                )
                if pair[0] != pair[1]:
                    found.append(pair)
                    break
        return found

    def text(self, item: Difference, part: Document) -> str:
        return part_text(part, self.fields[item.part], self.called)


def part_text(part: Document, fields: Fields, names: Labels) -> str:
    """What a part says to readers, a line for each value, in the format's order."""
    said = [
        value(field.kind, part[name], names, part.get("precision", ""))
        for name, field in fields.items()
        if name in part and name not in UNSAID and field.kind not in SILENT
    ]
    return "\n".join(filter(None, said)) or words_of_slug(part.get("slug", ""))


def value(kind: str, found: Any, names: Labels, precision: str = "") -> str:
    """A value in the words that readers have for it; a date as far as it is known."""
    if found and kind == "date":
        return in_full(clip_day(found, precision))
    if found and kind in WORDS:
        return WORDS[kind](found, names)
    return in_words(value_text(found))


def precision(document: Document, uid: str) -> str:
    """How far the date of one of a document's parts is known."""
    found = holder(document, uid)
    return str(found[0].get("precision", "")) if found and uid else ""


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
