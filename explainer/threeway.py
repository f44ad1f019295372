"""Two people's changes to one text, told apart block by block, joined word by word.

Pure. A text that both began with is compared with what each of them made of it. Where
their words don't touch both stand: blanks are nobody's change but are kept, and a
citation, or a mention with its label, is one word.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from explainer import prose

Choice = Literal["theirs", "mine", "both"]
# Scripts that put no blanks between words: each of their letters counts as a word.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff"
)
ENDS = ".!?…。\uff0e\uff01\uff1f"  # Full-width ones as well.
MARKS = rf"{ENDS},;:、\uff0c\uff1a\uff1b"
LETTER = rf"(?!\[\^|@\[)[^\s{MARKS}{UNSPACED}]"
WORD = re.compile(
    r"(?<!\s)(\s*)("
    r"\[\^[^\[\]\n]*\]"
    r"|@\[[^\[\]\n]*\]\([^()\s]*\)"
    rf"|[{UNSPACED}]"
    rf"|(?:{LETTER})+(?:[.,:](?:{LETTER})+)*"
    r"|\S)"
)
# Beyond this, comparing would take longer than anybody waits: then people decide.
MOST = 6000


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


class Word(NamedTuple):
    """A word, and the blanks before it."""

    blank: str
    text: str


class Edit(NamedTuple):
    """Words from `start` to `end` of the text before, and what stands there after."""

    start: int
    end: int
    words: tuple[Word, ...]


def words_of(text: str) -> list[Word]:
    """A text as its words."""
    return [Word(*found.groups()) for found in WORD.finditer(text.strip())]


def join(before: str, theirs: str, mine: str) -> str | None:
    """One text with both changes, or None where their words touch.

    They touch if no word stands between them that both left alone, if mine has little
    left of the text before, and if mine says elsewhere too what they took out.
    """
    old, his, my = words_of(before), words_of(theirs), words_of(mine)
    if not old or max(map(len, (old, his, my))) > MOST:
        return None
    corrected, drafted = edits(old, his), edits(old, my)
    same = {(edit.start, edit.end, *texts_of(edit.words)) for edit in corrected}
    drafted = [e for e in drafted if (e.start, e.end, *texts_of(e.words)) not in same]
    if 2 * sum(edit.end - edit.start for edit in drafted) > len(old):
        return None
    if any(touch(old, one, two) for one in corrected for two in drafted):
        return None
    made = weave(take_blanks(old, his, my), sorted([*corrected, *drafted]))
    if any(count(gone, made) > count(gone, his) for gone in removals(old, corrected)):
        return None
    return "".join(word.blank + word.text for word in made).strip()


def says_again(before: str, theirs: str, text: str) -> bool:
    """Whether a text says what a change took out, more often than what came of it."""
    old, his, words = words_of(before), words_of(theirs), words_of(text)
    if max(len(old), len(his)) > MOST:
        return False
    gone = removals(old, edits(old, his))
    return any(count(one, words) > count(one, his) for one in gone)


def carries(before: str, theirs: str, text: str) -> bool:
    """Whether a text of another place has what a change took out.

    One word by itself may stand anywhere: it counts beside a neighbour that it had.
    """
    old, his, words = words_of(before), words_of(theirs), words_of(text)
    if max(map(len, (old, his, words))) > MOST:
        return False
    texts = texts_of(old)
    for edit in edits(old, his):
        start, end = edit.start, edit.end
        if sum(map(is_word, texts[start:end])) > 1:
            spans = [(start, end)]
        else:
            spans = [(max(0, start - 1), end), (start, end + 1)]
        for gone in (texts[first:last] for first, last in spans):
            many = sum(map(is_word, gone)) > 1
            if many and count(gone, words) > count(gone, his):
                return True
    return False


def texts_of(words: Sequence[Word]) -> list[str]:
    return [word.text for word in words]


def matches(one: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Which word or block of one text is which of the other."""
    found = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return {a + n: b + n for a, b, size in found for n in range(size)}


def edits(old: Sequence[Word], new: Sequence[Word]) -> list[Edit]:
    """What turns one text into another."""
    found = SequenceMatcher(None, texts_of(old), texts_of(new), autojunk=False)
    return [
        Edit(a, b, tuple(new[c:d]))
        for op, a, b, c, d in found.get_opcodes()
        if op != "equal"
    ]


def touch(old: Sequence[Word], one: Edit, two: Edit) -> bool:
    """Whether no word, and no sentence's end, stands between two changes."""
    first, second = sorted([one, two], key=lambda edit: (edit.start, edit.end))
    between = old[first.end : second.start] if first.end <= second.start else []
    return not any(is_word(word.text) or word.text in ENDS for word in between)


def is_word(text: str) -> bool:
    return any(sign.isalnum() for sign in text)


def take_blanks(
    old: Sequence[Word], his: Sequence[Word], my: Sequence[Word]
) -> list[Word]:
    """The text before, with the blanks that either gave it: mine go first."""
    blanks = [word.blank for word in old]
    for side in (his, my):
        for at, there in matches(texts_of(old), texts_of(side)).items():
            # Before the first word of a text there is never any.
            if there and side[there].blank != old[at].blank:
                blanks[at] = side[there].blank
    return [Word(blank, word.text) for blank, word in zip(blanks, old, strict=True)]


def weave(old: Sequence[Word], found: Sequence[Edit]) -> list[Word]:
    """The text before with these changes, none of which touches another."""
    made: list[Word] = []
    at = 0
    for edit in found:
        made += [*old[at : edit.start], *edit.words]
        at = edit.end
    return [*made, *old[at:]]


def removals(old: Sequence[Word], found: Sequence[Edit]) -> Iterator[list[str]]:
    """The words that changes took out; little ones, or none, with their neighbours."""
    texts = texts_of(old)
    for edit in found:
        gone = texts[edit.start : edit.end]
        if not any(map(is_telling, gone)):
            gone = texts[max(0, edit.start - 1) : edit.end + 1]
        if any(map(is_word, gone)):
            yield gone


def is_telling(text: str) -> bool:
    """Whether a word by itself says something: a number, or no little word."""
    return len(text) > 3 or any(sign.isdigit() for sign in text)


def count(gone: Sequence[str], words: Sequence[Word]) -> int:
    """How often these stand together in a text, in whatever case."""
    sought, size = [text.casefold() for text in gone], len(gone)
    texts = [word.text.casefold() for word in words]
    return sum(texts[at : at + size] == sought for at in range(len(texts) - size + 1))
