"""A thread reads the replica while it makes a page of a state that the replica has."""

import pytest
from django.db import OperationalError, connection
from django.db.utils import ConnectionHandler, InternalError

from newsroom.replica import Replica
from paper import generation
from scripts import standby

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

    assert (number, said, there) == (5, 5, str(servers[1].scratch))
    assert connection.settings_dict["HOST"] != there


def test_a_replica_that_is_behind_is_not_asked(replica):
    before = connection.settings_dict["HOST"]

    with replica.reading(6) as number:
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
    with replica.reading(5) as number:
        assert number == 5


def test_a_paused_a_frozen_and_a_dead_replica_leave_readers_to_the_primary(
    replica, servers
):
    primary, second = servers
    second.pause()
    standby.query(primary, "UPDATE paper_generation SET n = 7")
    numbers = [read(replica, 7), read(replica, 5)]
    second.resume()
    standby.until_level(primary, second)
    numbers.append(read(replica, 7))
    second.freeze()
    numbers.append(read(replica, 7))
    second.thaw()
    second.kill()
    numbers.append(read(replica, 7))

    assert numbers == [None, 5, 7, None, None]


def read(replica, least):
    with replica.reading(least) as number:
        return number
