"""Jobs that are due run once, each for itself, and nothing is stuck."""

import datetime as dt

import pytest

from operations.jobs import Work
from operations.models import Job
from operations.runner import Runner

pytestmark = pytest.mark.django_db
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
NOON = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


class Log(list):
    """What was done, by name."""

    def work(self, name, every=HOUR, fault=None):
        def run():
            self.append(name)
            if fault:
                raise fault
            return f"{name} is done"

        return Work(name, every, run, 5 * MINUTE)


@pytest.fixture
def log():
    return Log()


def test_a_job_runs_at_once_and_then_as_often_as_it_says(log, clock):
    runner = Runner([log.work("feeds")])

    for after in (0, 59, 60):
        clock.move_to(NOON + after * MINUTE, tick=False)
        runs = runner.step()

    assert log == ["feeds", "feeds"]
    assert [(run.name, run.said, run.fault) for run in runs] == [
        ("feeds", "feeds is done", "")
    ]
    row = Job.objects.get()
    assert (row.runs, row.failures, row.fault) == (2, 0, "")
    assert row.began_at == row.ended_at == row.succeeded_at == NOON + HOUR
    assert row.due_at == NOON + 2 * HOUR


def test_a_fault_stops_no_other_job_and_is_tried_again_ever_later(log, clock):
    wrong = log.work("feeds", fault=ValueError("no net"))
    runner = Runner([wrong, log.work("letters")])

    pauses = []
    for _time in range(8):
        runner.step()
        row = Job.objects.get(name="feeds")
        pauses.append((row.due_at - row.ended_at) / MINUTE)
        clock.move_to(row.due_at, tick=False)

    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    assert log.count("letters") == 3
    assert (row.fault, row.failures) == ("ValueError: no net", 8)
    assert row.succeeded_at is None

    Runner([log.work("feeds")]).step()
    row.refresh_from_db()
    assert (row.fault, row.failures) == ("", 0)


def test_a_job_that_is_killed_is_begun_again_after_its_patience(log, clock):
    def killed():
        log.append("killed")
        raise SystemExit

    with pytest.raises(SystemExit):
        Runner([Work("backup", HOUR, killed, 5 * MINUTE)]).step()

    runner = Runner([log.work("backup")])
    for after in (0, 4, 5):
        clock.move_to(NOON + after * MINUTE, tick=False)
        runner.step()
    assert log == ["killed", "backup"]


def test_what_is_let_go_is_due_at_once(log):
    def ended():
        runner.let_go()
        log.append("ended")
        raise SystemExit

    runner = Runner([Work("backup", HOUR, ended)])
    with pytest.raises(SystemExit):
        runner.step()

    Runner([log.work("backup")]).step()
    assert log == ["ended", "backup"]


def test_who_comes_back_after_another_took_the_job_says_nothing_of_it(log, clock):
    def slow():
        clock.move_to(NOON + 10 * MINUTE, tick=False)
        Runner([log.work("backup")]).step()
        raise ValueError("too late")

    Runner([Work("backup", HOUR, slow, 5 * MINUTE)]).step()

    row = Job.objects.get()
    assert (log, row.runs, row.fault) == (["backup"], 1, "")


def test_no_job_is_begun_once_it_is_over(log):
    runner = Runner([log.work("a"), log.work("b")], is_over=lambda: bool(log))

    assert len(runner.step()) == 1


def test_a_clock_that_was_ahead_keeps_no_job_from_being_run(log, clock):
    runner = Runner([log.work("feeds", MINUTE), log.work("backup", 24 * HOUR)])
    clock.move_to(NOON + 1000 * HOUR, tick=False)
    runner.step()

    clock.move_to(NOON, tick=False)
    runner.step()
    runner.step()

    assert sorted(log) == ["backup", "backup", "feeds", "feeds"]
    due = dict(Job.objects.values_list("name", "due_at"))
    assert due == {"feeds": NOON + MINUTE, "backup": NOON + 24 * HOUR}


def test_the_clock_of_another_machine_may_be_a_little_ahead(log, clock):
    job = log.work("backup", 24 * HOUR)
    Runner([job]).step()

    clock.move_to(NOON - MINUTE, tick=False)
    Runner([job]).step()

    assert log == ["backup"]
