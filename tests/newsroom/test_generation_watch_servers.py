"""A process with more servers than one believes none that is behind what was shown."""

import logging
from contextlib import contextmanager

import pytest
from django.db import OperationalError

from newsroom import generation_watch
from newsroom.generation_watch import GenerationWatch
from newsroom.watermark import Watermark
from paper import generation

GONE = None


class Servers:
    """A primary and a replica, and the number that each says."""

    def __init__(self):
        self.primary, self.replica, self.is_replica = 0, 0, False
        self.asked = []

    def number(self):
        self.asked.append("replica" if self.is_replica else "primary")
        said = self.replica if self.is_replica else self.primary
        if said is GONE:
            raise OperationalError
        return said

    @contextmanager
    def reading(self, least):
        """As the replica of the web server has it."""
        self.is_replica = True
        try:
            number = generation_watch.ask(generation.number)
            if number is not None and number >= least:
                yield number
                return
        finally:
            self.is_replica = False
        yield None


@pytest.fixture
def servers(monkeypatch):
    made = Servers()
    monkeypatch.setattr(generation, "number", made.number)
    return made


@pytest.fixture
def clock():
    class Clock:
        now = 100.0

        def __call__(self):
            return self.now

    return Clock()


@pytest.fixture
def watch(servers, clock):
    return GenerationWatch(clock, shown=Watermark(), replica=servers)


pytestmark = pytest.mark.django_db


def test_while_the_primary_answers_nobody_else_is_asked(watch, servers):
    servers.primary, servers.replica = 5, 4

    assert (watch.number(), watch.number(), watch.shown.number()) == (5, 5, 5)
    assert servers.asked.count("primary") == 1


def test_who_lags_behind_another_process_asks_at_once(watch, servers, clock):
    servers.primary = 5
    watch.number()
    servers.primary = 6
    assert watch.number() == 5  # a second is not over, and nobody has seen more
    watch.shown.tell(6)

    assert (watch.number(), watch.number()) == (6, 6)
    assert servers.asked.count("primary") == 2


@pytest.mark.parametrize(("replica", "number"), [(5, 5), (6, 6), (4, None)])
def test_without_a_primary_the_replica_counts_if_it_has_what_was_shown(
    watch, servers, clock, replica, number
):
    servers.primary = 5
    watch.number()
    clock.now += 1
    servers.primary, servers.replica = GONE, replica

    assert watch.number() == number
    assert watch.shown.number() == max(5, number or 0)


def test_without_either_nothing_is_known(watch, servers):
    servers.primary = servers.replica = GONE

    assert (watch.number(), watch.shown.number()) == (None, 0)


def test_a_primary_that_lost_what_was_shown_is_not_believed_until_it_has_more(
    watch, servers, clock, caplog
):
    numbers = []
    for servers.primary in (5, 4, 4, 6):
        numbers.append(watch.number())
        clock.now += 1

    assert numbers == [5, None, None, 6]
    assert [(row.levelno, row.getMessage()) for row in caplog.records] == [
        (
            logging.ERROR,
            "The database is at 4 and readers are at 5: pages are sent as they were "
            "last.",
        ),
        (logging.WARNING, "Pages come from what the primary says again."),
    ]


def test_the_log_says_once_that_the_replica_stands_in(watch, servers, clock, caplog):
    servers.primary, servers.replica = GONE, 5
    for _second in range(3):
        watch.number()
        clock.now += 1

    assert [row.getMessage() for row in caplog.records] == [
        "The primary is gone: pages come from the replica."
    ]


def test_what_a_page_was_made_of_is_shown_with_it(watch, servers):
    servers.primary = 7

    assert (watch.show(), watch.shown.number()) == (7, 7)
    servers.primary = GONE
    assert (watch.show(), watch.shown.number()) == (0, 7)


def test_one_server_costs_nothing_more(servers):
    watch = GenerationWatch()

    assert (watch.show(), servers.asked) == (0, [])
    with watch.reading(5) as replica:
        assert replica is None


def test_the_settings_say_which_servers_there_are(settings, tmp_path):
    settings.SHARED_PAGES = {"LOCATION": str(tmp_path)}
    settings.REPLICA = None
    settings.DATABASE = {"NAME": "paper", "HOST": "a"}
    one = generation_watch.of_settings()
    settings.DATABASE = {"NAME": "paper", "HOST": "a,b"}
    two = generation_watch.of_settings()
    settings.DATABASE = {"NAME": "paper"}
    settings.REPLICA = {"ENGINE": "newsroom.postgresql", "NAME": "paper", "HOST": "b"}
    three = generation_watch.of_settings()

    assert (one.shown, one.replica, two.replica) == (None, None, None)
    assert two.shown.path == three.shown.path
    assert three.replica.database["HOST"] == "b"
