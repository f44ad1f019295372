"""Days of the paper: when one ends, in the paper's own time zone. Pure."""

import re
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.formats import date_format, get_format

LAST_YEAR = 9999
# The letters that stand for a month's name in Django's date formats.
MONTH = re.compile("[FMN]")


def midnight_after(day: date) -> datetime | None:
    """The end of a day; the last year of the calendar has none that any zone has."""
    if day.year >= LAST_YEAR:
        return None
    end = datetime.combine(day + timedelta(days=1), time.min)
    at: datetime = timezone.make_aware(end, timezone.get_default_timezone())
    return at


def today(now: datetime) -> date:
    """The paper's day at a moment."""
    day: date = timezone.localdate(now, timezone.get_default_timezone())
    return day


def written(value: date, month: str = "F") -> str:
    """A day in the order of the page's language, its month in one length everywhere."""
    asked: str = get_format("DATE_FORMAT")
    # Where a month is declined within a date, it has a letter of its own.
    said: str = formatted(value, asked if "E" in asked else MONTH.sub(month, asked))
    return said


def dated(at: datetime, clock: str = "H:i") -> str:
    """A day and a time of day in words, as the language of the page writes them."""
    local = timezone.localtime(at)
    day, time = date_format(local, "DATE_FORMAT"), date_format(local, clock)
    return f"{day}, {time}"
