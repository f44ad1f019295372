"""A document as blocks: the unit in which texts are corrected and compared.

Pure. A block is one top-level Markdown block of a prose field, or one whole value of
any other field. Its address is the uid of the part it stands in ("" for the story
itself), the field ("conversation.title" inside an object) and, in prose, an index.
"""

import copy
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from explainer import prose
from explainer.document import Document, empty, prune
from explainer.field import Field
from explainer.format import QUESTION, STORY
from explainer.markup.characters import clean
from explainer.markup.references import MENTION

Fields = dict[str, Field]

# What says which document or part this is, and so is never changed in it.
IDENTITY = ("format", "id", "uid")


class BlockGoneError(Exception):
    """A change names a block that isn't in the text it should change."""

    def __init__(self, changes: Sequence["Change"]):
        self.changes = changes
        places = ", ".join(change.place for change in changes)
        super().__init__(f"The text no longer reads as it did: {places}.")


@dataclass(frozen=True)
class Change:
    """Replace, remove or add one block.

    `old` is the block as it stands, or for `add` the block to add after ("" to begin
    with the new one). Without a field, `remove` takes out the whole part.
    """

    op: Literal["replace", "remove", "add"]
    uid: str = ""
    field: str = ""
    index: int | None = None
    old: Any = None
    new: Any = ""

    @property
    def place(self) -> str:
        steps = [self.uid[:8], self.field or "the whole part"]
        if self.index is not None:
            steps.append(str(self.index + 1))
        return " ".join(step for step in steps if step)


def fields_of(document: Document) -> Fields:
    return QUESTION if document.get("format", "").startswith("question/") else STORY


def lists(document: Document) -> Iterator[tuple[str, list[Document], Fields]]:
    """Every list of parts in a document: its path, its items, what items hold."""
    for key, field in fields_of(document).items():
        if field.kind == "list":
            yield key, document.get(key, []), field.items
        elif field.kind == "object":
            for inner, item in field.items.items():
                if item.kind == "list":
                    items = document.get(key, {}).get(inner, [])
                    yield f"{key}.{inner}", items, item.items


class Part(NamedTuple):
    """A part of a document, and where it stands: its list, its number in it."""

    path: str
    number: int
    item: Document


def parts(document: Document) -> dict[str, Part]:
    """Every part of a document by its uid."""
    return {
        item["uid"]: Part(path, number, item)
        for path, items, _fields in lists(document)
        for number, item in enumerate(items, 1)
    }


def kind_at(document: Document, part: str, field: str) -> str:
    """What the format has in a place; nothing for the order of a list."""
    found: Field | None = Field("object", items=fields_of(document))
    for key in f"{part}.{field}".strip(".").split("."):
        found = found.items.get(key) if found else None
    return found.kind if found else ""


def holder(document: Document, uid: str) -> tuple[Document, Fields] | None:
    """The object that a uid names, and what its fields hold."""
    if not uid:
        return document, fields_of(document)
    for _path, items, fields in lists(document):
        for item in items:
            if item.get("uid") == uid:
                return item, fields
    return None


def step_into(
    found: tuple[Document, Fields], field: str
) -> tuple[Document, str, Field] | None:
    """The object and key of a field, going into an object for `image.alt`."""
    target, fields = found
    head, _, rest = field.partition(".")
    kind = fields[head].kind if head in fields else ""
    if not kind or kind == "list" or head in IDENTITY or fields[head].file_only:
        return None
    if (kind == "object") != bool(rest):
        return None
    if rest:
        return step_into((target.setdefault(head, {}), fields[head].items), rest)
    return target, head, fields[head]


def place_of(
    document: Document, uid: str, field: str
) -> tuple[Document, str, Field] | None:
    """The object and key of a field, and what it may hold; None where there is none."""
    found = holder(document, uid)
    return step_into(found, field) if found else None


def value_at(document: Document, uid: str, field: str) -> Any:
    """What stands in a field, or an empty text."""
    place = place_of(document, uid, field)
    return place[0].get(place[1], "") if place else ""


def fill_old(document: Document, change: Change) -> Change:
    """The change with `old` filled in from this document, where it was left out."""
    if change.old is not None:
        return change
    found = holder(document, change.uid)
    if found and change.uid and not change.field:
        return replace(change, old=found[0])
    place = place_of(document, change.uid, change.field)
    if not place:
        raise BlockGoneError([change])
    target, key, field = place
    if field.kind != "prose":
        return replace(change, old=target.get(key, ""))
    # A new block stands behind the one before its place, or behind nothing.
    texts = ["", *prose.blocks(target.get(key, ""))]
    index = change.index if change.index is not None else len(texts) - 1
    first, at = (0, index) if change.op == "add" else (1, index + 1)
    if not first <= at < len(texts):
        raise BlockGoneError([change])
    return replace(change, old=texts[at], index=index)


def apply_changes(document: Document, changes: Iterable[Change]) -> Document:
    """The document with every change made; refuses if a block isn't there."""
    made, left = merge_changes(document, [fill_old(document, item) for item in changes])
    if left:
        raise BlockGoneError(left)
    return made


def merge_changes(
    document: Document, changes: Sequence[Change]
) -> tuple[Document, list[Change]]:
    """The document with the changes whose block reads as it should, and the others."""
    made = copy.deepcopy(document)
    left = [change for change in changes if not change.field and not drop(made, change)]
    by_field: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        if change.field:
            by_field.setdefault((change.uid, change.field), []).append(change)
    for (uid, field), group in by_field.items():
        place = place_of(made, uid, field)
        left += change_field(*place, group) if place else group
    clean: Document = prune(made)
    return clean, left


def drop(document: Document, change: Change) -> bool:
    """Take out a whole part, if it reads as it should."""
    for _path, items, _fields in lists(document):
        if change.op == "remove" and change.uid and change.old in items:
            items.remove(change.old)
            return True
    return False


def change_field(
    target: Document, key: str, field: Field, changes: list[Change]
) -> list[Change]:
    """Change one field in place; returns the changes whose block wasn't there."""
    if field.kind != "prose":
        return [change for change in changes if not change_value(target, key, change)]
    # Each change names its place in the text as it was before all of them.
    before = prose.blocks(target.get(key, ""))
    texts: list[str | None] = [*before]
    added: list[tuple[int, str]] = []
    left = []
    for change in changes:
        at = position(before, change)
        if at is None:
            left.append(change)
        elif change.op == "add":
            added.append((at, change.new))
        else:
            texts[at] = change.new if change.op == "replace" else None
    # From the end, so that no index moves; of two in one place the first comes first.
    for at, text in sorted(added, key=lambda item: item[0])[::-1]:
        texts.insert(at, text)
    if len(left) < len(changes):
        target[key] = "\n\n".join(text for text in texts if text)
    return left


def change_value(target: Document, key: str, change: Change) -> bool:
    if target.get(key, "") != change.old and (target.get(key) or change.old):
        return False
    target[key] = "" if change.op == "remove" else change.new
    return True


def position(texts: Sequence[str], change: Change) -> int | None:
    """Where a change belongs: at its index if the block there fits, or elsewhere."""
    if change.op == "add" and not change.old:
        return 0
    found = [i for i, text in enumerate(texts) if text == change.old]
    offset = 1 if change.op == "add" else 0
    if change.index is not None and change.index - offset in found:
        return change.index
    return found[0] + offset if len(found) == 1 else None


def flat(document: Document) -> dict[tuple[str, str, str], Any]:
    """Every value of a document by (uid, part, field); the order of parts included."""
    values: dict[tuple[str, str, str], Any] = {
        ("", "", place): value for place, value in own(document, fields_of(document))
    }
    for path, items, fields in lists(document):
        values["", path, "order"] = [item.get("uid") for item in items]
        for item in items:
            for name in fields:
                values[item["uid"], path, name] = item.get(name)
    return {place: value for place, value in values.items() if not empty(value)}


def own(value: Document, fields: Fields, at: str = "") -> Iterator[tuple[str, Any]]:
    """The values of an object that stand in none of its lists."""
    for key, field in fields.items():
        if field.kind == "object":
            yield from own(value.get(key, {}), field.items, f"{at}{key}.")
        elif field.kind != "list":
            yield f"{at}{key}", value.get(key)


def named_entities(document: Document) -> set[str]:
    """Slugs of all entities that a document names, in lists, tokens or quotes."""
    slugs = listed_entities(document)
    for text in texts_with_mentions(document):
        slugs |= {slug for _label, slug in prose.mentions(text)}
    return slugs


def possible_entities(document: Document) -> set[str]:
    """The same without reading a text, and maybe some that only look like mentions: for
    who looks them up, which then costs a page a tenth."""
    text = clean("\n".join(texts_with_mentions(document)))
    return listed_entities(document) | {found[2] for found in MENTION.finditer(text)}


def listed_entities(document: Document) -> set[str]:
    return {
        item[name]
        for _path, items, fields in lists(document)
        for name, field in fields.items()
        if field.names_entity
        for item in items
        if name in item
    }


def texts_with_mentions(document: Document) -> Iterator[str]:
    """Every text of a document in which a mention could stand, in no order."""
    left: list[Any] = [document]
    while left:
        item = left.pop()
        if isinstance(item, str):
            if "@[" in item:
                yield item
        elif isinstance(item, dict):
            left += item.values()
        elif isinstance(item, list):
            left += item
