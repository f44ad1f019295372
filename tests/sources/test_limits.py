"""How much is fetched: half of the threads at most, and so many addresses a minute."""

import threading

import pytest
from django.core.cache import cache

from sources import limits
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def one_slot(monkeypatch):
    made = threading.BoundedSemaphore(1)
    monkeypatch.setattr(limits, "slots", lambda: made)
    return made


@pytest.mark.parametrize(("threads", "most"), [(1, 1), (2, 1), (3, 1), (4, 2), (8, 4)])
def test_fetching_takes_half_of_the_threads_and_one_at_least(settings, threads, most):
    settings.WEB_THREADS = threads

    slots = limits.slots.__wrapped__()

    assert [slots.acquire(False) for _time in range(most + 1)] == [True] * most + [
        False
    ]


def test_a_slot_is_free_again_whatever_happened_within(one_slot):
    had = []

    def fails():
        with limits.slot():
            had.append(one_slot.acquire(False))
            raise KeyError

    for _time in range(2):
        with pytest.raises(KeyError):
            fails()

    assert had == [False, False]


def test_who_may_wait_gets_the_slot_that_comes_free(one_slot):
    one_slot.acquire()
    threading.Timer(0.02, one_slot.release).start()

    with limits.slot(wait=5):
        assert not one_slot.acquire(False)


@pytest.mark.parametrize(
    ("wait", "asked"),
    [((), ((False,), {})), ((0,), ((False,), {})), ((3,), ((), {"timeout": 3}))],
)
def test_a_slot_is_waited_for_as_long_as_one_is_told(monkeypatch, wait, asked):
    waited, freed = [], []

    class Slots:
        def acquire(self, *given, **said):
            waited.append((given, said))
            return True

        def release(self):
            freed.append(True)

    monkeypatch.setattr(limits, "slots", Slots)

    with limits.slot(*wait):
        assert (waited, freed) == ([asked], [])
    assert freed == [True]


@pytest.mark.parametrize("wait", [-1, 0, 0.01])
def test_who_has_no_more_time_is_told_to_come_back(one_slot, wait):
    one_slot.acquire()

    with pytest.raises(limits.BusyError) as busy, limits.slot(wait):
        pass

    words = "Too many addresses are being fetched just now. Try again in a moment."
    assert str(busy.value) == words


def many(by, times):
    """How many of so many addresses somebody may have fetched, and the last refusal."""
    had, said = 0, ""
    for _time in range(times):
        try:
            limits.count(by)
            had += 1
        except limits.BusyError as busy:
            said = str(busy)
    return had, said


def test_each_person_has_so_many_addresses_in_each_minute(monkeypatch, time_machine):
    monkeypatch.setattr(limits, "A_MINUTE", 3)
    time_machine.move_to("2026-01-15T10:00:59Z", tick=False)
    ana, ben = make.editor(), make.editor()
    said = "You had 3 addresses fetched in a minute. Go on in a moment."

    assert many(ana, 5) == (3, said)
    assert many(ben, 3) == (3, "")
    time_machine.shift(1)
    assert many(ana, 3) == (3, "")
    assert many(ana, 1) == (0, said)


def test_a_count_is_forgotten_after_two_minutes(time_machine, monkeypatch):
    kept = []
    monkeypatch.setattr(cache, "add", lambda *given, **how: kept.append((given, how)))
    monkeypatch.setattr(cache, "incr", lambda name: 1)
    time_machine.move_to("2026-01-15T10:00:59Z", tick=False)
    ana = make.editor()

    limits.count(ana)

    minute = 1768471259 // 60
    assert kept == [((f"fetched:{ana.pk}:{minute}", 1), {"timeout": 120})]


def test_a_count_that_ends_while_it_is_counted_refuses_nobody(monkeypatch):
    def ended(name):
        raise ValueError

    by = make.editor()
    limits.count(by)
    monkeypatch.setattr(cache, "incr", ended)

    assert many(by, 2) == (2, "")
