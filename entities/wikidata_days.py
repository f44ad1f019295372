"""A point in time as Wikidata has one: its calendar, and how exact it is. Pure.

A day of the Julian calendar becomes the same day in ours; what is no more exact than a
decade is no day, and stays as words.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

JULIAN = "Q1985786"
TIME = re.compile(r"([+-])(\d{4,12})-(\d\d)-(\d\d)T\d\d:\d\d:\d\dZ")
# How exact: 11 a day, 10 a month, 9 a year; less is a decade, a century and so on.
EXACT = {11: "day", 10: "month", 9: "year"}
FINER = 11
FIRST_YEAR, LAST_YEAR = 1000, 9999  # as the columns of a role hold them


@dataclass(frozen=True)
class Moment:
    """`day` is ISO and in our calendar; without it `words` say what is known.

    `precision` is day, month or year.
    """

    day: str = ""
    precision: str = ""
    words: str = ""

    @property
    def is_known(self) -> bool:
        return bool(self.day)


UNKNOWN = Moment()


def moment_of(value: Any) -> Moment:
    """The moment of a time value; nothing where it is none."""
    if not isinstance(value, dict):
        return UNKNOWN
    found = TIME.fullmatch(str(value.get("time", "")))
    exact = value.get("precision")
    if not found or not isinstance(exact, int):
        return UNKNOWN
    sign, year, month, day = found[1], int(found[2]), int(found[3]), int(found[4])
    year = -year if sign == "-" else year
    precision = EXACT.get(min(exact, FINER), "")
    if precision == "day" and not day:  # It says that it knows more than it says.
        precision = "month"
    if precision == "month" and not month:
        precision = "year"
    words = in_words(year, month, day, precision)
    if not precision:
        return Moment(words=decades(year, exact))
    is_julian = str(value.get("calendarmodel", "")).endswith(f"/{JULIAN}")
    iso = gregorian(year, month, day, precision, is_julian=is_julian)
    return Moment(iso, precision, words) if iso else Moment(words=words)


def gregorian(
    year: int, month: int, day: int, precision: str, *, is_julian: bool
) -> str:
    """The ISO form of a day in our calendar, or nothing where no column holds it."""
    month = month if precision != "year" else 1
    day = day if precision == "day" else 1
    try:
        if is_julian and precision == "day" and year > 0:
            found = from_julian(year, month, day)
        else:
            found = dt.date(year, month, day)
    except (ValueError, OverflowError):
        return ""
    return found.isoformat() if FIRST_YEAR <= found.year <= LAST_YEAR else ""


def from_julian(year: int, month: int, day: int) -> dt.date:
    """The day in our calendar of one in the Julian; ValueError where there is none."""
    leap = 29 if year % 4 == 0 else 28
    lengths = (31, leap, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not (1 <= month <= 12 and 1 <= day <= lengths[month - 1]):
        raise ValueError
    before = year - 1
    days = 365 * before + before // 4 + sum(lengths[: month - 1]) + day
    # The first day of the Julian year 1 is two days before that of ours.
    return dt.date.fromordinal(days - 2)


def in_words(year: int, month: int, day: int, precision: str) -> str:
    """As it was written, whatever calendar; a year before the first is BCE."""
    shown = f"{abs(year):04}"
    if precision in ("day", "month"):
        shown += f"-{month:02}"
    if precision == "day":
        shown += f"-{day:02}"
    return f"{shown} BCE" if year < 0 else shown


def decades(year: int, exact: int) -> str:
    """Words for what is no more exact than ten years."""
    era = " BCE" if year < 0 else ""
    if exact == 8:
        return f"{abs(year) // 10 * 10}s{era}"
    if exact == 7:
        return f"century {(abs(year) + 99) // 100}{era}"
    return f"about {abs(year)}{era}"
