"""What runs beside the web server: jobs, purges and feeds, by the rows they leave."""

import datetime as dt

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from operations import jobs
from operations.doctor.diagnosis import counted, fault, spoken, warning
from operations.models import Job, Purge, Push
from sources.models import Feed

LATE = dt.timedelta(minutes=15)
FAILURES = 3  # on end
FEED_FAILURES = 8  # on end, with a pause that doubles to a day: for two days at least
PAGE = "jobs-and-purges.md"
TICK = "Start the service `tick` (`docker compose up -d tick`, `systemctl start "
TICK += "newsroom-tick`), or run `manage.py tick` from cron each minute."


def ticking(_case):
    """Of what a clock that was ahead has dated, nothing is known."""
    begun = Job.objects.filter(began_at__lte=timezone.now() + LATE)
    newest = begun.aggregate(newest=Max("began_at"))["newest"]
    if newest is None:
        yield fault("No job has ever run: `tick` is not there.", TICK, PAGE)
    elif (ago := timezone.now() - newest) > LATE:
        yield fault(
            f"No job has run for {spoken(ago)}: `tick` stands still.",
            TICK,
            PAGE,
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
            PAGE,
        )


def jobs_on_time(_case):
    """One that is never begun waits for one that never ends."""
    due = Job.objects.filter(name__in=[work.name for work in jobs.wanted_jobs()])
    waiting = due.filter(due_at__lt=timezone.now() - LATE).order_by("due_at")
    for job in waiting[:1]:
        yield warning(
            f"{counted(waiting.count(), 'job')} late, the first is {job.name}, "
            f"{spoken(timezone.now() - job.due_at)}: `tick` is held up.",
            "Look in its log which job it is at, and start the service anew.",
            PAGE,
        )


def caches_purged(_case):
    for purge in Purge.objects.filter(failures__gte=FAILURES):
        yield fault(
            f"The cache at {purge.target} has refused {purge.failures} purges on end: "
            f"{first_line(purge.fault)}",
            "Start it, and let it take purges from this machine; until then its pages "
            "may be a minute old.",
            "jobs-and-purges.md#caches-that-forget-what-changed",
        )


def hub_told(_case):
    untold = Push.objects.filter(told_at=None, failures__gte=FAILURES)
    if settings.WEBSUB_HUB and (first := untold.order_by("pk").first()):
        feeds = untold.values("feed").distinct().count()
        yield fault(
            f"The hub at {settings.WEBSUB_HUB} was told of {counted(feeds, 'feed')} "
            f"in vain: {first_line(first.fault)}",
            "See that this machine reaches it, or name another in WEBSUB_HUB; until "
            "then followers' programs find news when they ask for it.",
            "../feeds.md#push-through-a-hub",
        )


def feeds_read(_case):
    failing = Feed.objects.filter(active=True, failures__gte=FEED_FAILURES)
    if settings.FETCH_SOURCES and (worst := failing.order_by("-failures").first()):
        yield warning(
            f"{counted(failing.count(), 'watched feed')} failed for days; "
            f"{worst.name} says: "
            f"{first_line(worst.said)}",
            "Mend or untick them at the desk, under Feeds.",
            PAGE,
        )


def first_line(text):
    return f"{text.strip().partition(chr(10))[0].rstrip('.') or 'no reason given'}."
