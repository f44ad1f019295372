"""The difference between two documents, said as an editor would: block by block."""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from stories import blocks, prose
from stories.admin.places import Places

WORDS = re.compile(r"\s+|\S+")
SENTENCES = re.compile(r"\S.*?(?:[.!?…][\"'”’)]*(?=\s)|$)\s*|\s+", re.S)
# Beyond this many pieces of one text it would take longer than an editor waits.
MOST = 800
# What follows from another value, and would only repeat it.
SILENT = ("image.width", "image.height", "width", "height", "format", "id")


@dataclass
class Changed:
    """What reads differently in one place: pairs of old and new text."""

    name: str
    sign: str
    pairs: list = field(default_factory=list)

    @property
    def rows(self):
        """Each pair as (op, words), where op is "same", "del" or "ins"."""
        return [words(old, new) for old, new in self.pairs]


class Described:
    """The changes from one document to another, in the order of the newer one."""

    def __init__(self, owner, old, new):
        self.places = Places(owner)
        self.old, self.new = old, new
        self.fields = {path: fields for path, _items, fields in blocks.lists(new)}
        self.before = numbered(old)
        self.after = numbered(new)
        self.changes = [*self.found()]

    def __iter__(self):
        return iter(self.changes)

    def __len__(self):
        return len(self.changes)

    @property
    def count(self):
        """How many changes a reader would notice."""
        return sum(max(1, len(change.pairs)) for change in self.changes)

    def found(self):
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
                yield self.field(item)

    def moved(self, item):
        if item.old and item.new:
            both = {*item.old} & {*item.new}
            kept = [[u for u in uids if u in both] for uids in (item.old, item.new)]
            if kept[0] != kept[1]:
                yield Changed(self.places.many(item.part), _("In another order"))

    def whole(self, item):
        """A part that only one of the two has."""
        added = item.uid in self.after
        number, part = (self.after if added else self.before)[item.uid]
        text = "\n".join(said(part[key]) for key in part if key not in ("uid", *SILENT))
        pair = ("", text) if added else (text, "")
        name = self.places.name(item.part, "", number)
        return Changed(name, _("Added") if added else _("Removed"), [pair])

    def field(self, item):
        number = self.after[item.uid][0] if item.uid else None
        name = self.places.name(item.part, item.field, number)
        sign = _("Changed") if item.old and item.new else _("Added")
        sign = sign if item.new else _("Removed")
        return Changed(name, sign, pairs(item.old, item.new, self.is_prose(item)))

    def is_prose(self, item):
        fields = self.fields[item.part] if item.part else blocks.fields_of(self.new)
        return item.field in fields and fields[item.field].kind == "prose"


def numbered(document):
    """Every part of a document by uid, with its number in its list."""
    return {
        item["uid"]: (number, item)
        for _path, items, _fields in blocks.lists(document)
        for number, item in enumerate(items, 1)
    }


def said(value):
    """A value as text."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return _("yes") if value is True else str(value or "")


def pairs(old, new, is_prose):
    """What differs: of prose only the blocks that do, else the whole value."""
    if not is_prose:
        return [(said(old), said(new))]
    before, after = prose.blocks(old), prose.blocks(new)
    matched = SequenceMatcher(None, before, after)
    return [
        ("\n\n".join(before[a:b]), "\n\n".join(after[c:d]))
        for op, a, b, c, d in matched.get_opcodes()
        if op != "equal"
    ]


def words(old, new):
    """One text turned into another: sentences first, then their words."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    if max(len(before), len(after)) <= MOST:
        return pieces(before, after)
    found = []
    before, after = SENTENCES.findall(old), SENTENCES.findall(new)
    for op, a, b, c, d in SequenceMatcher(None, before, after).get_opcodes():
        gone, come = before[a:b], after[c:d]
        if op == "equal":
            found.append(("same", "".join(gone)))
        elif len(gone) == len(come):
            for one, other in zip(gone, come, strict=True):
                found += in_short(one, other)
        else:
            found += in_short("".join(gone), "".join(come))
    return found


def in_short(old, new):
    """Word by word as long as that is quick, else the one for the other."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    if max(len(before), len(after)) <= MOST:
        return pieces(before, after)
    return pieces([old], [new])


def pieces(before, after):
    found = []
    for op, a, b, c, d in SequenceMatcher(None, before, after).get_opcodes():
        if op == "equal":
            found.append(("same", "".join(before[a:b])))
            continue
        found += [("del", "".join(before[a:b]))] if b > a else []
        found += [("ins", "".join(after[c:d]))] if d > c else []
    return found
