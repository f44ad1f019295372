"""Corrections at the blocks that they touched, for as long as these stand. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from explainer import blocks, prose
from explainer.days import format_date
from explainer.difference import REMOVED, UNSEEN, Mark, marks
from explainer.document import Document
from explainer.leads import shorten
from paper.page.comparison import both, labels_of
from paper.page.surroundings import Part

# So many words stand on either side of those that were put right.
AROUND = 4
LONGEST = 160

# The part and field of a text, and the index of its block; a whole part has neither.
Place = tuple[str, str, int]


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
                elif mark.uid and value(document, mark) == mark.new[0]:
                    names = labels_of(step.old, step.new)
                    pair = both(mark, step.old, step.new, names)
                    self.add((mark.uid, "", 0), Amendment(step, *pair))

    def add_blocks(self, document: Document, step: Step, mark: Mark) -> None:
        """One box at each block that still reads as the correction left it."""
        standing = prose.blocks(value(document, mark))
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


def value(document: Document, mark: Mark) -> Any:
    """What the place of a mark holds now."""
    found = blocks.holder(document, mark.uid)
    inner: Any = found[0] if found else {}
    for key in mark.field.split("."):
        inner = inner.get(key, "") if isinstance(inner, dict) else ""
    return inner


def narrow_difference(old: str, new: str) -> tuple[str, str]:
    """The words that differ, with a few on either side."""
    before, after = old.split(), new.split()
    head = same(before, after)
    tail = same(before[head:][::-1], after[head:][::-1])
    return excerpt(before, head, tail), excerpt(after, head, tail)


def same(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def excerpt(words: Sequence[str], head: int, tail: int) -> str:
    """The words that differ and a few around; `head`, `tail` count the same words."""
    if not words:
        return ""
    start, end = max(head - AROUND, 0), min(len(words) - tail + AROUND, len(words))
    # Nothing of the sentence before, or of the one after.
    ends = [at + 1 for at in range(start, head) if words[at][-1] in ".!?"]
    start = ends[-1] if ends else start
    stops = (at + 1 for at in range(len(words) - tail, end) if words[at][-1] in ".!?")
    end = next(stops, end)
    text = " ".join(words[start:end])
    if len(text) > LONGEST:
        return shorten(text, LONGEST)
    opening = "… " if start and not ends else ""
    closing = "" if end == len(words) or words[end - 1][-1] in ".!?" else " …"
    return f"{opening}{text}{closing}"
