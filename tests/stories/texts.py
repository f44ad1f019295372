"""Texts and changes to them as a plain model has them: words, and no Markdown."""

from dataclasses import dataclass, replace

from stories import blocks


@dataclass(frozen=True)
class Change:
    """One change to what is live, with what stands there."""

    op: str
    field: str
    old: str
    new: str = ""
    uid: str = ""
    index: int | None = None

    @property
    def asked(self):
        """As an editor asks for it, who needn't say what stands there."""
        field = "lead_in" if self.uid and self.op == "replace" else self.field
        return blocks.Change(self.op, self.uid, field, self.index, new=self.new)


@dataclass(frozen=True)
class Text:
    slug: str
    headline: str
    blocks: tuple = ()  # of the summary
    points: tuple = ()  # (uid, words) of each key point

    def changed(self, change):
        """The text with one change made, or None where it doesn't fit."""
        if change.field in ("slug", "headline"):
            fits = getattr(self, change.field) == change.old
            return replace(self, **{change.field: change.new}) if fits else None
        if change.field == "summary":
            blocks = changed_blocks([*self.blocks], change)
            return None if blocks is None else replace(self, blocks=tuple(blocks))
        if (change.uid, change.old) not in self.points:
            return None
        new = [(change.uid, change.new)] if change.op == "replace" else []
        at = self.points.index((change.uid, change.old))
        points = (*self.points[:at], *new, *self.points[at + 1 :])
        return replace(self, points=points)


def changed_blocks(blocks, change):
    """Blocks with one added, replaced or removed, where the old one still stands."""
    start, offset = change.index, int(change.op == "add")
    if not (offset and change.old == ""):
        if blocks[start - offset : start - offset + 1] != [change.old]:
            if blocks.count(change.old) != 1:
                return None
            start = blocks.index(change.old) + offset
    else:
        start = 0
    new = [] if change.op == "remove" else [change.new]
    return blocks[:start] + new + blocks[start + 1 - offset :]


def merged(text, changes):
    """The text with the changes that fit it, and whether any didn't."""
    left = False
    for change in changes:
        made = text.changed(change)
        left = left or made is None
        text = made or text
    return text, left
