"""The fediverse: that what is written down is sent, and that there is a key. In
numbers: nobody is named."""

import datetime as dt

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from operations.doctor.diagnosis import counted, fault, spoken
from paper.fediverse import signing_keys
from paper.fediverse.rows import Delivery

LATE = dt.timedelta(hours=1)
PAGE = "../activitypub.md"


def fediverse_told(_case):
    """Of a server that refuses nothing is late: it is tried again at its moment."""
    if not settings.FEDIVERSE_NAME:
        return
    before = timezone.now() - LATE
    late = Delivery.objects.filter(sent_at=None, inbox__due_at__lt=before)
    late = late.filter(inbox__failures=0).order_by("inbox__due_at")
    if first := late.values_list(F("inbox__due_at"), flat=True).first():
        behind = spoken(timezone.now() - first)
        notes = counted(late.count(), "note")
        yield fault(
            f"{notes} for other servers late, the first by {behind}.",
            "See that `tick` runs, and what it says.",
            PAGE,
        )


def key_opens(_case):
    """`tick` makes one where there is none."""
    if settings.FEDIVERSE_NAME and signing_keys.is_locked():
        yield fault(
            "No secret key that is here opens the key that signs for the fediverse.",
            "Let `tick` run: it makes another one, which servers read by themselves.",
            f"{PAGE}#the-key",
        )
