"""Pauses after failed attempts: they grow, they end, they hit whom they should."""

import datetime as dt

import pytest
import time_machine
from django.db import DatabaseError, connection

from people import throttle
from people.models import Pause
from people.throttle import Attempt, TooManyError

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
HERE, ELSEWHERE = "192.0.2.7", "203.0.113.9"


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def attempt(name="ana", address=HERE, purpose="password"):
    return Attempt(purpose, name, address)


def fail(times, **who):
    for _ in range(times):
        attempt(**who)


def wait_of(**who):
    with pytest.raises(TooManyError) as refusal:
        attempt(**who)
    return refusal.value.wait


def test_four_wrong_guesses_cost_nothing(clock):
    fail(throttle.HERE.free)

    assert wait_of() == dt.timedelta(minutes=1)


def test_an_attempt_that_cannot_be_counted_whole_is_not_counted_at_all():
    def full(execute, sql, params, many, context):
        written.append(sql.startswith("UPDATE"))
        if written[-1] and sum(written) > 1:
            raise DatabaseError
        return execute(sql, params, many, context)

    written, before = [], [*Pause.objects.all()]

    with pytest.raises(DatabaseError), connection.execute_wrapper(full):
        attempt()

    assert sum(written) == 2
    assert [*Pause.objects.all()] == before == []


def test_the_pause_doubles_up_to_five_minutes(clock):
    fail(throttle.HERE.free)
    waits = []
    for _ in range(5):
        waits.append(wait_of() / throttle.MINUTE)
        clock.shift(waits[-1] * 60)
        attempt()

    assert waits == [1, 2, 4, 5, 5]


def test_trying_during_a_pause_makes_it_no_longer(clock):
    fail(throttle.HERE.free)
    clock.shift(50)
    wait_of()
    clock.shift(10)

    attempt()


def test_it_is_said_in_minutes(clock):
    fail(throttle.HERE.free)
    clock.shift(60)
    attempt()

    with pytest.raises(TooManyError, match="Try again in 2 minutes"):
        attempt()


def test_success_clears_what_was_held_against_the_account_here(clock):
    fail(throttle.HERE.free - 1)
    attempt().succeeded()

    fail(throttle.HERE.free)

    assert wait_of() == dt.timedelta(minutes=1)


def test_elsewhere_the_account_is_free(clock):
    fail(throttle.HERE.free)

    attempt(address=ELSEWHERE)


def test_one_address_cannot_try_names_for_ever(clock):
    for number in range(throttle.ADDRESS.free):
        attempt(name=f"name-{number}")

    assert wait_of(name="another") == dt.timedelta(minutes=1)


def test_a_right_password_of_ones_own_does_not_pay_for_guesses_at_others(clock):
    for number in range(throttle.ADDRESS.free - 1):
        attempt(name=f"name-{number}")
        attempt(name="mine").succeeded()
    attempt(name="one more")

    assert wait_of(name="another")


def test_an_account_guessed_at_from_everywhere_rests_a_little(clock):
    for number in range(throttle.ACCOUNT.free):
        attempt(address=f"198.51.100.{number}")

    assert wait_of(address=ELSEWHERE) == dt.timedelta(minutes=1)


def test_strangers_cannot_lock_out_who_has_come_from_here_before(clock):
    attempt(address=ELSEWHERE).succeeded()
    for number in range(throttle.ACCOUNT.free):
        attempt(address=f"198.51.100.{number}")

    attempt(address=ELSEWHERE).succeeded()


def test_guesses_at_other_names_do_not_lock_out_who_has_come_from_here_before(clock):
    attempt().succeeded()
    for number in range(throttle.ADDRESS.free):
        attempt(name=f"name-{number}")

    assert wait_of(name="another")
    attempt().succeeded()


def test_names_that_only_look_different_are_one(clock):
    fail(throttle.HERE.free - 1)
    attempt(name="\uff21NA")  # a wide A

    assert wait_of()


def test_passwords_and_codes_are_counted_apart(clock):
    fail(throttle.HERE.free, purpose="code")

    attempt().succeeded()

    assert wait_of(purpose="code")


def test_without_an_address_the_account_is_counted_still(clock):
    fail(throttle.HERE.free, address="")

    assert wait_of(address="")


def test_a_day_later_all_is_forgotten_and_swept(clock):
    fail(throttle.HERE.free)
    clock.shift(dt.timedelta(days=1, minutes=1))

    attempt(name="ben", address=ELSEWHERE)

    assert Pause.objects.count() == 3


def test_nothing_readable_is_kept():
    attempt()

    kept = str([*Pause.objects.values()])
    assert "ana" not in kept
    assert HERE not in kept


def test_messages_of_strangers_are_counted_by_address_and_afresh_every_day():
    for _ in range(throttle.SENDER.free):
        throttle.SendAttempt("contact", HERE, NOON)

    with pytest.raises(TooManyError):
        throttle.SendAttempt("contact", HERE, NOON)
    throttle.SendAttempt("contact", ELSEWHERE, NOON)
    throttle.SendAttempt("contact", HERE, NOON + dt.timedelta(days=1))


def test_no_flood_of_messages_keeps_anybody_waiting_for_long():
    assert throttle.EVERYBODY.pause(10**6) == dt.timedelta(minutes=5)


def test_how_long_each_limit_lets_somebody_wait():
    def minutes(limit):
        pauses = map(limit.pause, range(limit.free - 1, limit.free + 9))
        return [limit.free, *(pause and pause / throttle.MINUTE for pause in pauses)]

    short = [None, 1, 2, 4, 5, 5, 5, 5, 5, 5]
    long = [None, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert minutes(throttle.HERE) == [5, *short]
    assert minutes(throttle.ADDRESS) == [30, *long]
    assert minutes(throttle.ACCOUNT) == [100, *short]
    assert minutes(throttle.SENDER) == [5, *long]
    assert minutes(throttle.EVERYBODY) == [500, *short]


def test_what_is_said_of_a_minute_and_a_second():
    waits = [dt.timedelta(seconds=seconds) for seconds in (1, 60, 61)]

    assert [str(TooManyError(wait)) for wait in waits] == [
        "That was tried too often. Try again in 1 minute.",
        "That was tried too often. Try again in 1 minute.",
        "That was tried too often. Try again in 2 minutes.",
    ]


def test_a_day_is_remembered_to_its_end_and_one_who_came_in_a_quarter_of_a_year():
    day, quarter = dt.timedelta(days=1), dt.timedelta(days=90)
    ages = [(False, day), (False, day + dt.timedelta(seconds=1))]
    ages += [(True, quarter), (True, quarter + dt.timedelta(seconds=1))]
    for number, (known, age) in enumerate(ages):
        Pause.objects.create(key=str(number), known=known, last_at=NOON - age)

    Pause.objects.forget(NOON)

    assert [*Pause.objects.order_by("key").values_list("key", flat=True)] == ["0", "2"]


def test_what_is_old_is_swept_in_parts():
    old = NOON - dt.timedelta(days=2)
    Pause.objects.bulk_create(Pause(key=str(n), last_at=old) for n in range(201))

    Pause.objects.forget(NOON)
    left = Pause.objects.count()
    Pause.objects.forget(NOON)

    assert (left, Pause.objects.count()) == (1, 0)


def test_failures_of_a_day_ago_count_no_more(clock):
    fail(throttle.HERE.free)
    clock.shift(dt.timedelta(days=1))

    attempt()

    assert {*Pause.objects.values_list("failures", flat=True)} == {1}


def test_a_right_answer_takes_back_one_try_of_the_account_and_of_the_address(clock):
    fail(3)
    attempt().succeeded()

    rows = Pause.objects.order_by("failures").values_list("failures", "known", "until")
    assert [*rows] == [(0, True, None), (3, False, None), (3, False, None)]


def test_a_message_of_a_stranger_sweeps_out_what_is_old(clock):
    fail(1)
    clock.shift(dt.timedelta(days=2))

    throttle.SendAttempt("contact", HERE, NOON)

    assert Pause.objects.count() == 2
