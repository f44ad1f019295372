"""Names of the who's who in a text: longest first, whole words, never one in another.

Pure. A text is in house markup; what is linked, cited or placed in it already is left
alone. The same words may mean several entries: a span has them all, and somebody has
to choose.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from explainer.folding import APOSTROPHES, bare, units

TAKEN = re.compile(
    r"@?\[[^\[\]\n]*\]\([^()\s]*\)"  # mentions and links
    r"|\[\^[^\[\]\n]*\]"  # citations
    r"|^[ \t]*::[a-z]+.*$"  # placements
    r"|<?https?://\S+",
    re.MULTILINE,
)
OPENS = re.compile(r"(?:^|[.!?…:\n]|^[#>*+-]{1,12}|\d\.)[\s“«„\"(‘’*_#>-]{0,12}$")
GAPS = dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys("\u2010\u2011–", "-")
LONGEST = 120  # The words of a mention have no room for more.
NEAR = 12  # So much of what stands before a word shows whether it opens a sentence.

Words = tuple[str, ...]
Place = tuple[int, int]


@dataclass(frozen=True)
class Span:
    """Words that name an entry, or several, and where they stand in the text."""

    start: int
    end: int
    words: str
    slugs: tuple[str, ...]


@dataclass(frozen=True)
class Pattern:
    """A name as its words and what stands between them."""

    words: Words
    gaps: Words
    slugs: tuple[str, ...]


def gap(text: str) -> str:
    """What stands between two words, however it was typed; nothing crosses a line."""
    if "\n\n" in text:
        return "\n"
    return " ".join("".join(GAPS.get(char, char) for char in text).split()) or (
        " " if text else ""
    )


class Names:
    """All names, by their first word. Made once, asked often."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        """`named` are (name, slug); one name may lead to several entries."""
        slugs: dict[tuple[Words, Words], dict[str, None]] = {}
        for name, slug in named:
            found = [*units(name)]
            words = tuple(bare(name[start:end]) for start, end in found)
            gaps = tuple(gap(name[one[1] : two[0]]) for one, two in pairwise(found))
            if words and len("".join(words)) > 1 and len(name) <= LONGEST:
                slugs.setdefault((words, gaps), {})[slug] = None
        self.by_first: dict[str, list[Pattern]] = {}
        for (words, gaps), those in slugs.items():
            pattern = Pattern(words, gaps, tuple(those))
            self.by_first.setdefault(words[0], []).append(pattern)
        for patterns in self.by_first.values():
            patterns.sort(key=lambda pattern: -len(pattern.words))

    def starting(self, word: str, opens: bool) -> Iterator[tuple[Pattern, bool]]:
        """Patterns that may begin here, and whether that is by a capital's grace."""
        for pattern in self.by_first.get(word, ()):
            yield pattern, False
        small = word[:1].lower() + word[1:]
        if opens and small != word:
            for pattern in self.by_first.get(small, ()):
                yield pattern, True


def find(text: str, names: Names) -> list[Span]:
    """Every name in a text, in order; no two overlap."""
    taken = [match.span() for match in TAKEN.finditer(text)]
    places = [*units(text)]
    words = [bare(text[start:end]) for start, end in places]
    said = {*words}
    found, at, hole = [], 0, 0
    while at < len(places):
        start = places[at][0]
        while hole < len(taken) and taken[hole][1] <= start:
            hole += 1
        inside = hole < len(taken) and taken[hole][0] <= start
        pattern = None if inside else named_at(text, places, words, at, names, said)
        if pattern is None:
            at += 1
            continue
        end = places[at + len(pattern.words) - 1][1]
        if hole < len(taken) and end > taken[hole][0]:
            at += 1
            continue
        found.append(Span(start, end, text[start:end], pattern.slugs))
        at += len(pattern.words)
    return found


def named_at(
    text: str,
    places: list[Place],
    words: list[str],
    at: int,
    names: Names,
    said: Collection[str],
) -> Pattern | None:
    """The longest name that begins with this word."""
    word = words[at]
    if word not in names.by_first and word[:1].lower() + word[1:] not in names.by_first:
        return None
    start = places[at][0]
    if start and text[start - 1] in "_\\":
        return None
    opens = bool(OPENS.search(text[max(0, start - NEAR) : start]))
    for pattern, _graced in names.starting(word, opens):
        size = len(pattern.words)
        if size > 1 and tuple(words[at + 1 : at + size]) != pattern.words[1:]:
            continue
        if any(
            gap(text[places[at + n][1] : places[at + n + 1][0]]) != between
            for n, between in enumerate(pattern.gaps)
        ):
            continue
        if size > 1 or stands_alone(text, places, at, opens, said):
            return pattern
    return None


def stands_alone(
    text: str, places: list[Place], at: int, opens: bool, said: Collection[str]
) -> bool:
    """Whether a single word is a name here, and not a piece of a longer one.

    At the head of a sentence every word has a capital: there it isn't a name if the
    text has it without one elsewhere.
    """
    start, end = places[at]
    word = bare(text[start:end])
    if opens and word[:1].isupper() and word.lower() in said and word != word.upper():
        return False
    if text[end : end + 1] == "_":
        return False
    if not word[:1].isupper() or at + 1 == len(places):
        return True
    begin, stop = places[at + 1]
    following = bare(text[begin:stop])
    joined = text[end:begin] in (" ", "-", " @[", " [")
    return not (joined and following[:1].isupper() and following != "I")


def link_mention(text: str, span: Span, slug: str) -> str:
    """The text with these words as a mention of the entry."""
    words = " ".join(span.words.split())
    return f"{text[: span.start]}@[{words}]({slug}){text[span.end :]}"
