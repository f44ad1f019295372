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
        throttle.Sending("contact", HERE, NOON)

    with pytest.raises(TooManyError):
        throttle.Sending("contact", HERE, NOON)
    throttle.Sending("contact", ELSEWHERE, NOON)
    throttle.Sending("contact", HERE, NOON + dt.timedelta(days=1))


def test_no_flood_of_messages_keeps_anybody_waiting_for_long():
    assert throttle.EVERYBODY.pause(10**6) == dt.timedelta(minutes=5)
