"""Letters to followers: that they go, and that their addresses can be read. In numbers:
nobody is named."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from operations.doctor.diagnosis import counted, fault, spoken
from paper.followers.consent import locked_out
from paper.models import Notification

LATE = dt.timedelta(hours=1)
PAGE = "letters.md"


def letters_go(_case):
    """What is tried again after a refusal is not late, but has a moment of its own."""
    late = Notification.objects.filter(
        sent_at=None, due_at__lt=timezone.now() - LATE
    ).order_by("due_at")
    if settings.FOLLOW_BY_MAIL and (first := late.first()):
        said = f" The mail server said: {first.fault}." if first.fault else ""
        yield fault(
            f"{counted(late.count(), 'letter')} to followers late, the first by "
            f"{spoken(timezone.now() - first.due_at)}.{said}",
            "See that `tick` runs, and that the mail server takes letters: "
            "`manage.py doctor --mail you@news.example`.",
            PAGE,
        )


def addresses_readable(_case):
    if count := locked_out().count():
        yield fault(
            f"{counted(count, 'follower')} can't be written to: no secret key that is "
            "here opens the address.",
            "Put the key of before into SECRET_KEY_FALLBACKS; if it is lost, so are "
            "they, and `manage.py followers --forget-all everybody` clears the table.",
            f"{PAGE}#the-secret-key",
        )
