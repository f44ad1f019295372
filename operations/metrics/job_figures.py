"""What runs beside the web server, and how far caches have been purged."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Max, Min
from django.utils import timezone

from operations import hub
from operations.metrics.paper_figures import gauge
from operations.models import Job, Purge
from paper.models import Generation, KeyChange


def jobs():
    """By a job's name, of which the code has few. One that is at work isn't late."""
    now = timezone.now()
    late = gauge("job_late_seconds", "Seconds since a job was due.", labels=["job"])
    failing = gauge("job_failures", "Times that it failed in a row.", labels=["job"])
    good = gauge(
        "job_success_timestamp_seconds", "When it went well last.", labels=["job"]
    )
    begun = []
    for job in Job.objects.all():
        late.add_metric([job.name], max(0.0, (now - job.due_at).total_seconds()))
        failing.add_metric([job.name], job.failures)
        if job.succeeded_at:
            good.add_metric([job.name], job.succeeded_at.timestamp())
        begun += [job.began_at] if job.began_at and job.began_at <= now else []
    yield from (late, failing, good)
    if begun:
        words = "When any job began last: whether somebody looks after them."
        yield gauge("tick_timestamp_seconds", words, value=max(begun).timestamp())


def purges():
    """By the host of a cache: how long it has been offering what has changed."""
    now, generation = timezone.now(), Generation.objects.first()
    behind = gauge(
        "purge_behind_seconds",
        "Age of the oldest change that a cache was not told of.",
        labels=["cache"],
    )
    failing = gauge("purge_failures", "Purges that failed in a row.", labels=["cache"])
    seconds, failures = {}, {}
    for row in Purge.objects.all():
        cache = urlsplit(row.target).netloc.rpartition("@")[2] or "unnamed"
        age = untold(row, generation, now) - row.delay / 1000
        seconds[cache] = max(seconds.get(cache, 0), age)
        failures[cache] = max(failures.get(cache, 0), row.failures)
    for cache in sorted(seconds):
        behind.add_metric([cache], seconds[cache])
        failing.add_metric([cache], failures[cache])
    return behind, failing


def untold(row, generation, now):
    """Seconds since the oldest change that a purge has to tell yet; 0 if there is none.
    A generation's number is the moment of its change, in milliseconds."""
    if generation is None or row.n < 0 or row.n >= generation.n:
        return 0.0
    changes = KeyChange.objects.filter(n__gt=row.n)
    oldest = changes.aggregate(oldest=Min("n"))["oldest"] or generation.n
    return max(0.0, now.timestamp() - oldest / 1000)


def pushes():
    """Of feeds of which the hub was not told yet, though their turn has come."""
    if not settings.WEBSUB_HUB:
        return
    now = timezone.now()
    found = hub.waiting().filter(due_at__lte=now) | hub.waiting().filter(failures__gt=0)
    said = found.aggregate(
        count=Count("feed", distinct=True),
        oldest=Min("edition__published_at"),
        failures=Max("failures"),
    )
    behind = (now - said["oldest"]).total_seconds() if said["oldest"] else 0.0
    yield gauge(
        "hub_waiting_feeds",
        "Feeds of which the hub is to be told.",
        value=said["count"],
    )
    yield gauge(
        "hub_behind_seconds",
        "Age of the oldest news that it was not told.",
        value=behind,
    )
    words = "Times that it was told of one feed in vain, the most of any."
    yield gauge("hub_failures", words, value=said["failures"] or 0)


QUESTIONS = (jobs, purges, pushes)
