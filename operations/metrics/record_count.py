"""Editions by kind, and the texts that are live: of any record for a few milliseconds.

No index has the kinds. But what came out never changes, so each process counts what is
old once, a piece at a time, and then only what came since.
"""

import time
from collections import Counter

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from prometheus_client.core import CounterMetricFamily

from operations.metrics.paper_figures import gauge
from stories.models import Edition
from stories.models.record import Kind

PIECE = 20_000
PATIENCE = 0.4  # seconds of counting what is old, each time
# Numbers that PostgreSQL may have given to a transaction which is not yet to be seen.
UNSEEN = 5_000
IS_STORY = Q(story__isnull=False)


class RecordCount:
    """`counts` are of editions up to the number `upto` that are out. Of these it knows
    as well which were `ahead` when it met them, and withdrawals that may be the last
    word."""

    def __init__(self, piece=PIECE, unseen=None):
        self.piece, self.unseen = piece, unseen
        self.forget()

    def forget(self):
        self.upto, self.counts = 0, Counter()
        self.ahead, self.withdrawn = set(), set()

    def __call__(self):
        """Nothing before all that is old was counted."""
        now, newest = timezone.now(), Edition.objects.order_by("-pk").first()
        newest = newest.pk if newest else 0
        if newest < self.upto:  # it is another record
            self.forget()
        if not self.catch_up(max(0, newest - self.margin()), now):
            return []
        self.settle(now)
        counts, ahead, withdrawn = count(Edition.objects.filter(pk__gt=self.upto), now)
        self.withdrawn, gone = still_gone(self.withdrawn, now)
        _recent, more_gone = still_gone(withdrawn, now)
        waiting = kinds_of(self.ahead | ahead)
        return families(self.counts + counts, waiting, gone + more_gone)

    def margin(self):
        if self.unseen is not None:
            return self.unseen
        return UNSEEN if connection.vendor == "postgresql" else 0

    def catch_up(self, end, now):
        """Count on, for a while; whether nothing old is left."""
        until = time.monotonic() + PATIENCE
        while self.upto < end and time.monotonic() < until:
            last = min(end, self.upto + self.piece)
            rows = Edition.objects.filter(pk__gt=self.upto, pk__lte=last)
            counts, ahead, withdrawn = count(rows, now)
            self.counts += counts
            self.ahead |= ahead
            self.withdrawn |= withdrawn
            self.upto = last
        return self.upto >= end

    def settle(self, now):
        """What was ahead has come since, or was taken back, or is ahead still."""
        rows = Edition.objects.filter(pk__among=[*self.ahead])
        counts, self.ahead, withdrawn = count(rows, now)
        self.counts += counts
        self.withdrawn |= withdrawn


def count(rows, now):
    """(how many of a kind and an owner are out, keys of those ahead, keys of those
    withdrawals that are out)."""
    rows = rows.order_by().annotate(is_story=IS_STORY, is_ahead=Q(published_at__gt=now))
    grouped = rows.values_list("kind", "is_story", "is_ahead").annotate(Count("pk"))
    counts = Counter()
    for kind, is_story, is_ahead, number in grouped:
        if not is_ahead:
            counts[kind, bool(is_story)] += number
    named = rows.filter(Q(kind=Kind.WITHDRAWAL) | Q(published_at__gt=now))
    ahead, withdrawn = set(), set()
    for key, is_ahead in named.values_list("pk", "is_ahead"):
        (ahead if is_ahead else withdrawn).add(key)
    return counts, ahead, withdrawn


def still_gone(keys, now):
    """Of these withdrawals the ones with nothing after them; and how many are of
    stories (True) and of questions."""
    if not keys:
        return set(), Counter()
    later = Edition.objects.due(now).filter(number__gt=OuterRef("number"))
    # One after the other, as each has an index of its own.
    last = [
        ~Exists(later.filter(**{owner: OuterRef(owner)}))
        for owner in ("story", "question")
    ]
    rows = Edition.objects.order_by().filter(*last, pk__among=[*keys])
    found = dict(rows.annotate(is_story=IS_STORY).values_list("pk", "is_story"))
    return {*found}, Counter(map(bool, found.values()))


def kinds_of(keys):
    rows = Edition.objects.filter(pk__among=[*keys])
    return Counter(rows.values_list("kind", flat=True)) if keys else Counter()


def families(counts, waiting, gone):
    """A text is live from its first edition on, but while a withdrawal is the last."""
    published = CounterMetricFamily(
        "newsroom_editions", "Editions that readers have had.", labels=["kind"]
    )
    pending = gauge("pending_editions", "Editions dated ahead.", labels=["kind"])
    live = gauge("live_texts", "Texts that readers have.", labels=["of"])
    for kind in Kind:
        published.add_metric([kind], counts[kind, True] + counts[kind, False])
        pending.add_metric([kind], waiting[kind])
    for of, is_story in (("story", True), ("question", False)):
        live.add_metric([of], counts[Kind.FIRST, is_story] - gone[is_story])
    return [published, pending, live]
