"""Days that a text names, in the shapes in which papers write them. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from explainer.checks.vocabulary import AMBIGUOUS, BEFORE_MONTHS, MONTHS

NEAR = 24  # So much of what stands before a month shows whether it is one.
YEAR = r"(?P<{}>(?:1[5-9]|20|21)\d\d)"


@dataclass(frozen=True)
class Day:
    """A day as far as it is known: 2022, February 2022, 24 February."""

    words: str
    year: int | None = None
    month: int | None = None
    day: int | None = None

    def told_by(self, other: "Day") -> bool:
        """Whether the other says as much; it may take the year for granted."""
        if self.month is None:
            return self.year == other.year
        known = self.year is None or other.year in (None, self.year)
        return known and self.month == other.month and self.day in (None, other.day)


def days(text: str, language: str) -> Iterator[tuple[Day, tuple[int, int]]]:
    """Each day with where it stands; none of them overlap."""
    for found in pattern(language).finditer(text):
        said = {name[:-1]: value for name, value in found.groupdict().items() if value}
        month = said.get("month", "")
        number = int(month) if month.isdigit() else months(language).get(month.lower())
        if month and (number is None or number > 12):
            continue
        if said.keys() == {"month"} and doubtful(found, month, language):
            continue
        year, day = (int(said[k]) if k in said else None for k in ("year", "day"))
        if day is None or 1 <= day <= 31:
            yield Day(found[0], year, number, day), found.span()


def doubtful(found: re.Match[str], month: str, language: str) -> bool:
    """A month's name alone may be another word."""
    if month[0].islower() and language == "en":
        return True
    near = found.string[max(0, found.start() - NEAR) : found.start()]
    before = re.search(rf"(\w{{1,{NEAR}}})[ -]$", near)
    leads = BEFORE_MONTHS.get(language, "").split("|")
    return month.lower() in AMBIGUOUS and not (before and before[1].lower() in leads)


@lru_cache
def months(language: str) -> dict[str, int]:
    names = MONTHS.get(language, "").split()
    full = {name: number for number, name in enumerate(names, 1)}
    if language != "en":
        return full
    return full | {name[:3]: number for name, number in full.items() if name != "may"}


@lru_cache
def pattern(language: str) -> re.Pattern[str]:
    """Matches every way to write a day, with year, month and day in numbered groups."""
    names = "|".join(sorted(months(language), key=len, reverse=True)) or "(?!)"
    month, day = rf"(?P<{{}}>{names})\.?", r"(?P<{}>\d{{1,2}})"
    # At most places of a text nothing of it can begin: seen at a glance.
    initials = "".join(sorted({name[0] for name in months(language)})) or r"\d"
    of = r"(?:st|nd|rd|th|er|º|\.)?[ \u00a0](?:of |de |d[’'])?"
    comma = r",? (?:of |de |del )?"
    shapes = [
        rf"{YEAR.format('year1')}-(?P<month1>\d\d)-(?P<day1>\d\d)\b",
        rf"\b{day.format('day2')}\.(?P<month2>\d{{1,2}})\.{YEAR.format('year2')}\b",
        rf"\b{day.format('day3')}{of}{month.format('month3')}"
        rf"(?:{comma}{YEAR.format('year3')})?\b",
        rf"\b{month.format('month4')} {day.format('day4')}(?:st|nd|rd|th)?\b(?!\d)"
        rf"(?:, {YEAR.format('year4')})?",
        rf"\b{month.format('month5')}{comma}{YEAR.format('year5')}\b",
        rf"\b{month.format('month6')}(?!\w)",
        rf"(?<![\w.,€$£-]){YEAR.format('year7')}(?![\w%]|[.,]\d| ?(?:million|billion))",
    ]
    begins = rf"(?=\d|\b[{initials}])"
    return re.compile(f"{begins}(?:{'|'.join(shapes)})", re.IGNORECASE)
