"""What is new on a page for who has read an older edition of it. Pure.

A mark stands at a block: one Markdown block of a text, or one value of a part. All
marks together turn the old document into the new one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from explainer import blocks, prose
from explainer.blocks import Difference
from explainer.comparing import SILENT
from explainer.document import Document
from explainer.worddiff import opcodes
from paper.page.comparison import labels_of, part_text, precision, value
from paper.page.part_names import PublicNames

NEW, CHANGED, REMOVED, MOVED = "new", "changed", "removed", "moved"
SIGNS = {"insert": NEW, "replace": CHANGED, "delete": REMOVED}
# What no reader sees change, and the order of parts, which moves with any of them.
UNSEEN = (*SILENT, *blocks.IDENTITY, "order")
# From this share of its blocks on, a page is called rewritten.
REWRITTEN = 0.6


@dataclass(frozen=True)
class Mark:
    """What became of the blocks from `at` on: `old` are gone, `new` have come.

    Outside of prose both are one value, or none, and `at` is 0.
    """

    sign: str
    part: str
    uid: str
    field: str
    at: int
    old: Sequence[Any]
    new: Sequence[Any]
    was_at: int = 0


def marks(old: Document, new: Document) -> list[Mark]:
    """Every place where two documents differ, in the order of the newer one."""
    fields = fields_by_part(new)
    return [
        mark
        for item in blocks.differences(old, new)
        for mark in marks_of(item, kind_of(item.part, item.field, fields))
    ]


def fields_by_part(document: Document) -> dict[str, blocks.Fields]:
    fields = {path: items for path, _items, items in blocks.lists(document)}
    return fields | {"": blocks.fields_of(document)}


def kind_of(part: str, field: str, fields: dict[str, blocks.Fields]) -> str:
    found = fields.get(part, {}).get(field)
    return "order" if field == "order" else found.kind if found else ""


def marks_of(item: Difference, kind: str) -> Iterator[Mark]:
    """Marks of one difference: one a block of prose, else one for the whole value."""
    place = (item.part, item.uid, item.field)
    if kind != "prose":
        old = [item.old] if item.old != "" else []
        new = [item.new] if item.new != "" else []
        sign = MOVED if kind == "order" else sign_of(old, new)
        yield Mark(sign, *place, 0, old, new)
        return
    before, after = prose.blocks(item.old or ""), prose.blocks(item.new or "")
    for op, a, b, c, d in opcodes(before, after):
        if op != "equal":
            yield Mark(SIGNS[op], *place, c, before[a:b], after[c:d], a)


def sign_of(old: Sequence[Any], new: Sequence[Any]) -> str:
    return CHANGED if old and new else NEW if new else REMOVED


class Since:
    """The marks of a page, for its writer and its templates; `only`: and no more."""

    def __init__(
        self, number: int, old: Document, new: Document, only: bool = False
    ) -> None:
        self.number, self.only = number, only
        self.old, self.new = old, new
        self.marks = [m for m in marks(old, new) if m.field not in UNSEEN]

    @cached_property
    def parts(self) -> dict[str, str]:
        """Parts that are new, or differ in something else than their prose."""
        before, after = uids(self.old), uids(self.new)
        found = {
            mark.uid: CHANGED
            for mark in self.marks
            if mark.uid and (mark.part, mark.field) not in self.prosaic
        }
        return found | dict.fromkeys(after - before, NEW)

    @cached_property
    def prosaic(self) -> set[tuple[str, str]]:
        return {*prose_fields(self.new)}

    @cached_property
    def blocks(self) -> dict[tuple[str, str, int], str]:
        """Sign by uid, field and index, of the prose of parts that aren't new."""
        return {
            (mark.uid, mark.field, mark.at + i): mark.sign
            for mark in self.marks
            if self.parts.get(mark.uid) != NEW
            for i in range(len(mark.new))
        }

    def part(self, uid: str) -> str:
        """The words of a part's mark, if it has one."""
        return self.words(self.parts.get(uid, ""))

    def block(self, uid: str, field: str, index: int = 0) -> str:
        return self.words(self.blocks.get((uid, field, index), ""))

    def text(self, uid: str, field: str) -> str:
        """The words of one mark for all that is new in a text of a part."""
        return self.words(CHANGED) if self.touches(uid, field) else ""

    @property
    def picture(self) -> str:
        """The words of the mark of the picture on top."""
        fields = ("image.src", "image.caption", "image.credit")
        return next(filter(None, (self.block("", field) for field in fields)), "")

    def hides(self, uid: str, field: str, index: int) -> bool:
        """Whether a block is left out, where only what is new is shown."""
        return self.only and not (self.part(uid) or self.block(uid, field, index))

    def reduced(self, document: Document) -> Document:
        """The document without the parts of which nothing is new.

        Its sources stay, since they have numbers, and its own texts, whose blocks the
        writer leaves out.
        """
        new = {*self.parts} | {uid for uid, _field, _index in self.blocks}
        placed = {
            (f"{kind}s", key)
            for mark in self.marks
            if mark.field in ("report", "brief") and mark.sign != REMOVED
            for kind, key in prose.placements("\n\n".join(mark.new))
        }
        before = self.old.get("tags", [])
        tags = [tag for tag in document.get("tags", []) if tag not in before]
        made = document | {"tags": tags}
        if not self.picture:
            made.pop("image", None)
        for path, items, _fields in blocks.lists(document):
            kept = [
                item
                for item in items
                if item["uid"] in new or (path, item.get("key")) in placed
            ]
            head, _, inner = path.partition(".")
            if inner:
                made[head] = document[head] | {inner: kept} if items else {}
            elif head != "sources":
                made[head] = kept
        return made

    def words(self, sign: str) -> str:
        said = {
            NEW: _("New since edition %(number)d"),
            CHANGED: _("Changed since edition %(number)d"),
        }.get(sign, "")
        return said % {"number": self.number} if said else ""

    def touches(self, uid: str, field: str) -> bool:
        """Whether some block of a text has a mark."""
        return any(place[:2] == (uid, field) for place in self.blocks)

    @property
    def count(self) -> int:
        """How many blocks are new or changed."""
        return len(self.blocks) + sum(sign == NEW for sign in self.parts.values())

    @property
    def removed(self) -> list[tuple[str, str]]:
        """What is there no more: its place, and its words."""
        places, kept = PublicNames(), uids(self.new)
        names = labels_of(self.old, self.new)
        parts = {
            item["uid"]: (path, part_text(item, fields, names))
            for path, items, fields in blocks.lists(self.old)
            for item in items
            if item["uid"] not in kept
        }
        gone: dict[Any, tuple[str, str]] = {}
        for mark in self.marks:
            if mark.sign == REMOVED and mark.uid in parts:
                path, words = parts[mark.uid]
                gone[mark.uid] = places.name(path, ""), words
            elif mark.sign == REMOVED and not any(item is True for item in mark.old):
                place = (mark.uid, mark.field, mark.was_at)
                kind = kind_of(mark.part, mark.field, fields_by_part(self.old))
                known = precision(self.old, mark.uid)
                words = " ".join(value(kind, item, names, known) for item in mark.old)
                is_file = mark.field == "image.src"
                name = places.name(mark.part, mark.field)
                gone[place] = name, "" if is_file else words
        return list(gone.values())

    @property
    def rewritten(self) -> bool:
        total = sum(1 for _block in every(self.new)) or 1
        return len(self.blocks) / total >= REWRITTEN


def uids(document: Document) -> set[str]:
    return {
        item["uid"]
        for _path, items, _fields in blocks.lists(document)
        for item in items
    }


def prose_fields(document: Document) -> Iterator[tuple[str, str]]:
    """(part, field) of everything that is written in house markup."""
    own = ("", (), blocks.fields_of(document))
    for path, _items, fields in [own, *blocks.lists(document)]:
        yield from ((path, name) for name in fields if fields[name].kind == "prose")


def every(document: Document) -> Iterator[str]:
    """Every block of prose in a document."""
    prosaic = {*prose_fields(document)}
    for (_uid, part, field), text in blocks.flat(document).items():
        if (part, field) in prosaic:
            yield from prose.blocks(text)


def with_mark(words: str, html: SafeString) -> SafeString:
    """A block with its mark above it."""
    if not words:
        return html
    return format_html('<div class="since"><p class="mark">{}</p>{}</div>', words, html)
