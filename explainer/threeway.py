"""Two people's changes to one text, told apart block by block.

Pure. A text that both began with is compared with what each of them made of it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from explainer import prose
from explainer.wordmerge import join, matches

Choice = Literal["theirs", "mine", "both"]


@dataclass(frozen=True)
class Piece:
    """One stretch of a text in three states; `loaded` is None if nobody knows."""

    loaded: str | None
    theirs: str
    mine: str
    place: str = ""  # Where it stands, so that equal pieces elsewhere are others.

    @property
    def whose(self) -> Literal["", "theirs", "mine", "both"]:
        """Who changed it; nobody if both made the same of it."""
        if self.theirs == self.mine:
            return ""
        if self.theirs == self.loaded:
            return "mine"
        return "theirs" if self.mine == self.loaded else "both"

    @property
    def key(self) -> str:
        """Names this choice among these words: for other words it is another."""
        said = json.dumps([self.place, self.loaded, self.theirs, self.mine])
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def chosen(self, choice: Choice, gap: str = "\n\n") -> str:
        if choice == "both":
            both = gap.join(filter(None, (self.theirs, self.mine)))
            return both if self.joined is None else self.joined
        return self.theirs if choice == "theirs" else self.mine

    @property
    def joined(self) -> str | None:
        """Both changes in one text, or None where their words touch."""
        if self.whose != "both" or self.loaded is None:
            return None
        return join(self.loaded, self.theirs, self.mine)


def pieces(
    loaded: str | None, theirs: str, mine: str, place: str = ""
) -> Iterator[Piece]:
    """A prose text as the blocks that all three share and those that they don't."""
    his, my = prose.blocks(theirs), prose.blocks(mine)
    common = common_blocks(his, my) if loaded is None else prose.blocks(loaded)
    in_his, in_mine = matches(common, his), matches(common, my)
    a = b = c = 0
    for i in [*sorted(in_his.keys() & in_mine.keys()), len(common)]:
        j, k = in_his.get(i, len(his)), in_mine.get(i, len(my))
        yield from stretch(common[a:i], his[b:j], my[c:k], place, loaded is None)
        if i < len(common):
            yield Piece(common[i], common[i], common[i], place)
        a, b, c = i + 1, j + 1, k + 1


def stretch(
    old: list[str], his: list[str], my: list[str], place: str, unknown: bool
) -> Iterator[Piece]:
    """What lies between two blocks that nobody touched."""
    if len(old) == len(his) == len(my):
        # Neighbours that one and the other changed are no dispute.
        for texts in zip(old, his, my, strict=True):
            yield Piece(*texts, place=place)
    elif old or his or my:
        before = None if unknown and his and my else "\n\n".join(old)
        yield Piece(before, "\n\n".join(his), "\n\n".join(my), place)


def common_blocks(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """The blocks that two texts have in common, in their order."""
    return [one[at] for at in sorted(matches(one, other))]


def woven(found: Sequence[Piece], choices: Mapping[str, Choice]) -> str:
    """One text of all its pieces, each as it was chosen."""
    texts = [piece.chosen(choices.get(piece.key, preset(piece))) for piece in found]
    return "\n\n".join(filter(None, texts))


def preset(piece: Piece) -> Choice:
    """What one side alone changed stands; of what both did, what is left of it."""
    if piece.whose == "theirs" or (piece.whose == "both" and not piece.mine):
        return "theirs"
    return "mine"


def merge_orders(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """One order of two: what only the second has follows what it follows there."""
    made = [*first]
    for place, uid in enumerate(second):
        if uid not in made:
            before = [made.index(u) for u in second[:place] if u in made]
            made.insert(before[-1] + 1 if before else 0, uid)
    return made


def common_orders(*orders: Sequence[str]) -> list[list[str]]:
    """The orders of what all of them have."""
    every = set(orders[0]).intersection(*orders)
    return [[uid for uid in one if uid in every] for one in orders]
