"""What many stories say of one entity: each quote and each event told once."""

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from entities.detection import Names
from entities.detection import find as find_names

# So alike are two tellings of one thing on one day.
ALIKE = 0.8


@dataclass(frozen=True)
class Told:
    """A quote or an event as one story tells it, and all the stories that tell it."""

    row: Any
    role: str = ""
    showings: list[Any] = field(default_factory=list)

    @property
    def words(self):
        return self.row.said.get("words") or self.row.text


def quotes(rows, roles):
    """What was said, in the order of the rows, with the role held on that day."""
    held = [row.said.get("role") or role_on(row.day, roles) for row in rows]
    return once(Told(row, role) for row, role in zip(rows, held, strict=True))


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
    return once(Told(row) for row in mine)


@dataclass(frozen=True)
class Called:
    """The slugs by which texts mention an entity, and the words that mean it."""

    slugs: list[str]
    words: list[str]


def once(tellings):
    """Of tellings that are nearly the same on the same day, the first, for them all."""
    kept = []
    by_day = {}
    for told in tellings:
        row = told.row
        same_day = by_day.setdefault((row.day, row.precision, row.label), [])
        twin = next((other for other in same_day if alike(other, told)), None)
        if twin is None:
            twin = told
            same_day.append(told)
            kept.append(told)
        if row.showing not in twin.showings:
            twin.showings.append(row.showing)
    return kept


def alike(one, two):
    if bool(one.row.said.get("paraphrase")) != bool(two.row.said.get("paraphrase")):
        return False
    words = [told.words.casefold().split() for told in (one, two)]
    matcher = SequenceMatcher(None, *words, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
