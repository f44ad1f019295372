"""What runs beside the web server, as its rows have it."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from operations.metrics.job_figures import jobs, purges, pushes
from operations.models import Job, Purge, Push
from paper.models import Generation
from tests import make
from tests.operations.metrics.test_paper_figures import told
from tests.support import wire

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2031, 5, 5, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_job_tells_since_when_it_is_due_and_when_it_went_well():
    well = {"succeeded_at": NOW - 3 * MINUTE, "began_at": NOW - 3 * MINUTE}
    Job.objects.create(name="feeds", due_at=NOW - 2 * MINUTE, failures=4, **well)
    Job.objects.create(name="letters", due_at=NOW + MINUTE, began_at=NOW - MINUTE)

    assert told(jobs) == {
        ("job_late_seconds", "feeds"): 120,
        ("job_failures", "feeds"): 4,
        ("job_success_timestamp_seconds", "feeds"): NOW.timestamp() - 180,
        ("tick_timestamp_seconds",): NOW.timestamp() - 60,
    }


def test_where_no_job_has_ever_begun_tick_tells_nothing():
    assert told(jobs) == {}


def test_a_cache_is_behind_by_the_age_of_the_oldest_change_it_was_not_told_of():
    make.published_story()
    wire.settle()
    moment = Generation.objects.get().n
    told_all = {"n": moment, "failures": 0}
    Purge.objects.create(target="http://well.example:6081", **told_all)
    Purge.objects.create(
        target="http://u:secret@late.example", n=moment - 1, failures=3
    )
    later = dt.datetime.fromtimestamp(moment / 1000, dt.UTC) + MINUTE

    with time_machine.travel(later, tick=False):
        assert told(purges) == {
            ("purge_behind_seconds", "late.example"): 60,
            ("purge_failures", "late.example"): 3,
        }


def test_a_cache_that_was_never_asked_is_not_behind():
    make.published_story()
    wire.settle()
    Purge.objects.create(target="http://new.example")

    assert told(purges) == {}
    assert timezone.now() == NOW


def test_a_hub_is_behind_by_the_age_of_the_oldest_news_it_was_not_told(settings):
    assert told(pushes) == {}
    settings.WEBSUB_HUB = "https://hub.example/"
    edition, later = make.edition(), NOW + 3 * MINUTE
    for feed, failures in (("/rss.xml", 2), ("/atom.xml", 0), ("/tags/a/rss.xml", 0)):
        Push.objects.create(edition=edition, feed=feed, failures=failures)
    Push.objects.create(edition=make.edition(), feed="/rss.xml", told_at=NOW)
    Push.objects.filter(feed="/tags/a/rss.xml").update(due_at=later + MINUTE)

    with time_machine.travel(later, tick=False):
        assert told(pushes) == {
            ("hub_waiting_feeds",): 2,
            ("hub_behind_seconds",): 180,
            ("hub_failures",): 2,
        }
