"""A process asks once a second which generation the paper is at."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event
from time import sleep

import pytest
from django.db import OperationalError, connection

from newsroom import generation_watch
from newsroom.answer import FOREVER, Answer, Facts
from newsroom.generation_watch import GenerationWatch
from pages import menu
from paper import generation
from tests import make
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
    menu.KNOWN.menu = old
    assert menu.current() is old
    clock.now += 1
    watch.number()
    menu.KNOWN.menu = old
    assert menu.current().asked_at > old.asked_at


NOW = 1_800_000_000.0


def kept(number, **facts):
    """A page of the menu as it is, which was right a minute ago."""
    said = {"keys": ("tag:a",), "menu": menu.current().version} | facts
    return Answer("200 OK", [], b"", Facts(**said), number, NOW - 60)


@pytest.mark.django_db
def test_a_page_of_before_is_right_if_nothing_of_its_own_was_touched():
    generation.touch("tag:a")
    wire.settle()
    watch = GenerationWatch()
    number = watch.number()
    pages = [kept(number), kept(number, keys=("tag:b",)), kept(number, keys=None)]
    renewed = [watch.renewed(page, number, NOW) for page in pages]
    assert [*map(bool, renewed)] == [True, True, False]

    generation.touch("tag:a")
    wire.settle()
    renewed = [watch.renewed(page, number + 9, NOW) for page in pages]
    assert [*map(bool, renewed)] == [False, True, False]
    assert (renewed[1].number, renewed[1].right_at) == (number + 9, NOW)
    assert (pages[1].number, pages[1].right_at) == (number, NOW - 60)
    # The database is of a backup, and has not come so far yet.
    assert not watch.renewed(pages[1], number - 1, NOW)


@pytest.mark.django_db
def test_a_page_with_another_menu_or_past_its_own_moment_is_not_right():
    watch, number = GenerationWatch(), generation.number()

    assert watch.renewed(kept(number, own_due=NOW + 1), number, NOW)
    assert not watch.renewed(kept(number, own_due=NOW), number, NOW)
    assert not watch.renewed(kept(number, menu="another"), number, NOW)


@pytest.mark.django_db
def test_what_came_by_itself_ends_the_pages_that_hang_on_it(time_machine):
    time_machine.move_to(dt.datetime.fromtimestamp(NOW - 60, dt.UTC), tick=False)
    bystander, ports = kept(0), kept(0, keys=("slug:ports",))
    names_it = kept(0, keys=("named:strike",))
    related = [{"slug": "strike", "label": "The strike"}]
    made = make.story({"related": related}, slug="ports")
    make.edition(made, at=make.soon(seconds=30))
    wire.settle()
    menu.expire()
    menu.due_moment()
    watch = GenerationWatch()
    time_machine.move_to(dt.datetime.fromtimestamp(NOW, dt.UTC), tick=False)
    for page in (bystander, ports, names_it):
        page.facts.until, page.facts.menu = NOW - 30, menu.current().version
        page.number = generation.number()

    pages = (bystander, ports, names_it)
    found = [watch.renewed(page, page.number, NOW) for page in pages]
    assert [*map(bool, found)] == [True, False, False]
    assert (found[0].facts.until, found[0].facts.due) == (FOREVER, FOREVER)


@pytest.mark.django_db
def test_who_gets_no_answer_takes_nothing_for_unchanged(monkeypatch):
    def silent(*given):
        raise OperationalError

    monkeypatch.setattr(generation, "is_changed_since", silent)

    assert not GenerationWatch().renewed(kept(0), 1, NOW)
    assert generation_watch.ask(silent) is None


@pytest.mark.django_db
def test_behind_a_cache_that_is_purged_each_request_has_its_own_answer(asked, settings):
    settings.PURGE_URLS = ["http://cache/"]
    clock = Clock()
    watch = GenerationWatch(clock)
    asked += [1, 2, None, 3]

    assert (watch.number(), watch.number()) == (1, 2)
    # One that doesn't come is not waited for by each of them.
    assert (watch.number(), watch.number()) == (None, None)
    clock.now += 1
    assert watch.number() == 3


@pytest.mark.django_db
def test_who_comes_while_somebody_asks_shares_the_next_question(monkeypatch, settings):
    settings.PURGE_URLS = ["http://cache/"]
    arrived, go_on, asked, looks = Event(), Event(), [], []

    def clock():
        looks.append(None)
        return len(looks)

    def number():
        asked.append(None)
        arrived.set()
        assert go_on.wait(30)
        return len(asked)

    def come():
        with closing(connection):
            return watch.number()

    monkeypatch.setattr(generation, "number", number)
    watch = GenerationWatch(clock)
    with ThreadPoolExecutor(9) as threads:
        first = threads.submit(come)
        assert arrived.wait(30)
        others = [threads.submit(come) for _ in range(8)]
        while len(looks) < 2 + 8:  # until all have come
            sleep(0.001)
        go_on.set()
        said = [each.result(30) for each in others]

    assert (first.result(), said) == (1, [2] * 8)
