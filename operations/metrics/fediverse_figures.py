"""The fediverse in numbers: how many follow there, what waits, who takes nothing."""

from django.conf import settings
from django.db.models import Count

from operations.metrics.paper_figures import gauge
from paper.fediverse.actors import FOLDERS
from paper.fediverse.rows import Delivery, RemoteFollow, RemoteInbox


def fediverse():
    if not settings.FEDIVERSE_NAME:
        return
    found = gauge("fediverse_followers", "Who follows elsewhere.", labels=["kind"])
    rows = RemoteFollow.objects.order_by("kind").values("kind")
    counts = dict(rows.annotate(n=Count("pk")).values_list("kind", "n"))
    for kind, folder in FOLDERS.items():
        found.add_metric([folder], counts.get(kind, 0))
    yield found
    waiting = Delivery.objects.filter(sent_at=None).count()
    yield gauge("fediverse_waiting", "Activities to be sent.", value=waiting)
    failing = RemoteInbox.objects.exclude(failing_since=None).count()
    words = "Inboxes of other servers that take nothing."
    yield gauge("fediverse_failing_inboxes", words, value=failing)


QUESTIONS = (fediverse,)
