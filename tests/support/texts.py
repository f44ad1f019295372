"""Texts and changes to them as a plain model has them: words, and no Markdown."""

from dataclasses import dataclass, replace

from explainer import blocks


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
    def place(self):
        return self.uid, "lead_in" if self.uid and self.op == "replace" else self.field

    @property
    def asked(self):
        """As an editor asks for it, who needn't say what stands there."""
        return blocks.Change(self.op, *self.place, self.index, new=self.new)


@dataclass(frozen=True)
class Text:
    slug: str
    headline: str
    blocks: tuple = ()  # of the summary
    points: tuple = ()  # (uid, words) of each key point

    @property
    def words(self):
        """Everything it says, each with its place; a paragraph may stand anywhere."""
        said = {("", "headline", self.headline), *(("", "", b) for b in self.blocks)}
        return said | {(uid, "lead_in", words) for uid, words in self.points}

    def said(self, change):
        """What stands in the place of a change; of a part that is gone, nothing."""
        if change.field in ("slug", "headline"):
            return getattr(self, change.field)
        return dict(self.points).get(change.uid)

    def put(self, change, words):
        """The text with other words in the place of a change."""
        if change.field in ("slug", "headline"):
            return replace(self, **{change.field: words})
        points = (
            (uid, words if uid == change.uid else had) for uid, had in self.points
        )
        return replace(self, points=tuple(points))

    def changed(self, change, answers=()):
        """The text with one change made, or None where it doesn't fit.

        `answers` has by place and words what somebody put there instead.
        """
        if change.field == "summary":
            blocks = changed_blocks([*self.blocks], change)
            return None if blocks is None else replace(self, blocks=tuple(blocks))
        said = self.said(change)
        if said is None or (
            change.new in (change.old, said) and change.op == "replace"
        ):
            return self
        if said == change.old and change.op == "remove" and change.uid:
            return replace(
                self, points=tuple(p for p in self.points if p[0] != change.uid)
            )
        if said == change.old:
            return self.put(change, change.new)
        answer = dict(answers).get((change.place, said))
        return None if answer is None else self.put(change, answer)


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


def merged(text, changes, answers=()):
    """The text with the changes that fit it, and whether any didn't."""
    left = False
    for change in changes:
        made = text.changed(change, answers)
        left = left or made is None
        text = made or text
    return text, left
