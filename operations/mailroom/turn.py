"""What `tick` does for followers: who asked is asked back, what is due is written down
for each of them, and sent."""

import datetime as dt
import logging

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from operations.mailroom.delivery import Delivery
from paper.followers import consent
from paper.followers.audience import notify
from paper.models import Mailing, Notification, Subscription
from stories.models import Showing

logger = logging.getLogger(__name__)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
# An edition is looked for so long after its moment: it may have been written down by a
# transaction that took its time.
LATE = HOUR
# Nobody is sent what is older, after a pause of `tick` or of letters.
OLDEST = 3 * DAY
KEPT_FOR = 2 * DAY  # what was sent
MOST = 200  # editions that are taken up at once
PATIENCE = 45  # seconds of sending, before other jobs have their turn
SILENCE = set()  # what the log has heard of the mail server already


def run():
    """One turn; returns what there is to say of it."""
    now = timezone.now()
    consent.see_to_requests(now)
    for row in editions_due(now)[:MOST]:
        take_up(row, now)
    delivery = Delivery(PATIENCE)
    delivery.run()
    note(delivery.fault)
    return f"Letters sent: {delivery.sent}" if delivery.sent else ""


def note(fault):
    """The log hears once that the mail server can't be used, and once that it can."""
    if fault and not SILENCE:
        logger.warning("The mail server takes no letters: %s", fault)
    if SILENCE and not fault:
        logger.warning("The mail server takes letters again.")
    SILENCE.clear()
    SILENCE.update({fault} - {""})


def editions_due(now):
    """Changes of fact that have come to readers and that nobody has written down for
    followers, the first one first."""
    last = newest()
    since = max((min(last, now) if last else now) - LATE, now - OLDEST)
    rows = Showing.objects.filter(live_from__gt=since, live_from__lte=now)
    has_mailing = Exists(Mailing.objects.filter(edition=OuterRef("pk")))
    return rows.filter(~has_mailing, material=True).order_by("live_from", "pk")


def newest():
    return Mailing.objects.aggregate(at=Max("edition__published_at"))["at"]


def take_up(row, now):
    """Write down who hears of it: whoever is killed over it begins again."""
    if Subscription.objects.confirmed().exists():
        notify(row, now)
    with transaction.atomic():
        Mailing.objects.get_or_create(edition_id=row.pk)


def forget():
    """What was sent days ago, who never confirmed, and addresses by an older key."""
    now = timezone.now()
    consent.forget(now)
    consent.seal_again()
    consent.delete_some(Notification.objects.filter(sent_at__lt=now - KEPT_FOR))
    last = newest()
    if last is not None:
        before = min(last - LATE, now - OLDEST)
        old = Mailing.objects.filter(edition__published_at__lt=before)
        consent.delete_some(old)
    return ""


def is_wanted():
    return settings.FOLLOW_BY_MAIL
