"""What stands in the way of publishing a document.

Pure. A finding says where it is as a path into the document, so that the same list
serves the admin, the importer and the command line.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from stories import prose
from stories.blocks import Fields, fields_of
from stories.document import Document
from stories.format import Field

# Where a line of its own puts a figure or a quote on the page.
PLACED = ("brief", "report")


@dataclass(frozen=True)
class Finding:
    """A fault at a place, for example `quotes[0].source`."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass(frozen=True)
class Known:
    """The keys and slugs that a document may name."""

    sources: Collection[str]
    quotes: Collection[str]
    figures: Collection[str]
    entities: Collection[str]


def findings(document: Document, entities: Collection[str]) -> list[Finding]:
    """Every fault that blocks publishing; `entities` are the slugs that exist."""
    known = Known(
        sources=keys(document, "sources"),
        quotes=keys(document, "quotes"),
        figures=keys(document, "figures"),
        entities=entities,
    )
    found = [*repeated(document), *walked(document, fields_of(document), "", known)]
    title = "headline" if "headline" in fields_of(document) else "title"
    if not document.get(title):
        found.append(Finding(title, "is missing"))
    lead = document.get("lead_quote")
    if lead and lead not in known.quotes:
        found.append(Finding("lead_quote", f'no quote with key "{lead}"'))
    return found


def keys(document: Document, part: str) -> list[str]:
    return [item["key"] for item in document.get(part, []) if item.get("key")]


def repeated(document: Document) -> Iterator[Finding]:
    for part in ("sources", "quotes", "figures"):
        for key, times in Counter(keys(document, part)).items():
            if times > 1:
                yield Finding(part, f'{times} items have the key "{key}"')


def walked(
    value: Document, fields: Fields, path: str, known: Known
) -> Iterator[Finding]:
    """Findings in one object, in the order of its fields."""
    for name, field in fields.items():
        item = value.get(name)
        place = f"{path}{name}"
        if not item:
            continue
        if field.kind == "object":
            yield from walked(item, field.items, f"{place}.", known)
        elif field.kind == "list":
            for number, part in enumerate(item):
                at = f"{place}[{number}]."
                yield from walked(part, field.items, at, within(part, field, known))
        elif field.kind == "prose":
            yield from in_prose(item, place, known)
        else:
            yield from unknown(name, item, place, known)


def within(part: Document, field: Field, known: Known) -> Known:
    """What an item may name: a question that brings its own sources, only these."""
    own = field.items.get("sources")
    if own is None or own.kind != "list" or "sources" not in part:
        return known
    return replace(known, sources=keys(part, "sources"))


def in_prose(text: str, place: str, known: Known) -> Iterator[Finding]:
    if place not in PLACED:
        for kind, key in prose.placements(text):
            yield Finding(place, f'a {kind} can\'t be placed here: "{key}"')
    for fault in prose.faults(
        text,
        sources=known.sources,
        entities=known.entities,
        figures=known.figures,
        quotes=known.quotes,
    ):
        where = f"line {fault.line}, column {fault.column}"
        yield Finding(place, f"{where}: {fault.message}")


def unknown(
    name: str, item: str | list[str], place: str, known: Known
) -> Iterator[Finding]:
    """Keys of sources and slugs of entities that a plain field names in vain."""
    named = [item] if isinstance(item, str) else item
    if name in ("source", "sources"):
        for key in named:
            if key not in known.sources:
                yield Finding(place, f'no source with key "{key}"')
    elif name == "entity" and item not in known.entities:
        yield Finding(place, f'no entity "{item}"')


def named_entities(document: Document) -> set[str]:
    """Slugs of all entities that a document names, in lists, tokens or quotes."""
    slugs = {item["slug"] for item in document.get("entities", [])}
    for part in ("byline", "quotes"):
        slugs |= {item["entity"] for item in document.get(part, []) if "entity" in item}
    for text in texts(document):
        slugs |= {slug for _label, slug in prose.mentions(text)}
    return slugs


def texts(value: object) -> Iterator[str]:
    """Every text of a document in which a mention could stand."""
    if isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str) and "@[" in value:
        yield value
