"""Days of the paper: when one ends, in the paper's own time zone. Pure."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

LAST_YEAR = 9999


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
