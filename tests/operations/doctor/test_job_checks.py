"""Jobs that don't run or fail, caches that refuse, feeds that are silent."""

import datetime as dt

import pytest
from django.utils import timezone

from operations.models import Job, Purge, Push
from tests import make
from tests.support import ward

pytestmark = pytest.mark.django_db


def test_a_tick_that_never_came(well):
    Job.objects.all().delete()

    assert ward.look() == [("tick", "No job has ever run: `tick` is not there.")]


def test_a_tick_that_stands_still(well):
    Job.objects.update(began_at=timezone.now() - dt.timedelta(hours=5, minutes=1))

    assert ward.look() == [("tick", "No job has run for 5 hours: `tick` stands still.")]


def test_a_job_that_fails(well):
    Job.objects.update(failures=3, fault="No such host.\nTraceback", succeeded_at=None)

    said = "The job feeds has failed 3 times on end: No such host."
    assert ward.look() == [("jobs", said)]


def test_a_job_that_failed_says_when_it_last_went_well(well):
    went_well = dt.datetime(2026, 11, 30, 4, 5, tzinfo=dt.UTC)
    Job.objects.update(failures=4, succeeded_at=went_well)

    said = "The job feeds has failed 4 times on end since 30 November, 04:05 UTC: no "
    assert ward.look() == [("jobs", f"{said}reason given.")]


def test_jobs_that_wait_for_one_that_never_ends(well, settings):
    """What is no longer wanted waits for nobody."""
    settings.FETCH_SOURCES = True
    now = timezone.now()
    for name, minutes in (("unsaved texts", 61), ("feeds", 25), ("heartbeat", 0)):
        due = now - dt.timedelta(minutes=minutes)
        Job.objects.update_or_create(name=name, defaults={"due_at": due})
    Job.objects.create(name="gone", due_at=now - dt.timedelta(days=9))

    said = "2 jobs late, the first is unsaved texts, 1 hour: `tick` is held up."
    assert ward.look() == [("late jobs", said)]


def test_a_cache_that_refuses_to_be_purged(well):
    Purge.objects.create(target="http://front:8080", failures=3, fault="405")
    Purge.objects.create(target="http://other:8080", failures=2, fault="405")

    said = "The cache at http://front:8080 has refused 3 purges on end: 405."
    assert ward.look() == [("purges", said)]


def test_feeds_that_have_failed_for_days(well, settings):
    settings.FETCH_SOURCES = True
    make.feed(name="The Post", failures=9, said="404")
    make.feed(name="The Times", failures=8, said="refused")
    make.feed(name="Left", failures=99, active=False)
    make.feed(name="New", failures=7)

    said = "2 watched feeds failed for days; The Post says: 404."
    assert ward.look() == [("feeds", said)]


def test_a_clock_that_was_ahead_hides_no_tick_that_stands_still(well):
    now = timezone.now()
    Job.objects.update(began_at=now - dt.timedelta(hours=5, minutes=1))
    Job.objects.create(name="gone", began_at=now + dt.timedelta(days=900))

    assert ward.look() == [("tick", "No job has run for 5 hours: `tick` stands still.")]


def test_a_hub_that_takes_no_news(well, settings):
    edition = make.edition()
    said = {"edition": edition, "fault": "no answer within 3 seconds"}
    for feed, failures in (("/rss.xml", 3), ("/atom.xml", 2), ("/desks/a/rss.xml", 9)):
        Push.objects.create(feed=feed, failures=failures, **said)
    Push.objects.create(feed="/x", failures=4, told_at=timezone.now(), edition=edition)
    assert ward.look() == []  # of a hub that nobody names any more

    settings.WEBSUB_HUB = "https://hub.example/"

    fault = "The hub at https://hub.example/ was told of 2 feeds in vain: no answer "
    assert ward.look() == [("hub", f"{fault}within 3 seconds.")]
