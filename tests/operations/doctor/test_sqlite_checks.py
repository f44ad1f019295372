"""SQLite's file, damaged or written in another way."""

import sqlite3

import pytest
from django.db import connection, connections

from operations.doctor import sqlite_checks

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PAGE = 4096


@pytest.fixture
def file(tmp_path):
    """A file of its own with a table and an index, for the checks to look at."""
    path = tmp_path / "paper.sqlite3"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE words (word TEXT)")
        raw.execute("CREATE INDEX by_word ON words (word)")
        many = ((f"word {number:09}" * 20,) for number in range(500))
        raw.executemany("INSERT INTO words VALUES (?)", many)
    raw.close()
    return path


@pytest.fixture
def asked(file):
    """That file as the paper's database, opened when it is first asked."""
    other = connections.create_connection("default")
    engine = "django.db.backends.sqlite3"
    other.settings_dict = other.settings_dict | {"ENGINE": engine, "NAME": str(file)}
    here, connections["default"] = connections["default"], other
    yield other
    other.close()
    connections["default"] = here


def test_a_whole_file_is_no_fault(asked):
    assert [*sqlite_checks.file_whole(None)] == []


def test_a_damaged_file(file, asked):
    with file.open("r+b") as raw:
        raw.seek(5 * PAGE)
        raw.write(b"\xff" * PAGE * 3)

    (found,) = sqlite_checks.file_whole(None)

    assert found.fault.startswith("The file of the database is damaged: ")


def test_a_file_that_takes_too_long_is_looked_at_as_far_as_time_goes(
    asked, monkeypatch
):
    monkeypatch.setattr(sqlite_checks, "SECONDS", -1)
    monkeypatch.setattr(sqlite_checks, "STEPS", 1)

    assert [*sqlite_checks.file_whole(None)] == []
    with connection.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM words").fetchone() == (500,)


def test_a_journal_of_another_kind(asked):
    options = asked.settings_dict["OPTIONS"]
    command = options["init_command"].replace("journal_mode=WAL", "journal_mode=DELETE")
    asked.settings_dict["OPTIONS"] = options | {"init_command": command}

    (found,) = sqlite_checks.journal_kept(None)

    assert found.fault.startswith("SQLite writes with journal_mode=delete, not WAL:")
