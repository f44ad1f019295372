"""`tick --forever` goes on whatever happens, and ends when it is told."""

import datetime as dt
from threading import Event, Thread

import pytest
from django.db import connection
from django.utils import timezone

from operations import ticker
from operations.jobs import HEARTBEAT, Work
from operations.models import Job
from operations.ticker import Ticker

HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch):
    monkeypatch.setattr(ticker, "LOOK", 0.01)
    monkeypatch.setattr(ticker, "SECOND", 0.01)


def follow(step):
    """Take a step until it says that it is over."""
    beside = Ticker([])

    def taken():
        if step():
            beside.stop.set()

    thread = Thread(target=beside.follow, args=(taken, 0))
    thread.start()
    thread.join(60)
    assert not thread.is_alive()


@pytest.mark.django_db
def test_while_the_database_is_silent_it_says_so_once_and_goes_on(caplog):
    steps = []

    def step():
        steps.append(None)
        with connection.cursor() as cursor:
            there = "1" if len(steps) in (1, 5, 8) else "nothing.there"
            cursor.execute(f"SELECT {there}")
        return len(steps) == 8

    follow(step)

    gone = "The database can't be used; tick waits: "
    said = [record.getMessage() for record in caplog.records]
    assert [text.startswith(gone) for text in said] == [True, False] * 2
    assert said[1] == said[3] == "The database answers again; tick goes on."


def test_what_nobody_thought_of_is_logged_and_ends_nothing(caplog):
    steps = []

    def step():
        steps.append(None)
        if len(steps) < 3:
            raise ValueError
        return True

    follow(step)

    said = [record.getMessage() for record in caplog.records]
    assert said == ["tick met what nobody thought of, and goes on"] * 2


@pytest.mark.usefixtures("committed")
def test_a_job_that_does_not_end_in_time_is_left_as_not_done(monkeypatch):
    """The heart has beaten beside it."""
    monkeypatch.setattr(ticker, "GRACE", 0.05)
    at_work, go_on, beaten = Event(), Event(), Event()

    def hang():
        at_work.set()
        go_on.wait(60)

    jobs = [
        Work("backup", HOUR, hang, HOUR),
        Work(HEARTBEAT, HOUR, beaten.set),
    ]
    mine, ended = Ticker(jobs), []
    thread = Thread(target=lambda: ended.append(run_and_close(mine)))
    thread.start()
    assert at_work.wait(60)
    assert beaten.wait(60)
    mine.stop.set()
    thread.join(60)
    row = Job.objects.get(name="backup")
    go_on.set()
    for thread in mine.threads:
        thread.join(60)

    assert ended == [False]
    assert row.due_at <= timezone.now()
    assert row.ended_at is None


def run_and_close(mine):
    try:
        return mine.run()
    finally:
        connection.close()
