"""What the database knows of the paper, asked where figures are read: right for all
processes and commands alike, whoever did what.
"""

from collections import Counter

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from pages.models import ReaderMessage
from paper.models import Generation
from sources.models import Feed
from stories.models import Edition
from stories.models.record import Kind

FAILING = 3  # times in a row: a site may be away for an hour
IS_STORY = Q(story__isnull=False)


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


def record():
    """Editions, and from them what is live: one look through the whole record, as no
    index has the kinds. A text is live from its first edition on, but for those whose
    newest one is a withdrawal."""
    now = timezone.now()
    later = Edition.objects.due(now).filter(
        Q(story=OuterRef("story")) | Q(question=OuterRef("question")),
        number__gt=OuterRef("number"),
    )
    gone = Q(kind=Kind.WITHDRAWAL, published_at__lte=now) & ~Exists(later)
    rows = Edition.objects.order_by().annotate(is_story=IS_STORY)
    rows = rows.values_list("kind", "is_story").annotate(
        out=Count("pk", filter=Q(published_at__lte=now)),
        ahead=Count("pk", filter=Q(published_at__gt=now)),
        gone=Count("pk", filter=gone),
    )
    return families([*rows])


def families(rows):
    published = CounterMetricFamily(
        "newsroom_editions", "Editions that readers have had.", labels=["kind"]
    )
    pending = gauge("pending_editions", "Editions dated ahead.", labels=["kind"])
    live = gauge("live_texts", "Texts that readers have.", labels=["of"])
    of_kind, texts = Counter(), Counter()
    for kind, is_story, out, ahead, gone in rows:
        of_kind[kind, "out"] += out
        of_kind[kind, "ahead"] += ahead
        texts[is_story] += (out if kind == Kind.FIRST else 0) - gone
    for kind in Kind:
        published.add_metric([kind], of_kind[kind, "out"])
        pending.add_metric([kind], of_kind[kind, "ahead"])
    live.add_metric(["story"], texts[True])
    live.add_metric(["question"], texts[False])
    return published, pending, live


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


QUESTIONS = (generation, record, feeds, letters)
