"""Days: when one of the paper's ends, in its own zone, and how one is written. Pure."""

import re
from datetime import date, datetime, time, timedelta
from functools import cache

from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.formats import date_format, get_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

LAST_YEAR = 9999
# The letters that stand for a month's name in Django's date formats.
MONTH = re.compile("[FMN]")
# Years before the first, as ISO 8601 and astronomers count: 0000 is 1 BCE, -0043 is 44.
BYGONE = re.compile(r"(0000|-(?!0000)\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
# As ISO 8601-2 writes what is no one day: about, before, after, from one to another.
ABOUT, OPEN = "~", ".."
ENDS = re.compile(r"(\.\.|-?\d{4}(?:-\d\d(?:-\d\d)?)?~?)")
SPAN = re.compile(rf"{ENDS.pattern}(?:/{ENDS.pattern})?")
# So much of a day's ISO form is known.
KNOWN = {"year": 4, "month": 7}
PRECISIONS = ("year", "month", "day")
CYCLE = 400  # Years after which the calendar repeats itself.
YEAR = "\0"


def midnight_after(day: date) -> datetime | None:
    """The end of a day; the last year of the calendar has none that any zone has."""
    if day.year >= LAST_YEAR:
        return None
    end = datetime.combine(day + timedelta(days=1), time.min)
    at: datetime = timezone.make_aware(end, timezone.get_default_timezone())
    return at


def today(now: datetime) -> date:
    """The paper's day at a moment."""
    return now.astimezone(timezone.get_default_timezone()).date()


def format_date(value: date, month: str = "F", precision: str = "day") -> str:
    """A day, month or year in the order of the page's language, a month's name in one
    length everywhere."""
    return in_year(value, value.year, month, precision)


def in_year(value: date, year: int, month: str, precision: str) -> str:
    """The same with a year of its own, which stands for those before the year 1."""
    day = value.month, value.day, value.weekday()
    return date_text(get_language(), *day, month, precision).replace(YEAR, str(year))


@cache
def date_text(
    language: str | None, month: int, day: int, weekday: int, name: str, precision: str
) -> str:
    """The same of any year, with `YEAR` in the place of that: kept by language, which
    has some thousands of them, for to write one takes longer than to print a row."""
    # Each day of the year falls on each day of the week once in so many years.
    each = (date(CYCLE + n, month, day) for n in range(28) if n % 4 == 0 or day != 29)
    value = next(found for found in each if found.weekday() == weekday)
    asked: str = get_format("DATE_FORMAT")
    if precision == "year":
        asked = "Y"
    elif precision == "month":
        asked = get_format("YEAR_MONTH_FORMAT")
    # Where a month is declined within a date, it has a letter of its own.
    elif "E" not in asked:
        asked = MONTH.sub(name, asked)
    said: str = formatted(value, asked)
    if is_small(language, month):
        said = said.lower()
    # Nobody writes the noughts before a year, as Django does.
    return said.replace(f"{value.year:04}", YEAR)


@cache
def is_small(language: str | None, month: int) -> bool:
    """Whether a month has no capital within a line; Django begins some with one."""
    day = date(2000, month, 1)
    return bool(formatted(day, "F").islower() or formatted(day, "E").islower())


def clip_day(day: str, precision: str) -> str:
    """The ISO form of a day as far as it is known: 2016, 2016-03, 2016-03-01."""
    return day[: KNOWN.get(precision, len(day)) + day.startswith("-")]


def order(day: str) -> tuple[int, ...]:
    """What puts the ISO forms of days, months and years of any age into their order."""
    sign = -1 if day.startswith("-") else 1
    year, *rest = map(int, day.removeprefix("-").split("-"))
    return (sign * year, *rest)


def bygone(text: str) -> tuple[int, date, str] | None:
    """(year, a day of such a year in our era, precision) of an ISO form from before the
    year 1, else None; years are negative, and 1 BCE is 0."""
    found = BYGONE.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(part or 1) for part in found.groups())
    known = PRECISIONS[sum(part is not None for part in found.groups()) - 1]
    try:
        return year, date(year % CYCLE + CYCLE, month, day), known
    except ValueError:
        return None


def is_day(text: str) -> bool:
    """Whether a text is the ISO form of a day, month or year of any age."""
    if bygone(text):
        return True
    try:
        return date.fromisoformat(f"{text}-01-01"[:10]).year > 0
    except ValueError:
        return False


def span(text: str) -> tuple[str, str] | None:
    """The ends of what is no one day, each as it was written; an end that nobody knows
    is `..`. None where a text is no such thing: a day alone is one, if it is about so.
    """
    found = SPAN.fullmatch(text)
    if not found:
        return None
    since, until = found[1], found[2] or ""
    days = [end.removesuffix(ABOUT) for end in (since, until) if end not in ("", OPEN)]
    if not days or not all(map(is_day, days)) or not (until or since[-1] == ABOUT):
        return None
    if len(days) == 2 and is_after(*map(order, days)):
        return None
    return since, until


def is_after(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether a day is behind another, as far as both are known."""
    known = min(len(one), len(other))
    return one[:known] > other[:known]


def begin_of(text: str) -> str:
    """The ISO form of the day by which a label is put in order: of a span the first
    that is known; nothing where a label names none."""
    if bygone(text):
        return text
    ends = span(text) or ()
    return next((e.removesuffix(ABOUT) for e in ends if e not in ("", OPEN)), "")


def in_words(text: str) -> str:
    """A text as it is; but what is no one day, and a day, month or year before the year
    1, as readers say it."""
    if ends := span(text):
        return span_in_words(*ends)
    found = bygone(text)
    if found is None:
        return text
    year, day, precision = found
    said: str = _("%(date)s BCE")
    return said % {"date": in_year(day, 1 - year, "F", precision)}


def span_in_words(since: str, until: str) -> str:
    if since == OPEN:
        return str(_("before %(date)s")) % {"date": end_in_words(until)}
    if until == OPEN:
        return str(_("after %(date)s")) % {"date": end_in_words(since)}
    ends = filter(None, (since, until))
    return " – ".join(map(end_in_words, ends))


def end_in_words(end: str) -> str:
    words = in_full(end.removesuffix(ABOUT))
    return str(_("about %(date)s")) % {"date": words} if end.endswith(ABOUT) else words


def in_full(day: str) -> str:
    """A day, a month or a year by its ISO form, in the words of the page's language."""
    if bygone(day):
        return in_words(day)
    first = date.fromisoformat(f"{day}-01-01"[: len("2026-01-15")])
    return format_date(first, precision=PRECISIONS[day.count("-")])


def format_moment(at: datetime, clock: str = "H:i") -> str:
    """A day and a time of day in words, as the language of the page writes them."""
    local = timezone.localtime(at)
    day, time = date_format(local, "DATE_FORMAT"), date_format(local, clock)
    return f"{day}, {time}"


def day(text: str) -> date | None:
    """A whole day of a document, or None where it names none."""
    return date.fromisoformat(text) if text else None
