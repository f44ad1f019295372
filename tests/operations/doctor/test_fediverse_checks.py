"""What other servers have to be told and aren't, and a key that nobody can use."""

import datetime as dt

import pytest
from django.utils import timezone

from paper.fediverse.rows import RemoteInbox
from tests.support import federated, ward

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HOUR = dt.timedelta(hours=1)


def test_what_is_late_is_counted_and_what_is_tried_again_is_not(well, settings):
    for name, failures in (("a", 0), ("b", 3)):
        said = {"address": f"https://{name}.example/inbox", "host": f"{name}.example"}
        at = timezone.now() - 2 * HOUR
        inbox = RemoteInbox.objects.create(due_at=at, failures=failures, **said)
        inbox.deliveries.create(act="accept", kind="front", body="{}")
    assert ward.look() == []  # where nothing is sent

    settings.FEDIVERSE_NAME, settings.HTTPS = "lantern", True

    words = "1 note for other servers late, the first by 2 hours."
    assert dict(ward.look())["fediverse"] == words


def test_a_key_of_another_secret_key(well, settings):
    settings.FEDIVERSE_NAME = "lantern"
    federated.have_key()
    assert "key of the fediverse" not in dict(ward.look())

    settings.SECRET_KEY = "another-key-" * 6

    assert "key of the fediverse" in dict(ward.look())
