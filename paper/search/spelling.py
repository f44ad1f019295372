"""Names that look like what was typed, misspelt or not. Pure."""

import re
from collections.abc import Iterable, Mapping

from explainer.folding import tokens

# Alike enough: so much of both words' pieces are shared.
ALIKE = 0.45
ALIKE_WORDS = 0.5
LONGER = 2  # So many letters a word may have more or less than the one typed.
EVERY = 1.0
SPELT_LONG = re.compile("[aou]e|aa")  # for one letter with a mark


def closest(typed: str, names: Iterable[str], most: int) -> list[str]:
    """The names most like what was typed, the likest first."""
    sought = tokens(typed)
    if not sought:
        return []
    rated = ((likeness(sought, tokens(name)), name) for name in names)
    good = sorted((-value, name) for value, name in rated if value >= ALIKE)
    return [name for _value, name in good[:most]]


def respelt(typed: str, words: Mapping[str, int], most: int) -> list[str]:
    """What was typed with its strange words replaced by words that texts do have.

    `words` says how many texts have each. Several choices are given for one word alone.
    """
    sought = tokens(typed)
    near = {word: nearest(word, words) for word in sought if word not in words}
    if not near or not all(near.values()):
        return []
    choices = min(map(len, near.values())) if len(near) == 1 else 1
    return [
        " ".join(near[word][place] if word in near else word for word in sought)
        for place in range(min(choices, most))
    ]


def nearest(word: str, words: Mapping[str, int]) -> list[str]:
    """The words most like one, the likest and then the most used first."""
    if word.isdigit():
        return []
    near = (other for other in words if abs(len(other) - len(word)) <= LONGER)
    rated = ((similarity(word, other), words[other], other) for other in near)
    good = sorted(
        (-value, -used, other) for value, used, other in rated if value >= ALIKE_WORDS
    )
    return [other for _value, _used, other in good]


def likeness(sought: list[str], name: list[str]) -> float:
    """How well each word sought is met by the word of a name that is most like it."""
    if not name:
        return 0.0
    return sum(max(similarity(word, other) for other in name) for word in sought) / len(
        sought
    )


def similarity(one: str, other: str) -> float:
    """The share of the two words' letter pairs that they have in common."""
    if other.startswith(one):
        return EVERY
    first, second = pairs(one), pairs(other)
    return 2 * len(first & second) / (len(first) + len(second))


def pairs(word: str) -> set[str]:
    edged = f" {word} "
    return {edged[i : i + 2] for i in range(len(edged) - 1)}


def spelt_short(word: str) -> set[str]:
    """A word, and as names have it that are written with ä, ö, ü, ø or å."""
    found, new = set(), {word}
    while new:
        found |= new
        new = {
            said[: pair.start() + 1] + said[pair.end() :]
            for said in new
            for pair in SPELT_LONG.finditer(said)
        }
    return found
