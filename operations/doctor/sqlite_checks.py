"""SQLite's file: how it is written, and whether it is whole."""

import time

from django.db import DatabaseError, connection

from operations.doctor.diagnosis import fault

SECONDS = 4  # that looking through a large file may take
STEPS = 100_000  # of SQLite's machine, between two looks at the clock


def journal_kept(_case):
    if connection.vendor != "sqlite" or connection.is_in_memory_db():
        return
    with connection.cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    if mode != "wal":
        yield fault(
            f"SQLite writes with journal_mode={mode}, not WAL: readers and the writer "
            "wait for each other.",
            "Move the file to a disk of this machine that is not read-only; each start "
            "sets WAL where the disk can.",
            "settings.md#the-database",
        )


def file_whole(_case):
    """As much of it as can be looked through in a few seconds."""
    if connection.vendor != "sqlite":
        return
    connection.ensure_connection()
    raw, until = connection.connection, time.monotonic() + SECONDS
    raw.set_progress_handler(lambda: time.monotonic() > until, STEPS)
    try:
        with connection.cursor() as cursor:
            said = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
    except DatabaseError as failure:
        said = "ok" if "interrupted" in str(failure) else str(failure)
    finally:
        raw.set_progress_handler(None, 0)
    if said != "ok":
        yield fault(
            f"The file of the database is damaged: {said.partition(chr(10))[0]}",
            "Stop the paper, keep the file aside, and restore the newest backup; the "
            "disk may be failing: `dmesg | tail`.",
            "backup.md",
        )
