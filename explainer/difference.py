"""What reads differently in two documents: field by field, and in marks block by block.

Pure. Said once for all that compare: what is new to a reader, what a correction did,
the changes between editions or saves, and the notes on what was changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from explainer import prose
from explainer.blocks import IDENTITY, flat, kind_at
from explainer.document import Document
from explainer.worddiff import opcodes

Sign = Literal["new", "changed", "removed", "moved"]
NEW: Sign = "new"
CHANGED: Sign = "changed"
REMOVED: Sign = "removed"
MOVED: Sign = "moved"
SIGNS: dict[str, Sign] = {"insert": NEW, "replace": CHANGED, "delete": REMOVED}
# What follows from another value, and would only repeat it.
SILENT = ("image.width", "image.height", "width", "height", "format", "id")
# What no reader sees change, and the order of parts, which moves with any of them.
UNSEEN = (*SILENT, *IDENTITY, "order")


@dataclass(frozen=True)
class Mark:
    """What became of the blocks from `index` on: `old` are gone, `new` have come.

    Outside of prose both are one value, or none, and `index` is 0. `kind` is what the
    format has there; `old_index` is where the blocks were before.
    """

    sign: Sign
    part: str
    uid: str
    field: str
    kind: str
    index: int
    old: Sequence[Any]
    new: Sequence[Any]
    old_index: int = 0


@dataclass(frozen=True)
class Difference:
    """One field that reads differently in two documents."""

    uid: str
    part: str  # The list that the part belongs to, "" for the story itself.
    field: str
    old: Any
    new: Any
    kind: str = ""

    @property
    def marks(self) -> list[Mark]:
        """Of prose one for each run of blocks, else one for the whole value."""
        place = (self.part, self.uid, self.field, self.kind)
        if self.kind == "prose":
            before, after = prose.blocks(self.old), prose.blocks(self.new)
            return [
                Mark(SIGNS[op], *place, c, before[a:b], after[c:d], a)
                for op, a, b, c, d in opcodes(before, after)
                if op != "equal"
            ]
        old, new = ([value] if value != "" else [] for value in (self.old, self.new))
        sign = CHANGED if old and new else NEW if new else REMOVED
        return [Mark(MOVED if self.field == "order" else sign, *place, 0, old, new)]


def differences(old: Document, new: Document) -> list[Difference]:
    """What reads differently, field by field, in the order of the new document."""
    before, after = flat(old), flat(new)
    places = [*after, *(place for place in before if place not in after)]
    return [
        Difference(*place, was, now, kind_at(new, *place[1:]))
        for place in places
        if (was := before.get(place, "")) != (now := after.get(place, ""))
    ]


def marks(old: Document, new: Document) -> list[Mark]:
    """Every place where two documents differ; all marks turn the one into the other."""
    return [mark for item in differences(old, new) for mark in item.marks]
