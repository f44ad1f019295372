"""Names that look like what was typed, misspelt or not. Pure."""

from collections.abc import Iterable

from stories.search.tokens import tokens

# Alike enough: so much of both words' pieces are shared.
ALIKE = 0.45
EVERY = 1.0


def closest(typed: str, names: Iterable[str], most: int) -> list[str]:
    """The names most like what was typed, the likest first."""
    sought = tokens(typed)
    if not sought:
        return []
    rated = ((likeness(sought, tokens(name)), name) for name in names)
    good = sorted((-value, name) for value, name in rated if value >= ALIKE)
    return [name for _value, name in good[:most]]


def likeness(sought: list[str], name: list[str]) -> float:
    """How well each word sought is met by the word of a name that is most like it."""
    if not name:
        return 0.0
    return sum(max(alike(word, other) for other in name) for word in sought) / len(
        sought
    )


def alike(one: str, other: str) -> float:
    """The share of the two words' letter pairs that they have in common."""
    if other.startswith(one):
        return EVERY
    first, second = pairs(one), pairs(other)
    return 2 * len(first & second) / (len(first) + len(second))


def pairs(word: str) -> set[str]:
    edged = f" {word} "
    return {edged[i : i + 2] for i in range(len(edged) - 1)}
