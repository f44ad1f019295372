"""The events of a calendar: what live stories expect, and the days ahead of them."""

from django.conf import settings

from explainer.days import span
from paper.calendars.calendar_file import CalendarEvent
from paper.queries import upcoming_dates as dates


def of_paper(now):
    return events(dates.in_paper, now)


def of_desk(slug, now):
    return events(dates.in_desk, now, slug=slug)


def of_topic(keys, now):
    return events(dates.in_topic, now, keys=keys)


def of_story(showing, now):
    return events(dates.in_story, now, edition=showing.pk)


def events(query, now, **asked):
    """Both kinds in order of days; what is no one day stands in no calendar."""
    rows = [
        *query(dates.EXPECTATION, now=now, **asked),
        *query(dates.EVENT, now=now, **asked),
    ]
    ordered = sorted(rows, key=lambda row: (row.day, row.uid))
    return [event(row) for row in ordered if not span(row.label)]


def event(row):
    showing = row.showing
    outcome = row.said.get("outcome", "")
    headline = showing.short_headline or showing.headline
    return CalendarEvent(
        uid=f"{row.uid}.{showing.story_id}@{settings.SITE_HOST}",
        day=row.day,
        precision=row.precision or "day",
        words=row.said.get("words") or row.text,
        headline=headline,
        address=f"{settings.SITE_URL}{showing.get_absolute_url()}",
        edition=showing.number,
        changed=showing.live_from,
        language=showing.language or settings.LANGUAGE_CODE,
        open=row.kind == dates.EXPECTATION and not outcome,
        outcome=outcome,
        desk=row.desk_name or "",
    )
