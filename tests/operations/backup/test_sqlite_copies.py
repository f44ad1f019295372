"""SQLite: what a copy becomes where no paper is, and what is no copy."""

import sqlite3
import zlib
from contextlib import closing

import pytest

from operations.backup import sqlite_copies
from operations.backup.refusal import BackupError, DamagedError
from tests.support import backups

pytestmark = pytest.mark.skipif(
    sqlite_copies.connection.vendor != "sqlite", reason="only SQLite has it"
)


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Where a paper would be."""
    file = tmp_path / "paper.sqlite3"
    monkeypatch.setitem(sqlite_copies.connection.settings_dict, "NAME", str(file))
    return file


def written(file, word):
    with closing(sqlite3.connect(file)) as made:
        made.execute("CREATE TABLE words (word TEXT)")
        made.execute("INSERT INTO words VALUES (?)", [word])
        made.commit()


def words(file):
    with closing(sqlite3.connect(file)) as asked:
        return asked.execute("SELECT word FROM words").fetchall()


def test_where_no_paper_is_a_copy_becomes_it_and_nothing_of_an_older_one_is_left(place):
    for ending in ("-wal", "-shm"):
        place.with_name(f"{place.name}{ending}").write_bytes(b"of another file")
    copy = place.with_name("copy.sqlite3")
    written(copy, "new")

    with sqlite_copies.opened_paper() as live:
        assert live is None
    sqlite_copies.take_over(sqlite_copies.Copy(copy))

    assert backups.left(place.parent) == [place.name]
    assert words(place) == [("new",)]


def test_who_reads_while_a_copy_takes_over_sees_the_one_or_the_other(place):
    written(place, "old")
    copy = place.with_name("copy.sqlite3")
    written(copy, "new")

    with closing(sqlite3.connect(place)) as reader:
        reader.execute("PRAGMA journal_mode=WAL")
        reader.execute("BEGIN")
        asked = "SELECT word FROM words"
        assert reader.execute(asked).fetchall() == [("old",)]
        sqlite_copies.take_over(sqlite_copies.Copy(copy))
        assert reader.execute(asked).fetchall() == [("old",)]
        reader.execute("ROLLBACK")
        assert reader.execute(asked).fetchall() == [("new",)]


def test_a_paper_that_cannot_be_read_is_told_in_one_line(place):
    with pytest.raises(BackupError, match="There is no database"):
        sqlite_copies.moment().__enter__()
    place.write_text("no database, but some words that are longer than nothing" * 20)

    with pytest.raises(BackupError, match="can't be copied: file is not a database"):
        sqlite_copies.moment().__enter__()
    assert backups.left(place.parent) == [place.name]


@pytest.mark.parametrize(
    "part",
    [
        b"not pressed",
        zlib.compress(b"otherwise pressed"),
        sqlite_copies.pressed(b"two") + sqlite_copies.pressed(b"of them"),
        sqlite_copies.pressed(b"cut short")[:-2],
        sqlite_copies.pressed(bytes(sqlite_copies.BLOCK + 1)),
    ],
)
def test_a_part_that_was_not_made_by_us_is_refused(part):
    with pytest.raises(DamagedError, match="a part of the database is"):
        sqlite_copies.unpressed(part)


def test_a_part_comes_back_as_it_was():
    assert sqlite_copies.unpressed(sqlite_copies.pressed(b"words")) == b"words"
