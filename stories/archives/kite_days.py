"""Moments and days as Kite's files write them: exact, or in words. Pure."""

import datetime as dt
import re
from typing import Any

from explainer.days import PRECISIONS, bygone, span
from explainer.hypertext.event_days import DIGITS, day_at_start
from sources.moments import moment_of
from stories.archives.entry import Fields

ISO = re.compile(r"-?\d{4}(?:-\d\d(?:-\d\d)?)?")


def moment(value: Any) -> dt.datetime | None:
    """A moment in seconds, in thousandths of them, or in words."""
    if isinstance(value, str):
        return moment_of(value, dt.UTC)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        seconds = value / 1000 if value > 1e11 else value
        found = dt.datetime.fromtimestamp(seconds, dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.year > 1971 else None


def iso_day(text: str) -> Fields:
    """The day, month or year of a `date_iso`; nothing where it is none."""
    if span(text):
        return {"label": text}
    text = text.partition("T")[0]
    if not ISO.fullmatch(text):
        return {}
    if bygone(text):
        return {"label": text}
    precision = PRECISIONS[text.count("-")]
    try:
        day = dt.date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return {}
    return {"date": day.isoformat(), "precision": precision}


def day_in_words(words: str) -> Fields:
    """The day that words name, if it is one of a certain year."""
    found = day_at_start(words.translate(DIGITS), is_lead=True)
    return {"date": found.date, "precision": found.precision} if found else {}


def day_of(iso: str, words: str) -> Fields:
    """By the exact day, else by words, which stay unless they name one."""
    label: Fields = {"label": words} if words else {}
    return (iso and iso_day(iso)) or day_in_words(words) or label


def is_same(made: Fields, words: str) -> bool:
    """Whether words say no other day, and no more of it."""
    return bool(ISO.fullmatch(words)) or day_in_words(words) == made
