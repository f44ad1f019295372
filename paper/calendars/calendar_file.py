"""A calendar by RFC 5545, of days, months and years that live stories speak of. Pure.

Every event is of whole days and blocks no reader's time. One of which only the month or
the year is known lasts as long as that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from explainer.days import LAST_YEAR, clip_day, in_full
from explainer.prose import shorten

TITLE = 140  # as much of an event as its line has room for
REFRESH = dt.timedelta(hours=6)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class CalendarEvent:
    """Something that a live story expects, or has on its timeline."""

    uid: str
    day: dt.date
    precision: str
    words: str
    headline: str
    address: str
    edition: int
    changed: dt.datetime
    language: str
    open: bool = False  # Expected, and nobody has told yet what came of it.
    outcome: str = ""
    desk: str = ""


@dataclass(frozen=True)
class CalendarHead:
    """What a calendar is called, in which language, and where it and its page are."""

    name: str
    paper: str
    language: str
    address: str
    page: str


def library() -> Any:
    """Loaded by the first calendar that a process makes: it takes 12 MB and 0.2 s."""
    import icalendar

    return icalendar


def calendar_file(head: CalendarHead, events: Iterable[CalendarEvent]) -> bytes:
    """The bytes of the file: lines of 75 octets at most, ended by CR and LF."""
    icalendar = library()
    made = icalendar.Calendar()
    made.add("version", "2.0")
    made.add("prodid", f"-//{head.paper}//Newsroom//{head.language.upper()}")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", icalendar.vText(head.name), {"LANGUAGE": head.language})
    made.add("x-wr-calname", icalendar.vText(head.name))
    made.add("url", head.page)
    made.add("source", head.address, {"VALUE": "URI"})
    made.add("refresh-interval", REFRESH, {"VALUE": "DURATION"})
    made.add("x-published-ttl", icalendar.vDuration(REFRESH))
    parts = [of_event(event) for event in events]
    for part in parts or [universal_time()]:
        made.add_component(part)
    found: bytes = made.to_ical()
    return found


def of_event(event: CalendarEvent) -> Any:
    begin, end = bounds(event.day, event.precision)
    said, tongue = description(event), {"LANGUAGE": event.language}
    made = library().Event()
    made.add("uid", event.uid)
    made.add("dtstamp", event.changed)
    made.add("last-modified", event.changed)
    made.add("sequence", event.edition)
    made.add("dtstart", begin)
    if end:
        made.add("dtend", end)
    made.add("summary", title(event), tongue)
    made.add("description", said, tongue)
    made.add("url", event.address)
    made.add("status", "TENTATIVE" if event.open else "CONFIRMED")
    made.add("transp", "TRANSPARENT")
    made.add("class", "PUBLIC")
    if event.desk:
        made.add("categories", [event.desk])
    return made


def title(event: CalendarEvent) -> str:
    """What it is; and when, where that is no day."""
    words = shorten(event.words, TITLE)
    if event.precision == "day":
        return words
    return f"{words} ({in_full(clip_day(event.day.isoformat(), event.precision))})"


def description(event: CalendarEvent) -> str:
    told = [event.words, event.outcome, f"{event.headline}\n{event.address}"]
    return "\n\n".join(part for part in told if part)


def bounds(day: dt.date, precision: str) -> tuple[dt.date, dt.date | None]:
    """The first day, and the one after the last; beyond the last year there is none."""
    first = day
    if precision == "month":
        first = day.replace(day=1)
        after = (first + 31 * DAY).replace(day=1) if ends(first, 12) else None
    elif precision == "year":
        first = day.replace(month=1, day=1)
        after = first.replace(year=first.year + 1) if ends(first, 1) else None
    else:
        after = day + DAY if day < dt.date.max else None
    return first, after


def ends(first: dt.date, month: int) -> bool:
    return first.year < LAST_YEAR or first.month < month


def universal_time() -> Any:
    """What a calendar without events consists of, as it has to of something."""
    made, standard = library().Timezone(), library().TimezoneStandard()
    made.add("tzid", "UTC")
    standard.add("dtstart", dt.datetime(1970, 1, 1))  # noqa: DTZ001 (local by RFC 5545)
    standard.add("tzoffsetfrom", dt.timedelta(0))
    standard.add("tzoffsetto", dt.timedelta(0))
    standard.add("tzname", "UTC")
    made.add_component(standard)
    return made
