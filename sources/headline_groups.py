"""Which announced pieces are about one thing, or are one agency's text. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

LIKE = 0.7  # the share of words that two headlines of one thing have in common
LEAST = 4  # words, for headlines that are merely alike


class HasTitle(Protocol):
    title: str


@dataclass
class Group[Piece: HasTitle]:
    """Pieces that belong together, in the order in which they came."""

    pieces: list[Piece] = field(default_factory=list)
    words: list[frozenset[str]] = field(default_factory=list)

    def takes(self, words: frozenset[str]) -> bool:
        return any(is_like(words, others) for others in self.words)


def group_pieces[Piece: HasTitle](pieces: Iterable[Piece]) -> list[Group[Piece]]:
    """The groups in the order of their first pieces; most are of one piece."""
    groups: list[Group[Piece]] = []
    for piece in pieces:
        words = words_of(piece.title)
        group = next((group for group in groups if group.takes(words)), None)
        if group is None:
            group = Group()
            groups.append(group)
        group.pieces.append(piece)
        group.words.append(words)
    return groups


def words_of(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", title.casefold()))


def is_like(words: frozenset[str], others: frozenset[str]) -> bool:
    if words == others:
        return bool(words)
    if min(len(words), len(others)) < LEAST:
        return False
    return len(words & others) >= LIKE * len(words | others)
