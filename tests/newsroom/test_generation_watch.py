"""A process asks once a second which generation the paper is at."""

import pytest
from django.core.cache import cache
from django.db import OperationalError

from newsroom import generation_watch
from newsroom.answer import Answer, Facts
from newsroom.generation_watch import GenerationWatch
from pages import menu
from paper import generation
from tests.support import wire


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def asked(monkeypatch):
    """The numbers that the database will say; what was said is taken from them."""
    numbers = []

    def number():
        said = numbers.pop(0)
        if said is None:
            raise OperationalError
        return said

    monkeypatch.setattr(generation, "number", number)
    return numbers


@pytest.mark.django_db
def test_it_asks_once_a_second_and_counts_from_before_the_question(asked):
    clock = Clock()
    watch = GenerationWatch(clock)
    asked += [1, 2, 3]

    assert (watch.number(), watch.number()) == (1, 1)
    clock.now += 0.999
    assert watch.number() == 1
    clock.now += 0.001
    assert (watch.number(), watch.asked_at) == (2, 101.0)
    assert asked == [3]


@pytest.mark.django_db
def test_a_slow_answer_is_as_old_as_its_question(monkeypatch):
    clock = Clock()
    watch = GenerationWatch(clock)

    def slow():
        clock.now += 0.7
        return clock.now

    monkeypatch.setattr(generation, "number", slow)
    first = watch.number()
    clock.now += 0.2
    second = watch.number()
    clock.now += 0.2
    assert first == second < watch.number()


@pytest.mark.django_db
def test_while_the_database_is_silent_nothing_is_known_for_a_second(asked):
    clock = Clock()
    watch = GenerationWatch(clock)
    asked += [1, None, 1]

    numbers = []
    for _second in range(3):
        numbers += [watch.number(), watch.number()]
        clock.now += 1
    assert numbers == [1, 1, None, None, 1, 1]


@pytest.mark.django_db
def test_a_menu_of_before_is_of_no_use_once_the_number_has_moved(asked):
    clock = Clock()
    watch = GenerationWatch(clock)
    asked += [1, 1, 2]
    watch.number()
    old = menu.read_menu()  # It is asked for before the number moves, and kept later.

    clock.now += 1
    watch.number()
    cache.set(menu.KEY, old)
    assert menu.current() is not old
    assert menu.current().asked_at == old.asked_at
    clock.now += 1
    watch.number()
    cache.set(menu.KEY, old)
    assert menu.current().asked_at > old.asked_at


@pytest.mark.django_db
def test_a_page_of_before_is_right_if_nothing_of_its_own_was_touched():
    generation.touch("tag:a")
    wire.settle()
    watch = GenerationWatch()
    number = watch.number()

    def is_unchanged(keys):
        facts = Facts(keys=keys)
        return watch.is_unchanged(Answer("200 OK", [], b"", facts, number))

    assert is_unchanged(("tag:a",))
    generation.touch("tag:a")
    wire.settle()
    assert not is_unchanged(("tag:a",))
    assert is_unchanged(("tag:b",))
    assert not is_unchanged(None)


@pytest.mark.django_db
def test_who_gets_no_answer_takes_nothing_for_unchanged(monkeypatch):
    def silent(*given):
        raise OperationalError

    monkeypatch.setattr(generation, "is_changed_since", silent)
    page = Answer("200 OK", [], b"", Facts(keys=("tag:a",)), 1)

    assert not GenerationWatch().is_unchanged(page)
    assert generation_watch.ask(silent) is None
