"""What many stories say of one entity: each quote and each event told once."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from entities.detection import Names
from entities.detection import find as find_names

# So many words of two tellings of one thing are the same, and so many pairs of words.
ALIKE, IN_ORDER = 0.8, 0.5
# Only tellings that share one of so many longest words are compared, each with a few
# and all together with no more than these.
LONGEST, FEW, MOST = 3, 6, 600


@dataclass(frozen=True)
class CoveredItem:
    """A quote or an event as one story tells it, and all the stories that tell it."""

    row: Any
    role: str = ""
    showings: list[Any] = field(default_factory=list)

    @property
    def words(self):
        return self.row.said.get("words") or self.row.text

    @cached_property
    def listed(self):
        return tuple(self.words.casefold().split())

    @cached_property
    def counted(self):
        """How often it has each word, and each pair of words."""
        return Counter(self.listed), Counter(pairwise(self.listed))

    @property
    def when(self):
        """The day, and whether it is a quote or reported words: no two are mixed."""
        row = self.row
        paraphrased = bool(row.said.get("paraphrase"))
        return row.day, row.precision, row.label, paraphrased

    @property
    def keys(self):
        """Where those that may be like it are found; what has no day has nowhere."""
        if self.row.day is None:
            return []
        longest = sorted({*self.listed}, key=lambda word: (-len(word), word))[:LONGEST]
        return [(*self.when, word) for word in longest]


def quotes(rows, roles):
    """What was said, in the order of the rows, with the role held on that day."""
    held = [row.said.get("role") or role_on(row.day, roles) for row in rows]
    return unique_items(
        CoveredItem(row, role) for row, role in zip(rows, held, strict=True)
    )


def role_on(day, roles):
    """The office that was held on a day, where the story doesn't name one."""
    return next((role.title for role in roles if day and holds(role, day)), "")


def holds(role, day):
    began = role.since is not None and role.since <= day
    return began and (role.until is None or day <= role.until)


def events(rows, names):
    """Events of the stories that are about it, and those of others that name it."""
    known = Names((name, "") for name in names.words)
    mine = (
        row
        for row in rows
        if row.main
        or any(f"]({slug})" in row.text for slug in names.slugs)
        or find_names(row.text, known)
    )
    return unique_items(CoveredItem(row) for row in mine)


@dataclass(frozen=True)
class EntityNames:
    """The slugs by which texts mention an entity, and the words that mean it."""

    slugs: list[str]
    words: list[str]


def unique_items(tellings):
    """Of tellings that are nearly the same on the same day, the first, for them all."""
    kept, exactly, near, left = [], {}, {}, MOST
    for told in tellings:
        twin = exactly.get((told.when, told.listed))
        if twin is None:
            found = [other for key in told.keys for other in near.get(key, ())]
            compared = [*{id(other): other for other in found}.values()]
            compared = compared[: min(FEW, left)]
            left -= len(compared)
            twin = next((other for other in compared if is_similar(other, told)), None)
        if twin is None:
            twin = told
            kept.append(told)
            for key in told.keys:
                near.setdefault(key, []).append(told)
        exactly[told.when, told.listed] = twin
        if told.row.showing not in twin.showings:
            twin.showings.append(told.row.showing)
    return kept


def is_similar(one, two):
    """Whether most words of two tellings are the same, and mostly in one order."""
    return all(
        2 * (mine & theirs).total() >= least * (mine.total() + theirs.total())
        for mine, theirs, least in zip(
            one.counted, two.counted, (ALIKE, IN_ORDER), strict=True
        )
    )
