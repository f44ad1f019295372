"""Tells a WebSub hub which feeds have news, once a change of fact has come to readers.

A row says of which edition and feed the hub has to be told. It is written as soon as
the edition is due and noted as done once the hub agreed, so whoever is killed between
the two has it told again, and nothing is left out.
"""

import datetime as dt
import logging
import time
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, F, Max, OuterRef
from django.utils import timezone

from operations.models import Push
from operations.purge.targets import PurgeError, ask
from paper.feeds.reach import feeds_with
from stories.models import Showing

logger = logging.getLogger(__name__)
SECOND, MINUTE = dt.timedelta(seconds=1), dt.timedelta(minutes=1)
# An edition is looked for so long after its moment: it may have been written down by a
# transaction that took its time.
LATE = dt.timedelta(hours=1)
KEPT_FOR = dt.timedelta(days=2)  # what was told, and what was given up
MOST, FEEDS = 200, 1000  # editions that are taken up at once, and rows that are told
# The hub asks for the feed at once, by way of the caches before the paper. Those that
# can be purged know by then; others keep what they have for a minute.
PURGED, STALE = 7 * SECOND, 65 * SECOND
PATIENCE = 60  # seconds for which the hub is told, before other jobs have their turn
# A feed is tried again after a minute, two, four, and so on; in vain for seventeen
# hours it is left until it has news again.
PAUSE, MOST_TRIES = MINUTE, 10
MOST_FAULTS = 3  # of one turn: nobody is there
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def tell():
    """Take up what has become due, and tell the hub all that it has to be told."""
    now = timezone.now()
    for row in editions_due(now)[:MOST]:
        take_up(row, now)
    told = tell_of_feeds(now)
    forget(now)
    return f"The hub was told of {told} feeds" if told else ""


def editions_due(now):
    """Changes of fact that have come to readers and that no row says yet, the first
    one first: since those that were taken up last."""
    last = newest()
    since = (min(last, now) if last else now) - LATE
    rows = Showing.objects.filter(live_from__gt=since, live_from__lte=now)
    has_rows = Exists(Push.objects.filter(edition=OuterRef("pk")))
    return rows.filter(~has_rows, material=True).order_by("live_from", "pk")


def newest():
    """When the newest edition came that was taken up."""
    return Push.objects.aggregate(at=Max("edition__published_at"))["at"]


def take_up(row, now):
    """Write down of which feeds the hub has to be told: of all, or of none."""
    due_at = now + (PURGED if settings.PURGE_URLS else STALE)
    feeds = feeds_with(row, now)
    pushes = [Push(edition_id=row.pk, feed=feed, due_at=due_at) for feed in feeds]
    Push.objects.bulk_create(pushes, ignore_conflicts=True)


def waiting():
    """What the hub was not told and is tried still."""
    return Push.objects.filter(told_at=None, failures__lt=MOST_TRIES)


def tell_of_feeds(now):
    """How many feeds the hub was told of. What it could not be told in this turn has
    the next one."""
    told = faults = 0
    end = time.monotonic() + PATIENCE
    due = waiting().filter(due_at__lte=now).order_by("pk")[:FEEDS]
    last = Push.objects.aggregate(last=Max("pk"))["last"]
    for feed in dict.fromkeys(due.values_list("feed", flat=True)):
        if time.monotonic() > end or faults == MOST_FAULTS:
            break
        # Whatever else it has is told with it; what comes meanwhile is not.
        rows = Push.objects.filter(feed=feed, told_at=None, pk__lte=last)
        if fault := ping(f"{settings.SITE_URL}{feed}"):
            note_fault(rows, fault)
            faults += 1
        else:
            rows.update(told_at=timezone.now(), fault="")
            told += 1
    return told


def ping(address):
    """Tell the hub that there is news at an address. Why it did not agree, or nothing.

    It is the operator's, as caches are, and asked in the same way.
    """
    body = urlencode({"hub.mode": "publish", "hub.url": address})
    try:
        ask(settings.WEBSUB_HUB, "POST", "", FORM, body)
    except PurgeError as fault:
        return str(fault)
    return ""


def note_fault(rows, fault):
    """They are tried again ever less often; the log hears of it once."""
    if not has_failed():
        logger.warning("The hub takes no news: %s", fault)
    failures = rows.aggregate(most=Max("failures"))["most"]
    due_at = timezone.now() + PAUSE * 2 ** min(failures, MOST_TRIES)
    rows.update(fault=fault, failures=F("failures") + 1, due_at=due_at)


def has_failed():
    return waiting().filter(failures__gt=0).exists()


def forget(now):
    """What was told or given up long ago. The rows of the newest edition stay, as they
    say from where on to look."""
    old = Push.objects.filter(edition__published_at__lt=now - KEPT_FOR)
    old = old.exclude(pk__in=waiting().values("pk"))
    old.exclude(edition__published_at=newest()).delete()


def is_wanted():
    return bool(settings.WEBSUB_HUB)
