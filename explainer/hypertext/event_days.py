"""The day that begins a line of a timeline, as precise as it says, in six languages.

Pure. Months are called as Django's translations call them.
"""

import datetime as dt
import re
from functools import cache
from typing import NamedTuple

from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT, MONTHS_AP
from django.utils.translation import override

LANGUAGES = ("en", "de", "fr", "es", "uk", "ar")
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
ISO = re.compile(r"(?P<y>\d{4})(?:-(?P<n>\d{2})(?:-(?P<d>\d{2}))?)?")
NUMBERS = re.compile(r"(?P<d>\d{1,2})\.\s?(?P<n>\d{1,2})\.\s?(?P<y>\d{4})")
BETWEEN = re.compile(r"\s{0,3}(?:[:–—|]|-(?=\s)|,(?=\s))\s{0,3}")
END = re.compile(r"\s{0,3}$")
CLOSED = re.compile(r"\s{0,3}[:.]?\s{0,3}$")
EARLIEST, LATEST = 1000, 2999


class Day(NamedTuple):
    """An ISO day, how much of it is known, and where the words behind it begin."""

    date: str
    precision: str
    end: int


@cache
def months(language: str) -> dict[str, int]:
    """Numbers of months by their names in a language, full and short."""
    found: dict[str, int] = {}
    with override(language):
        for table in (MONTHS, MONTHS_ALT, MONTHS_AP, MONTHS_3):
            for number, name in table.items():
                found[str(name).casefold().rstrip(".")] = number
    return found


@cache
def day_pattern(language: str) -> re.Pattern[str]:
    """A day, or a month of a year, with the month in words."""
    names = sorted(map(re.escape, months(language)), key=len, reverse=True)
    ordinal = r"(?:st|nd|rd|th|er|\.|º)?"
    return re.compile(
        rf"""(?ix) (?:[^\W\d_]{{3,12}}\.?,?\ )?
        (?:(?P<d>\d{{1,2}}){ordinal}\ (?:de\ |of\ )?)?
        (?P<m>{"|".join(names)})\b\.?
        (?:\ (?P<e>\d{{1,2}}){ordinal})?
        ,?\ (?:de\ |del\ )?(?P<y>\d{{4}}) (?:\ (?:року|р\.))?"""
    )


def day_at_start(text: str, is_lead: bool = False) -> Day | None:
    """The day that a text begins with, if a sign or its end follows.

    `is_lead`: nothing but the day may stand there, as in a heading or in bold.
    """
    text = text.translate(DIGITS)
    for pattern in (*map(day_pattern, LANGUAGES), NUMBERS, ISO):
        found = pattern.match(text)
        if not found:
            continue
        after = (END if is_lead else BETWEEN).match(text, found.end())
        after = after or CLOSED.match(text, found.end())
        if after and (day := day_of(found.groupdict())):
            return Day(*day, after.end())
    return None


def day_of(said: dict[str, str | None]) -> tuple[str, str] | None:
    name = (said.get("m") or "").casefold()
    named = (months(language).get(name) for language in LANGUAGES)
    month = next(filter(None, named), 0) or int(said.get("n") or 0)
    day = int(said.get("d") or said.get("e") or 0)
    try:
        found = dt.date(int(said["y"] or 0), month or 1, day or 1)
    except ValueError:
        return None
    if not EARLIEST <= found.year <= LATEST:
        return None
    return found.isoformat(), "day" if day else "month" if month else "year"
