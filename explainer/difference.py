"""What reads differently: in two documents as marks, in two texts as steps of words.

Pure. Said once for all that compare: what is new to a reader, what a correction did,
changes between editions or saves. A text is compared sentence by sentence, then word by
word. A citation is one word, as is a letter of a script without blanks. A sentence that
has little left of the old one is shown whole, and fewer than three words in common
between two changes are part of the change.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, takewhile
from typing import Any, Literal

from explainer import prose
from explainer.blocks import IDENTITY, flat, kind_at
from explainer.document import Document
from explainer.prose import shorten
from explainer.threeway import ENDS, MARKS, UNSPACED, is_word

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
# One step of a text turned into another: "same", "del" or "ins", and its words.
Step = tuple[str, str]
Tokens = Sequence[str]  # Words and marks, each with the blanks behind it.

LETTER = rf"(?!@\[)[^\s\[{MARKS}{UNSPACED}]"
TOKEN = re.compile(
    r"\s+|(?:"
    r"@?\[[^\[\]\n]{1,300}\](?:\([^()\s]{0,300}\))?"
    rf"|[{UNSPACED}]"
    rf"|(?:{LETTER})+(?:[.,:](?:{LETTER})+)*"
    r"|\S)\s*"
)
CLOSING = frozenset("\"'”’“»«)]」』")
STOPS = frozenset(ENDS)
WIDE_STOPS = STOPS - {*".!?…"}  # No blank follows them.
SHORT = 3  # Fewer words in common keep no two changes apart.
LIKE = 0.4  # From this share of common words on, two sentences are one.
# Beyond these many comparisons it would take longer than anybody waits.
MOST = 90_000
MOST_SENTENCES = 400
NEAR = 20  # A sentence is sought again among so many.
# So many words stand on either side of those that were put right.
AROUND = 4
LONGEST = 160


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
    # To compare what is equal whole takes a tenth of the time; the format stays, for it
    # says what fields there are.
    same = {key for key in old if key != "format" and old[key] == new.get(key)}
    before, after = flat(without(same, old)), flat(without(same, new))
    places = [*after, *(place for place in before if place not in after)]
    return [
        Difference(*place, was, now, kind_at(new, *place[1:]))
        for place in places
        if (was := before.get(place, "")) != (now := after.get(place, ""))
    ]


def without(keys: set[str], document: Document) -> Document:
    return {key: value for key, value in document.items() if key not in keys}


def marks(old: Document, new: Document) -> list[Mark]:
    """Every place where two documents differ; all marks turn the one into the other."""
    return [mark for item in differences(old, new) for mark in item.marks]


def steps(old: str, new: str) -> list[Step]:
    """What stayed, went and came; of what stayed, the blanks are the new text's."""
    before, after = sentences(old), sentences(new)
    found: list[Step] = []
    for op, a, b, c, d in opcodes([*map(key, before)], [*map(key, after)]):
        if op == "equal":
            found += [("same", "".join(sentence)) for sentence in after[c:d]]
        else:
            found += replacement_steps(before[a:b], after[c:d])
    return join_steps(found)


def sentences(text: str) -> list[list[str]]:
    """The words of a text, cut behind each sentence and at each end of a line."""
    found: list[list[str]] = [[]]
    closed = False
    for token in TOKEN.findall(text):
        core = token.strip()
        found[-1].append(token)
        closed = core in STOPS or (closed and (core in CLOSING or core[:1] == "["))
        if "\n" in token or (closed and (token != core or core in WIDE_STOPS)):
            found.append([])
    return [sentence for sentence in found if sentence]


def key(tokens: Tokens) -> str:
    return "".join(tokens).strip()


def opcodes(old: Tokens, new: Tokens) -> Sequence[tuple[str, int, int, int, int]]:
    """How one list becomes another; in a very long one, the frequent is overlooked."""
    is_long = len(new) > MOST_SENTENCES
    return SequenceMatcher(None, old, new, autojunk=is_long).get_opcodes()


def replacement_steps(gone: list[list[str]], come: list[list[str]]) -> Iterator[Step]:
    """Sentences for sentences: those that are alike word by word, the others whole."""
    said = [*map(vocabulary, come)]
    done = 0
    for sentence in gone:
        at = partner(vocabulary(sentence), said, done)
        if at is None:
            yield "del", "".join(sentence)
            continue
        yield from (("ins", "".join(new)) for new in come[done:at])
        yield from word_steps(sentence, come[at])
        done = at + 1
    yield from (("ins", "".join(new)) for new in come[done:])


def partner(mine: set[str], others: list[set[str]], start: int) -> int | None:
    """Which of the next sentences this one became, if any did."""
    near = range(start, min(len(others), start + NEAR))
    best, at = max(((similarity(mine, others[n]), -n) for n in near), default=(0.0, 0))
    return -at if best >= LIKE else None


def vocabulary(tokens: Tokens) -> set[str]:
    return {token.strip() for token in tokens if is_word(token)} or {key(tokens)}


def similarity(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def word_steps(old: Tokens, new: Tokens) -> Iterator[Step]:
    """Word by word, as long as enough of them are common and it is quick."""
    whole = [("del", "".join(old)), ("ins", "".join(new))]
    if len(old) * len(new) > MOST:
        yield from whole
        return
    cores = [token.strip() for token in old], [token.strip() for token in new]
    found = SequenceMatcher(None, *cores, autojunk=False).get_opcodes()
    common = sum(
        is_word(t) for op, a, b, *_ in found if op == "equal" for t in old[a:b]
    )
    if 2 * common < LIKE * sum(map(is_word, [*old, *new])):
        yield from whole
        return
    last = len(found) - 1
    kept = [
        op == "equal" and (n in (0, last) or sum(map(is_word, old[a:b])) >= SHORT)
        for n, (op, a, b, *_) in enumerate(found)
    ]
    for is_kept, group in groupby(zip(found, kept, strict=True), lambda pair: pair[1]):
        run = [code for code, _kept in group]
        if is_kept:
            yield from (("same", "".join(new[c:d])) for _op, _a, _b, c, d in run)
        else:
            yield "del", "".join(old[run[0][1] : run[-1][2]])
            yield "ins", "".join(new[run[0][3] : run[-1][4]])


def join_steps(found: list[Step]) -> list[Step]:
    """The steps without empty ones; of neighbours alike one is made.

    The blanks behind what went and what came belong to what follows.
    """
    said = [step for step in found if step[1]]
    made = [
        (op, "".join(words for _op, words in group))
        for op, group in groupby(said, lambda step: step[0])
    ]
    for at in range(len(made) - 2):
        (one, gone), (two, come), (three, same) = made[at : at + 3]
        gap = gone[len(gone.rstrip()) :]
        if (one, two, three) == ("del", "ins", "same") and come.endswith(gap):
            gone, come = gone.removesuffix(gap), come.removesuffix(gap)
            made[at : at + 3] = [(one, gone), (two, come), (three, gap + same)]
    return made


def narrow_difference(old: str, new: str) -> tuple[str, str]:
    """The words that differ, with a few on either side."""
    before, after = old.split(), new.split()
    head = common_start(before, after)
    tail = common_start(before[head:][::-1], after[head:][::-1])
    return excerpt(before, head, tail), excerpt(after, head, tail)


def common_start(one: Sequence[str], other: Sequence[str]) -> int:
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
