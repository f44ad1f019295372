"""Letters to followers, in numbers: how many follow, what waits, what is refused."""

from django.conf import settings
from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from operations.metrics.paper_figures import gauge
from paper.models import Notification, Subscription


def followers():
    if not settings.FOLLOW_BY_MAIL:
        return
    found = gauge("subscriptions", "What is followed by mail.", labels=["kind"])
    rows = Subscription.objects.confirmed().order_by("kind").values("kind")
    counts = dict(rows.annotate(n=Count("pk")).values_list("kind", "n"))
    for kind in Subscription.Kind:
        found.add_metric([kind.value], counts.get(kind.value, 0))
    yield found
    yield from waiting(timezone.now())


def waiting(now):
    """Letters whose turn has come, or that were refused and are tried again."""
    due = Q(due_at__lte=now) | Q(failures__gt=0)
    said = Notification.objects.filter(due, sent_at=None).aggregate(
        count=Count("pk"), oldest=Min("due_at"), failures=Max("failures")
    )
    behind = (now - said["oldest"]).total_seconds() if said["oldest"] else 0.0
    yield gauge("follower_letters_waiting", "Letters to be sent.", value=said["count"])
    words = "Seconds for which the first of them is due."
    yield gauge("follower_letters_behind_seconds", words, value=max(0.0, behind))
    words = "Times that one letter was refused, the most of any."
    yield gauge("follower_letters_failures", words, value=said["failures"] or 0)


QUESTIONS = (followers,)
