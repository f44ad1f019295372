"""Of many that ask for the same work at once, one has it, until then."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django.utils import timezone

from operations.models import Job, Purge

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def test_work_that_is_due_is_claimed_once_and_is_due_again_by_itself():
    now = timezone.now()
    Job.objects.create(name="feeds", due_at=now)
    rows = Job.objects.filter(name="feeds")

    assert not rows.claim(now - MINUTE, now + MINUTE)
    assert rows.claim(now, now + MINUTE, began_at=now)
    assert not rows.claim(now, now + MINUTE)
    assert rows.claim(now + MINUTE, now + 2 * MINUTE)
    assert (rows.get().began_at, rows.get().due_at) == (now, now + 2 * MINUTE)


def test_a_cache_has_one_row_for_each_delay():
    Purge.objects.create(target="http://cache", delay=400)

    assert str(Purge.objects.get()) == "http://cache after 400 ms"
    with pytest.raises(IntegrityError):
        Purge.objects.create(target="http://cache", delay=400)
