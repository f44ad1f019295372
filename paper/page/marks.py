"""Marks at the blocks of a page: what is new to who read an older edition, and what
corrections did, for as long as their words stand. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from explainer import blocks, prose
from explainer.checks.lines import prose_of
from explainer.days import format_date
from explainer.difference import (
    CHANGED,
    NEW,
    REMOVED,
    UNSEEN,
    Mark,
    marks,
    narrow_difference,
)
from explainer.document import Document
from paper.page.comparison import both, labels_of, part_text, said_in
from paper.page.labels import PublicNames
from paper.page.surroundings import Part

# From this share of its blocks on, a page is called rewritten.
REWRITTEN = 0.6
# The part and field of a text, and the index of its block; a whole part has neither.
Place = tuple[str, str, int]


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
        came = blocks.parts(self.new).keys() - blocks.parts(self.old).keys()
        found: dict[str, str] = {
            m.uid: CHANGED for m in self.marks if m.uid and m.kind != "prose"
        }
        return found | dict.fromkeys(came, NEW)

    @cached_property
    def blocks(self) -> dict[tuple[str, str, int], str]:
        """Sign by uid, field and index, of the prose of parts that aren't new."""
        return {
            (mark.uid, mark.field, mark.index + i): mark.sign
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
        said: dict[str, str] = {
            NEW: _("New since edition %(number)d"),
            CHANGED: _("Changed since edition %(number)d"),
        }
        return said.get(sign, "") % {"number": self.number}

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
        places, names = PublicNames(), labels_of(self.old, self.new)
        before, after = blocks.parts(self.old), blocks.parts(self.new)
        gone: dict[Any, tuple[str, str]] = {}
        for mark in self.marks:
            if mark.sign != REMOVED:
                continue
            if mark.uid and mark.uid not in after:
                path, _number, part = before[mark.uid]
                words = part_text(path, part, names)
                gone[mark.uid] = places.name(path, ""), words
            elif not any(item is True for item in mark.old):
                is_file = mark.field == "image.src"
                words = "" if is_file else said_in(self.old, mark, mark.old, names)
                name = places.name(mark.part, mark.field)
                gone[mark.uid, mark.field, mark.old_index] = name, words
        return list(gone.values())

    @property
    def rewritten(self) -> bool:
        total = sum(len(prose.blocks(text)) for _place, text in prose_of(self.new))
        return len(self.blocks) / (total or 1) >= REWRITTEN


def with_mark(words: str, html: SafeString) -> SafeString:
    """A block with its mark above it."""
    if not words:
        return html
    return format_html('<div class="since"><p class="mark">{}</p>{}</div>', words, html)


@dataclass(frozen=True)
class Step:
    """An edition that put something right, and the text that it took the place of."""

    before: Any
    after: Any
    old: Document
    new: Document


@dataclass(frozen=True)
class Amendment:
    """What one block said, what it says since, and where the two can be compared."""

    step: Step
    was: str
    now: str

    @property
    def box(self) -> SafeString:
        """The note that stands by the corrected words, with a link to compare."""
        row = self.step.after
        kind = "question" if row.question_id else "story"
        return format_html(
            '<div class="notice amended" role="note"><p><b>{}</b> {} '
            '<a href="{}">{}</a></p></div>',
            self.title,
            self.words,
            reverse(
                f"{kind}_changes", args=[row.slug, self.step.before.number, row.number]
            ),
            _("Compare"),
        )

    @property
    def title(self) -> SafeString:
        at = timezone.localtime(self.step.after.live_from)
        stamp = at.date().isoformat()
        day = format_html('<time datetime="{}">{}</time>', stamp, format_date(at))
        if self.step.after.kind == "clarification":
            return format_html(_("Clarification, {}:"), day)
        return format_html(_("Correction, {}:"), day)

    @property
    def words(self) -> str:
        """What was put right; where no words show it, what the edition said of it."""
        if not self.was or self.was == self.now:
            added = "" if self.was else _("added.")
            return self.step.after.note or added
        text: str = _("was “%(was)s”, is “%(now)s”.")
        return text % {"was": self.was, "now": self.now}


class Amendments:
    """The boxes of a page, by the places of its document."""

    def __init__(
        self, document: Document, steps: Iterable[Step], on_top: Collection[Any] = ()
    ) -> None:
        self.boxes: dict[Place, list[Amendment]] = {}
        for step in steps:
            added = blocks.parts(step.new).keys() - blocks.parts(step.old).keys()
            for mark in marks(step.old, step.new):
                if mark.sign == REMOVED or mark.field in UNSEEN:
                    continue
                # What stands above the summary needn't stand below it too.
                if mark.field == "summary" and step.after in on_top:
                    continue
                if mark.uid in added:
                    self.add((mark.uid, "", 0), Amendment(step, "", "added"))
                elif mark.kind == "prose":
                    self.add_blocks(document, step, mark)
                elif (
                    mark.uid
                    and blocks.value_at(document, mark.uid, mark.field) == mark.new[0]
                ):
                    names = labels_of(step.old, step.new)
                    pair = both(mark, step.old, step.new, names)
                    self.add((mark.uid, "", 0), Amendment(step, *pair))

    def add_blocks(self, document: Document, step: Step, mark: Mark) -> None:
        """One box at each block that still reads as the correction left it."""
        standing = prose.blocks(blocks.value_at(document, mark.uid, mark.field))
        for number, block in enumerate(mark.new):
            if block in standing:
                gone = mark.old[number : number + 1]
                was, now = narrow_difference(
                    *(prose.plain("".join(b)) for b in (gone, block))
                )
                place = (mark.uid, mark.field, standing.index(block))
                self.add(place, Amendment(step, was, now))

    def add(self, place: Place, amendment: Amendment) -> None:
        """One edition has one box at one place."""
        there = self.boxes.setdefault(place, [])
        if all(other.step is not amendment.step for other in there):
            there.append(amendment)

    def touches(self, uid: str, field: str) -> bool:
        return any(place[:2] == (uid, field) for place in self.boxes)

    def at(self, uid: str, field: str = "", index: int = 0) -> SafeString:
        """The boxes of a block, or of a part as a whole."""
        there = self.boxes.get((uid, field, index), ())
        return SafeString("".join(amendment.box for amendment in there))

    def part(self, part: Part) -> SafeString:
        """The boxes of a part of which something else than its prose was put right."""
        uid = part.get("uid", "")
        return self.at(uid) if uid else SafeString("")
