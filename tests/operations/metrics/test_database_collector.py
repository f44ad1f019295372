"""Questions to the database: bounded, seldom, and no fault where there is no answer."""

import pytest
from django.db import OperationalError, connection

from operations.metrics import database_collector
from operations.metrics.database_collector import (
    SHARE,
    DatabaseCollector,
    Question,
    bounded,
)
from operations.metrics.paper_figures import gauge

# Counts for longer than anybody has patience.
ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    " SELECT count(*) FROM n"
)


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def names(collector):
    return {family.name: family.samples[0].value for family in collector.collect()}


def asks_for_ever():
    with connection.cursor() as cursor:
        cursor.execute(ENDLESS)
        yield gauge("never", "", value=cursor.fetchone()[0])


def answers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        yield gauge("one", "", value=cursor.fetchone()[0])


@pytest.mark.django_db
def test_a_question_without_end_is_given_up_and_the_next_one_asked(monkeypatch):
    monkeypatch.setattr(database_collector, "LONGEST", 0.05)

    found = names(DatabaseCollector([asks_for_ever, answers]))

    assert found == {"newsroom_database_up": 1, "newsroom_one": 1}


@pytest.mark.usefixtures("committed")
def test_whoever_asks_later_has_all_the_time():
    with bounded(0.01):
        pass

    with connection.cursor() as cursor:
        cursor.execute(ENDLESS.replace("FROM n)", "FROM n WHERE i < 300000)"))
        assert cursor.fetchone() == (300_000,)


@pytest.mark.django_db
def test_a_question_rests_for_a_hundred_times_as_long_as_it_took(clock):
    asked = []

    def ask():
        asked.append(clock.now)
        clock.now += 2
        return [len(asked)]

    question = Question(ask, clock)
    assert (question.answer(), question.answer()) == ([1], [1])
    clock.now += 2 * SHARE - 1
    assert question.answer() == [1]
    clock.now += 1
    assert question.answer() == [2]
    assert asked == [100, 302]


@pytest.mark.django_db
def test_what_fails_is_left_out_and_rests_as_well(clock):
    def ask():
        clock.now += 1
        if clock.now < 102:
            raise OperationalError
        return ["an answer"]

    question = Question(ask, clock)
    assert (question.answer(), question.answer()) == ((), ())
    clock.now += SHARE
    assert question.answer() == ["an answer"]


@pytest.mark.django_db
def test_after_three_seconds_no_other_question_is_begun(clock):
    def slow():
        clock.now += 2
        yield gauge(f"at_{clock.now:.0f}", "", value=1)

    found = names(DatabaseCollector([slow, slow, slow, slow], clock))

    assert [*found] == [
        *("newsroom_database_up", "newsroom_at_102", "newsroom_at_104"),
    ]


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_told_of_and_not_asked():
    asked = []

    def gone(execute, sql, *given):
        asked.append(sql)
        raise OperationalError

    with connection.execute_wrapper(gone):
        found = names(DatabaseCollector([answers]))

    assert found == {"newsroom_database_up": 0}
    assert asked == ["SELECT 1"]
