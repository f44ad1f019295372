"""`manage.py tick` by hand or from cron: what is due, and then it ends."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from operations import jobs
from operations.models import Job, Purge
from tests import make
from tests.support.caches import open_cache

pytestmark = pytest.mark.django_db


def tick():
    out = StringIO()
    call_command("tick", stdout=out)
    return out.getvalue()


def test_it_does_what_is_due_and_says_what_there_is_to_say(settings):
    settings.FORGET_MESSAGES_DAYS = 30
    make.message(at=make.soon(days=-31))

    with open_cache() as cache:
        settings.PURGE_URLS = [cache.address]
        assert tick() == "readers' letters: Deleted: 1\n"
        assert tick() == ""
        assert cache.purged == ["everything"]
    assert {*Job.objects.values_list("name", "runs")} == {
        (work.name, 1) for work in jobs.wanted_jobs()
    }


def test_what_went_wrong_is_its_status_and_stops_nothing_else(settings, monkeypatch):
    def fail():
        raise ValueError("no disk")

    work = jobs.Work("wrong", jobs.HOUR, fail)
    monkeypatch.setattr(jobs, "JOBS", (work, *jobs.JOBS))
    settings.PURGE_URLS = ["http://127.0.0.1:1/"]

    with pytest.raises(CommandError) as refused:
        tick()

    wrong, cache = str(refused.value).split("\n")
    assert wrong == "wrong: ValueError: no disk"
    assert cache.startswith("http://127.0.0.1:1/: [Errno 111]")
    assert Job.objects.filter(fault="").count() == len(jobs.wanted_jobs()) - 1
    assert Purge.objects.get(delay=0).failures == 1


def test_a_database_that_is_behind_ends_it_with_one_line():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE operations_job RENAME TO aside")

    with pytest.raises(CommandError, match=r"^The database can't be used: .*_job"):
        tick()
