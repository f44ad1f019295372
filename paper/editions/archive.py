"""The paper on any day: what came out, what stood, and what changed since."""

import calendar
import datetime as dt
from collections import Counter
from itertools import groupby

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from explainer import days
from paper.editions import queries as record
from paper.lists import queries as lists
from paper.queries import page_rows
from paper.queries.keyset import page_in_time
from stories.models import Kind

A_PAGE = 40
FIRST_YEAR = 1800


def asked_for(year, month, day=1):
    """The day of an address, or 404; of the first centuries zones know nothing."""
    try:
        return dt.date(year if year >= FIRST_YEAR else 0, month, day)
    except (ValueError, OverflowError):
        raise Http404 from None


def next_change(now):
    """When the next edition is due, or a new day of the archive begins."""
    return page_rows.earliest(
        page_rows.next_due(now), days.midnight_after(days.today(now))
    )


def whole(request):
    """Every month since the first, the newest first; `full` ones have an edition."""
    first, today = record.first_day(request.now), timezone.localdate(request.now)
    request.due = next_change(request.now)
    found = months(first, today) if first else []
    years = [(year, [*group]) for year, group in groupby(found, key=lambda m: m.year)]
    full = record.with_editions(found, request.now)
    return render(
        request, "paper/editions/archive.html", {"years": years, "full": full}
    )


def months(first, last):
    """The first days of all months from one day to another, newest first."""
    found, at = [], last.replace(day=1)
    while at >= first.replace(day=1):
        found.append(at)
        at = (at - dt.timedelta(days=1)).replace(day=1)
    return found


def month(request, year, month):
    """A calendar: how many editions came out on each day."""
    begin = asked_for(year, month)
    first, today = record.first_day(request.now), timezone.localdate(request.now)
    if not first or not first.replace(day=1) <= begin <= today:
        raise Http404
    after = (begin + dt.timedelta(days=32)).replace(day=1)
    moments = record.days_of(*record.month_bounds(begin), request.now)
    counted = Counter(timezone.localdate(moment) for moment in moments)
    weeks = [
        [(day, counted[day]) if day.month == begin.month else None for day in week]
        for week in calendar.Calendar().monthdatescalendar(begin.year, begin.month)
    ]
    request.due = next_change(request.now)
    before = (begin - dt.timedelta(days=1)).replace(day=1)
    context = {
        "begin": begin,
        "weeks": weeks,
        "total": sum(counted.values()),
        "before": before if before >= first.replace(day=1) else None,
        "after": after if after <= today else None,
    }
    return render(request, "paper/editions/archive_month.html", context)


def day(request, year, month, day):
    """The paper as it was that day; of what is down now, at most the note."""
    asked = asked_for(year, month, day)
    first, today = record.first_day(request.now), timezone.localdate(request.now)
    if not first or not first <= asked <= today:
        raise Http404
    query, values = record.stories_of_day, record.of_day(asked, request.now)
    page = page_in_time(request, A_PAGE, query, by="live_from", **values)
    down = record.down_now(page, request.now)
    items = [(row, down.get(row.story_id), was_added_later(row)) for row in page]
    request.due = next_change(request.now)
    context = {
        "asked": asked,
        "is_today": asked == today,
        "page": page,
        "out": [item for item in items if item[0].came_out],
        "rest": [item for item in items if not item[0].came_out],
        "readable": [row for row, down, _later in items if is_readable(row, down)],
        "before": asked - dt.timedelta(days=1) if asked > first else None,
        "after": asked + dt.timedelta(days=1) if asked < today else None,
    }
    return render(request, "paper/editions/archive_day.html", context)


def is_readable(row, down):
    return not down and row.kind != Kind.WITHDRAWAL


def was_added_later(row):
    """Whether an edition was put into the record after the day that it is dated."""
    return row.edition.recorded_at - row.live_from > dt.timedelta(days=1)


def since(request, year, month, day):
    """What changed in fact since a day, story by story, with the notes."""
    asked = asked_for(year, month, day)
    today = timezone.localdate(request.now)
    if asked > today:
        raise Http404
    begin = record.day_bounds(asked)[0]
    values = {"begin": begin, "now": request.now}
    page = page_in_time(request, A_PAGE, record.stories_since, **values)
    lists.add_translations(page.rows, request.now)
    keys = {row.story_id for row in page}
    told = {}
    for row in record.changes_since(keys=keys, **values) if keys else ():
        told.setdefault(row.story_id, []).append(row)
    items = [(row, told.get(row.story_id, [])) for row in page]
    request.due = page_rows.next_due(request.now)
    context = {"asked": asked, "page": page, "items": items}
    return render(request, "paper/editions/since.html", context)
