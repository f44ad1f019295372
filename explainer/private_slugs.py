"""Slugs of whom readers have no page of: one may be a name that the text never prints.

Pure. What a slug says that the text says too may stay; a document of such is whole.
"""

import re
from collections.abc import Collection, Iterator
from itertools import count
from typing import Any

from explainer.blocks import lists, possible_entities
from explainer.document import Document
from explainer.markup.references import MENTION
from explainer.slugs import slug_of

STAND_IN = "private-{}"


def withhold(document: Document, known: Collection[str]) -> Document:
    """The document with a number in the place of each slug that is not `known` to
    readers and says more than its text; the same one where there is none."""
    unknown = possible_entities(document) - {*known}
    if not unknown:
        return document
    columns = entity_columns(document)
    printed = {*words_in(document, columns)}
    telling = {slug for slug in unknown if not {*telling_words(slug)} <= printed}
    if not telling:
        return document
    free = (name for n in count(1) if (name := STAND_IN.format(n)) not in unknown)
    order = sorted(telling, key=str(document).find)  # as the alphabet tells of names
    made: Document = replaced(document, dict(zip(order, free, strict=False)), columns)
    return made


def entity_columns(document: Document) -> set[str]:
    """The keys under which a part has a slug; `slug` is also that of other things."""
    return {
        name
        for _path, _items, fields in lists(document)
        for name, field in fields.items()
        if field.names_entity
    }


def telling_words(slug: str) -> list[str]:
    return [word for word in re.split("[-_]", slug) if not word.isdecimal()]


def words_in(value: Any, columns: set[str]) -> Iterator[str]:
    """Each word that readers are told, as a slug would have it."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in columns:
                yield from words_in(item, columns)
    elif isinstance(value, list):
        for item in value:
            yield from words_in(item, columns)
    elif isinstance(value, str):
        yield from slug_of(MENTION.sub(r"\1", value), len(value) * 4).split("-")


def replaced(value: Any, names: dict[str, str], columns: set[str]) -> Any:
    """A part of a document in which some slugs are others."""

    def renamed(found: re.Match[str]) -> str:
        return f"@[{found[1]}]({names.get(found[2], found[2])})"

    if isinstance(value, dict):
        return {
            key: names.get(item, item)
            if key in columns and isinstance(item, str)
            else replaced(item, names, columns)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [replaced(item, names, columns) for item in value]
    return MENTION.sub(renamed, value) if isinstance(value, str) else value
