"""The terms that a story explains, found where its texts use them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from explainer.folding import APOSTROPHES, bare, fold, units

DASHES = "\u2010\u2011\u2013"
STOPS = ".,;:!?…"
GAPS = dict.fromkeys(map(ord, APOSTROPHES), "'") | dict.fromkeys(map(ord, DASHES), "-")


def gap(text: str) -> str:
    """What stands between two words, however it was typed."""
    words = text.translate(GAPS).split()
    return " ".join(words) or " " * bool(text)


def split(text: str) -> tuple[list[tuple[int, int]], list[str], list[str]]:
    """Where the words of a text stand, the words folded, and what is between them.

    Of scripts without spaces each letter counts as a word.
    """
    places = [*units(text)]
    words = [fold(text[start:end]) for start, end in places]
    return places, words, [gap(text[a[1] : b[0]]) for a, b in pairwise(places)]


def letters(text: str) -> str:
    """Those that words are made of, their capitals kept."""
    return " ".join(bare(text[start:end]) for start, end in units(text))


@dataclass(frozen=True)
class Term:
    """A term by its place in the glossary, from 1, with its meaning in plain words."""

    number: int
    term: str
    meaning: str = ""

    @cached_property
    def signs(self) -> tuple[str, str]:
        """What stands around its words and is no full stop: the ++ of C++."""
        whole, places = self.term.strip(), [*units(self.term.strip())]
        if not places:
            return "", ""
        return whole[: places[0][0]], whole[places[-1][1] :].rstrip(STOPS)

    @cached_property
    def pieces(self) -> tuple[list[str], list[str]]:
        _places, words, gaps = split(self.term)
        return words, gaps

    def is_meant(self, found: str) -> bool:
        """Whether capitals agree, in a term that has some behind its first letter."""
        own, said = letters(self.term), letters(found)
        return own[1:] == own[1:].lower() or own == said


class Terms:
    """Those that are still to be found: each is found once."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self.by_first: dict[str, list[Term]] = {}
        # Found once, a term still hides the shorter ones in it.
        self.left: set[int] = set()
        for term in sorted(terms, key=lambda term: -len(term.pieces[0])):
            for first in term.pieces[0][:1]:
                self.by_first.setdefault(first, []).append(term)
                self.left.add(term.number)

    def take(self, text: str) -> list[tuple[int, int, Term]]:
        """(start, end, term) of each first use in a text, in order; none overlap."""
        found: list[tuple[int, int, Term]] = []
        whole = fold(text) if self.left else ""
        if not any(first in whole for first in self.by_first):
            return found  # To look at each word takes eight times as long.
        places, words, gaps = split(text)
        at = read = 0  # The next word, and how much of the text is a term's already.
        while at < len(words):
            term = self.term_at(text, places, words, gaps, at)
            if term is None:
                at += 1
                continue
            size, (before, behind) = len(term.pieces[0]), term.signs
            start = places[at][0] - len(before)
            end = places[at + size - 1][1] + len(behind)
            if term.number in self.left and start >= read:
                found.append((start, end, term))
                self.left.discard(term.number)
            at, read = at + size, max(read, end)
        return found

    def term_at(
        self,
        text: str,
        places: list[tuple[int, int]],
        words: list[str],
        gaps: list[str],
        at: int,
    ) -> Term | None:
        """The longest term whose words begin with this one."""
        for term in self.by_first.get(words[at], ()):
            own, between = term.pieces
            end = at + len(own)
            if words[at:end] != own or gaps[at : end - 1] != between:
                continue
            start, stop = places[at][0], places[end - 1][1]
            before, behind = term.signs
            is_whole = text[:start].endswith(before) and text.startswith(behind, stop)
            if is_whole and term.is_meant(text[start:stop]):
                return term
        return None
