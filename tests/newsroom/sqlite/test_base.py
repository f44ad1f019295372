"""The web server's connection to SQLite: kept, and never to a file that is gone."""

import sqlite3

import pytest

from newsroom.sqlite.base import DatabaseWrapper


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "paper.sqlite3"
    write(path, "old")
    return path


def write(path, word):
    made = sqlite3.connect(path)
    made.executescript(f"CREATE TABLE word (word); INSERT INTO word VALUES ('{word}')")
    made.close()


@pytest.fixture
def connection(file, settings, django_db_blocker):
    options = {"NAME": str(file), "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
    made = DatabaseWrapper(settings.DATABASES["default"] | options)
    with django_db_blocker.unblock():
        yield made
    made.close()


def request(connection):
    """What a request reads, begun and ended as Django does."""
    connection.close_if_unusable_or_obsolete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM word")
        found = cursor.fetchone()[0]
    connection.close_if_unusable_or_obsolete()
    return found


def test_requests_share_a_connection(connection):
    assert request(connection) == "old"
    first = connection.connection
    assert request(connection) == "old"

    assert connection.connection is first is not None


def test_a_file_that_was_put_in_its_place_is_read_from_the_next_request_on(
    connection, file
):
    request(connection)
    restored = file.with_name("restored.sqlite3")
    write(restored, "new")

    restored.replace(file)

    assert request(connection) == "new"
    assert connection.is_usable()


def test_a_file_that_is_gone_is_not_read_on(connection, file):
    request(connection)

    file.unlink()

    assert not connection.is_usable()
    assert not connection.is_usable()
