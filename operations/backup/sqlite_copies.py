"""Copies of a paper in SQLite: made by its online backup, while others write.

A copy is one file beside the paper's. It takes the paper's place as one transaction in
the paper's own file: who reads meanwhile sees the one or the other, and a process that
is killed half-way has changed nothing.
"""

import os
import sqlite3
import zlib
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from operations.backup.refusal import BackupError, DamagedError, one_line
from operations.backup.scratch import flush, folder_beside

BLOCK = 8 * 1024**2  # bytes; each becomes a part that is compressed by itself
PAGES = 2048  # copied at a time; in between, a signal is heard
BESIDE = ("-wal", "-shm", "-journal")
UNREADABLE = "The database can't be copied"


@dataclass(frozen=True)
class Moment:
    """The paper as it was at one moment: to be asked, and in parts to be kept."""

    connection: sqlite3.Connection
    file: Path
    server: str = f"SQLite {sqlite3.sqlite_version}"

    def parts(self):
        with self.file.open("rb") as opened:
            while block := opened.read(BLOCK):
                yield pressed(block)


@dataclass(frozen=True)
class Copy:
    """A database beside the paper's."""

    file: Path

    @property
    def url(self):
        return f"sqlite:///{quote(str(self.file))}"

    @contextmanager
    def opened(self):
        with (
            one_line("The copy can't be read", sqlite3.Error),
            closing(sqlite3.connect(self.file)) as copy,
        ):
            yield copy


def paper():
    if connection.is_in_memory_db():
        raise BackupError("A paper in memory has no file: set DATABASE_URL.")
    return Path(connection.settings_dict["NAME"]).resolve()


@contextmanager
def opened_paper():
    """A connection to the paper as it is, or None where no paper is."""
    if not paper().exists() or not paper().stat().st_size:
        yield None
        return
    with (
        one_line(f"{paper()} can't be read", sqlite3.Error),
        closing(sqlite3.connect(paper(), timeout=20)) as live,
    ):
        yield live


@contextmanager
def moment():
    """A copy that is gone afterwards; who writes meanwhile waits for nothing."""
    if not paper().exists():
        raise BackupError(f"There is no database {paper()}.")
    with folder_beside(paper().parent) as folder:
        file = folder / "copy.sqlite3"
        with one_line(UNREADABLE, sqlite3.Error):
            copy_online(file)
        with Copy(file).opened() as made:
            yield Moment(made, file)


def copy_online(file):
    """A transaction that only reads holds one moment while pages are copied; without it
    the copy would begin anew whenever somebody writes."""
    address = f"file:{quote(str(paper()))}?mode=rw"
    with (
        closing(sqlite3.connect(address, uri=True, timeout=20)) as live,
        closing(sqlite3.connect(file)) as copy,
    ):
        live.execute("BEGIN")
        live.execute("SELECT count(*) FROM sqlite_master").fetchone()
        live.backup(copy, pages=PAGES)
        copy.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def beside(parts):
    """A database made of these parts, gone afterwards."""
    with folder_beside(paper().parent) as folder:
        file = folder / "paper.sqlite3"
        with one_line("The copy can't be written", OSError), file.open("wb") as opened:
            for part in parts:
                opened.write(unpressed(part))
        yield Copy(file)


def pressed(block):
    """As gzip does it, without a clock in it."""
    press = zlib.compressobj(1, wbits=31)
    return press.compress(block) + press.flush()


def unpressed(part):
    try:
        opened = zlib.decompressobj(wbits=31)
        block = opened.decompress(part, BLOCK + 1)
    except zlib.error as fault:
        raise DamagedError(f"a part of the database is damaged: {fault}") from None
    if len(block) > BLOCK or not opened.eof or opened.unused_data:
        raise DamagedError("a part of the database is larger than any that is made")
    return block


def take_over(copy):
    """Put the copy into the place of the paper."""
    connection.close()
    with one_line("The paper can't be replaced", sqlite3.Error, OSError):
        with copy.opened() as made:
            made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if paper().exists():
            write_into_paper(copy.file)
        else:
            become_paper(copy.file)


def write_into_paper(file):
    with (
        closing(sqlite3.connect(file)) as made,
        closing(sqlite3.connect(paper(), timeout=20)) as live,
    ):
        live.execute("PRAGMA journal_mode=WAL")
        live.execute("PRAGMA synchronous=FULL")
        made.backup(live)


def become_paper(file):
    """Where none is: what is left of an older one would be taken for its changes."""
    for ending in BESIDE:
        paper().with_name(f"{paper().name}{ending}").unlink(missing_ok=True)
    flush(file)
    os.replace(file, paper())
    flush(paper().parent)
