"""Which words of a document can be searched for. Pure."""

from collections.abc import Iterator

from stories import prose
from stories.blocks import Fields, fields_of
from stories.document import Document
from stories.search.tokens import tokens

TITLES = ("headline", "short_headline", "title")
WRITTEN = ("plain", "prose")
# Plain, but no words that a reader would look for.
SILENT = ("src", "licence", "kind", "desk", "original_language")


def title(document: Document) -> list[str]:
    said = [document.get(name, "") for name in TITLES]
    return tokens(" ".join(dict.fromkeys(said)))


def body(document: Document) -> list[str]:
    """Every word, those of the title too: a query's words may stand anywhere."""
    return tokens("\n".join([*said(document, fields_of(document))]))


def said(value: Document, fields: Fields) -> Iterator[str]:
    """Every text in an object, in the order of its fields."""
    for name, field in fields.items():
        item = value.get(name)
        if not item:
            continue
        if field.kind == "object":
            yield from said(item, field.items)
        elif field.kind == "list":
            for part in item:
                yield from said(part, field.items)
        elif field.kind in WRITTEN and name not in SILENT:
            yield prose.plain(item) if field.kind == "prose" else item
