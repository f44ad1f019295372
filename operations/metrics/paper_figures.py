"""What the database knows of the paper, asked where figures are read: right for all
processes and commands alike, whoever did what.
"""

from django.db.models import Count, Q
from prometheus_client.core import GaugeMetricFamily

from pages.models import ReaderMessage
from paper.models import Generation
from sources.models import Feed

FAILING = 3  # times in a row: a site may be away for an hour


def gauge(name, words, **labels):
    return GaugeMetricFamily(f"newsroom_{name}", words, **labels)


def generation():
    row = Generation.objects.first()
    if row:
        yield gauge("generation", "The number of the paper's generation.", value=row.n)
        yield gauge(
            "generation_moved_timestamp_seconds",
            "When the generation moved last.",
            value=row.moved_at.timestamp(),
        )


def feeds():
    """Watched feeds. One that fails is asked ever less often."""
    watched = Feed.objects.order_by().filter(active=True)
    all_of_them, failing = watched.aggregate(
        watched=Count("pk"), failing=Count("pk", filter=Q(failures__gte=FAILING))
    ).values()
    yield gauge("feeds_watched", "Feeds that are read.", value=all_of_them)
    yield gauge(
        "feeds_failing",
        f"Watched feeds that failed {FAILING} times in a row or more.",
        value=failing,
    )


def letters():
    found = gauge("letters", "Readers' letters that wait.", labels=["state"])
    for state in (ReaderMessage.State.NEW, ReaderMessage.State.HELD):
        found.add_metric([state], ReaderMessage.objects.filter(state=state).count())
    yield found


QUESTIONS = (generation, feeds, letters)
