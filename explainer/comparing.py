"""The difference between two documents, block by block, in words. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.translation import gettext as _

from explainer import blocks, prose
from explainer.document import Document
from explainer.worddiff import Step, opcodes, steps

# What follows from another value, and would only repeat it.
SILENT = ("image.width", "image.height", "width", "height", "format", "id")


class Names(Protocol):
    """What the places of a document are called, by whoever asks."""

    def name(self, part: str, field: str, number: int | None = None) -> str: ...

    def many(self, part: str) -> str: ...


@dataclass
class FieldChange:
    """What reads differently in one place: pairs of old and new text."""

    name: str
    sign: str
    pairs: list[tuple[str, str]] = field(default_factory=list)

    @property
    def rows(self) -> list[list[Step]]:
        """Each pair as the steps from the old text to the new one."""
        return [steps(old, new) for old, new in self.pairs]


class Comparison:
    """The changes from one document to another, in the order of the newer one."""

    def __init__(self, names: Names, old: Document, new: Document) -> None:
        self.names = names
        self.old, self.new = old, new
        self.fields = {path: fields for path, _items, fields in blocks.lists(new)}
        self.before = parts_by_uid(old)
        self.after = parts_by_uid(new)
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
        for item in blocks.differences(self.old, self.new):
            if item.field in SILENT:
                continue
            if item.field == "order":
                yield from self.moved(item)
            elif item.uid and not (item.uid in self.before and item.uid in self.after):
                if item.uid not in seen:
                    yield self.whole(item)
                seen.add(item.uid)
            else:
                yield from self.field(item)

    def moved(self, item: blocks.Difference) -> Iterator[FieldChange]:
        if item.old and item.new:
            both = {*item.old} & {*item.new}
            kept = [[u for u in uids if u in both] for uids in (item.old, item.new)]
            if kept[0] != kept[1]:
                yield FieldChange(self.names.many(item.part), _("In another order"))

    def whole(self, item: blocks.Difference) -> FieldChange:
        """A part that only one of the two has."""
        added = item.uid in self.after
        number, part = (self.after if added else self.before)[item.uid]
        text = self.text(item, part)
        pair = ("", text) if added else (text, "")
        name = self.names.name(item.part, "", number)
        return FieldChange(name, _("Added") if added else _("Removed"), [pair])

    def text(self, item: blocks.Difference, part: Document) -> str:
        """Everything that a part says."""
        return "\n".join(
            value_text(part[key]) for key in part if key not in ("uid", *SILENT)
        )

    def field(self, item: blocks.Difference) -> Iterator[FieldChange]:
        number = self.after[item.uid][0] if item.uid else None
        name = self.names.name(item.part, item.field, number)
        sign = _("Changed") if item.old and item.new else _("Added")
        sign = sign if item.new else _("Removed")
        yield FieldChange(name, sign, self.pairs(item))

    def pairs(self, item: blocks.Difference) -> list[tuple[str, str]]:
        return pairs(item.old, item.new, self.kind(item.part, item.field) == "prose")

    def kind(self, part: str, field: str) -> str:
        """What sort of value stands in a place."""
        fields = self.fields[part] if part else blocks.fields_of(self.new)
        return fields[field].kind if field in fields else ""


def parts_by_uid(document: Document) -> dict[str, tuple[int, Document]]:
    """Every part of a document by uid, with its number in its list."""
    return {
        item["uid"]: (number, item)
        for _path, items, _fields in blocks.lists(document)
        for number, item in enumerate(items, 1)
    }


def value_text(value: Any) -> str:
    """A value as text."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return _("yes") if value is True else str(value or "")


def pairs(old: Any, new: Any, is_prose: bool) -> list[tuple[str, str]]:
    """What differs: of prose only the blocks that do, else the whole value."""
    if not is_prose:
        return [(value_text(old), value_text(new))]
    before, after = prose.blocks(old), prose.blocks(new)
    return [
        ("\n\n".join(before[a:b]), "\n\n".join(after[c:d]))
        for op, a, b, c, d in opcodes(before, after)
        if op != "equal"
    ]
