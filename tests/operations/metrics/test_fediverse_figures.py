"""Figures of the fediverse: how many, and what waits."""

import pytest
from django.utils import timezone

from operations.metrics.fediverse_figures import fediverse
from paper.fediverse.rows import RemoteInbox
from tests.operations.metrics.test_paper_figures import told

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_who_follows_and_what_waits_is_counted(settings):
    assert told(fediverse) == {}
    settings.FEDIVERSE_NAME = "lantern"
    said = {"address": "https://a.example/inbox", "host": "a.example"}
    inbox = RemoteInbox.objects.create(failing_since=timezone.now(), **said)
    for mark, kind, slug in (
        ("a", "front", ""),
        ("b", "front", ""),
        ("a", "desk", "b"),
    ):
        inbox.follows.create(digest=mark, kind=kind, slug=slug)
    inbox.deliveries.create(act="accept", kind="front", body="{}")
    inbox.deliveries.create(act="accept", kind="front", sent_at=timezone.now())

    assert told(fediverse) == {
        ("fediverse_followers", "paper"): 2,
        ("fediverse_followers", "desks"): 1,
        ("fediverse_waiting",): 1,
        ("fediverse_failing_inboxes",): 1,
    }
