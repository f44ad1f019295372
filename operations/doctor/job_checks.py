"""What runs beside the web server: jobs, purges and feeds, by the rows they leave."""

import datetime as dt

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from operations.doctor.diagnosis import counted, fault, spoken, warning
from operations.models import Job, Purge
from sources.models import Feed

LATE = dt.timedelta(minutes=15)
FAILURES = 3  # on end
FEED_FAILURES = 8  # on end, with a pause that doubles to a day: for two days at least
TICK = "Start the service `tick` (`docker compose up -d tick`, `systemctl start "
TICK += "newsroom-tick`), or run `manage.py tick` from cron each minute."


def ticking(_case):
    newest = Job.objects.aggregate(newest=Max("began_at"))["newest"]
    if newest is None:
        yield fault("No job has ever run: `tick` is not there.", TICK, "monitoring.md")
    elif (ago := timezone.now() - newest) > LATE:
        yield fault(
            f"No job has run for {spoken(ago)}: `tick` stands still.",
            TICK,
            "monitoring.md",
        )


def jobs_succeed(_case):
    for job in Job.objects.filter(failures__gte=FAILURES):
        since = (
            f"since {job.succeeded_at:%-d %B, %H:%M} UTC" if job.succeeded_at else ""
        )
        yield fault(
            f"The job {job.name} has failed {job.failures} times on end"
            f"{since and f' {since}'}: {first_line(job.fault)}",
            "Mend what it says; it is tried again by itself.",
            "monitoring.md",
        )


def caches_purged(_case):
    for purge in Purge.objects.filter(failures__gte=FAILURES):
        yield fault(
            f"The cache at {purge.target} has refused {purge.failures} purges on end: "
            f"{first_line(purge.fault)}",
            "Start it, and let it take purges from this machine; until then its pages "
            "may be a minute old.",
            "incidents/scheduled_story.md",
        )


def feeds_read(_case):
    failing = Feed.objects.filter(active=True, failures__gte=FEED_FAILURES)
    if settings.FETCH_SOURCES and (worst := failing.order_by("-failures").first()):
        yield warning(
            f"{counted(failing.count(), 'watched feed')} failed for days; "
            f"{worst.name} says: "
            f"{first_line(worst.said)}",
            "Mend or untick them at the desk, under Feeds.",
            "monitoring.md",
        )


def first_line(text):
    return f"{text.strip().partition(chr(10))[0].rstrip('.') or 'no reason given'}."
