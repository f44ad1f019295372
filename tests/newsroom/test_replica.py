"""A thread reads the replica while it makes a page of a state that the replica has."""

import time

import pytest
from django.db import OperationalError, close_old_connections, connection
from django.db.utils import ConnectionHandler, InternalError

from newsroom.generation_watch import GenerationWatch
from newsroom.replica import Replica
from newsroom.watermark import Watermark
from paper import generation
from scripts import standby

MOVE = "UPDATE paper_generation SET n = n + 1 RETURNING n"
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(scope="module")
def servers():
    """Two servers that have of the paper what tells how far they are."""
    with standby.both() as (primary, second):
        standby.query(primary, "CREATE TABLE paper_generation (n bigint)")
        standby.query(primary, "INSERT INTO paper_generation VALUES (5)")
        standby.until_level(primary, second)
        yield primary, second


@pytest.fixture
def replica(servers):
    host = str(servers[1].scratch)
    database = {"NAME": "postgres", "USER": "postgres", "HOST": host}
    database["CONN_MAX_AGE"] = None  # as the web server has it
    options = {"options": "-c default_transaction_read_only=on"}
    made = Replica(
        ConnectionHandler(
            {
                "default": database
                | {"ENGINE": "newsroom.postgresql", "OPTIONS": options}
            }
        ).settings["default"]
    )
    yield made
    with made.in_place() as there:
        there.close()


def test_within_queries_ask_the_replica_and_afterwards_not(replica, servers):
    with replica.reading(5) as number:
        there = connection.settings_dict["HOST"]
        said = generation.number()

    assert (number, there) == (said, str(servers[1].scratch))
    assert connection.settings_dict["HOST"] != there


def test_a_replica_that_is_behind_is_not_asked(replica):
    before = connection.settings_dict["HOST"]

    with replica.reading(100) as number:
        assert connection.settings_dict["HOST"] == before

    assert number is None


def test_nothing_can_be_written(replica):
    refused = pytest.raises(InternalError, match="read-only")
    with replica.reading(5), connection.cursor() as cursor, refused:
        cursor.execute("UPDATE paper_generation SET n = 6")


def test_a_connection_that_is_lost_is_not_opened_anew_in_the_middle(replica):
    with replica.reading(5):
        connection.close()
        with pytest.raises(OperationalError, match="connection was lost"):
            generation.number()

    assert read(replica, 5)


def test_a_page_is_of_one_moment_whatever_is_committed_meanwhile(servers, replica):
    primary, second = servers
    watch = GenerationWatch(shown=Watermark(), replica=replica)
    with watch.snapshot(5) as at:
        close_old_connections()  # as Django does where a request begins
        before = generation.number()
        standby.query(primary, MOVE)
        standby.until_level(primary, second)
        after = generation.number()

    assert (before, after, watch.shown.number()) == (at, at, at)
    assert read(replica, at + 1) == at + 1


def test_a_paused_a_frozen_and_a_dead_replica_leave_readers_to_the_primary(
    replica, servers
):
    primary, second = servers
    second.pause()
    now = standby.query(primary, MOVE)
    numbers = [read(replica, now), read(replica, now - 1)]
    second.resume()
    standby.until_level(primary, second)
    numbers.append(read(replica, now))
    second.freeze()
    numbers.append(read(replica, now))
    second.thaw()
    until(lambda: read(replica, now) == now)
    second.kill()
    numbers.append(read(replica, now))
    second.start()
    until(lambda: read(replica, now) == now)

    assert numbers == [None, now - 1, now, None, None]


def until(is_true):
    for _time in range(200):
        if is_true():
            return
        time.sleep(0.05)
    raise AssertionError("It never came to that.")


def read(replica, least):
    with replica.reading(least) as number:
        return number
