"""The terms that a story explains, found where its texts use them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from explainer.folding import APOSTROPHES, bare, fold, units

DASHES = "\u2010\u2011\u2013"
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


@dataclass(frozen=True)
class Term:
    """A term by its place in the glossary, from 1, with its meaning in plain words."""

    number: int
    term: str
    meaning: str = ""

    @cached_property
    def pieces(self) -> tuple[list[str], list[str]]:
        _places, words, gaps = split(self.term)
        return words, gaps

    def is_meant(self, found: str) -> bool:
        """Whether capitals agree, in a term that has some behind its first letter."""
        own = bare(self.term)
        return own[1:] == own[1:].lower() or own == bare(found)


class Terms:
    """Those that are still to be found: each is found once."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self.by_first: dict[str, list[Term]] = {}
        for term in sorted(terms, key=lambda term: -len(term.pieces[0])):
            for first in term.pieces[0][:1]:
                self.by_first.setdefault(first, []).append(term)

    def take(self, text: str) -> list[tuple[int, int, Term]]:
        """(start, end, term) of each first use in a text, in order; none overlap."""
        found: list[tuple[int, int, Term]] = []
        if not self.by_first:
            return found
        places, words, gaps = split(text)
        at = 0
        while at < len(words):
            term = self.beginning(text, places, words, gaps, at)
            if term is None:
                at += 1
                continue
            size = len(term.pieces[0])
            found.append((places[at][0], places[at + size - 1][1], term))
            self.by_first[words[at]].remove(term)
            at += size
        return found

    def beginning(
        self,
        text: str,
        places: list[tuple[int, int]],
        words: list[str],
        gaps: list[str],
        at: int,
    ) -> Term | None:
        """The longest term that begins with this word."""
        for term in self.by_first.get(words[at], ()):
            own, between = term.pieces
            end = at + len(own)
            is_here = words[at:end] == own and gaps[at : end - 1] == between
            if is_here and term.is_meant(text[places[at][0] : places[end - 1][1]]):
                return term
        return None
