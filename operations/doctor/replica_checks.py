"""The replica from which pages are read: that it is there, and how far it follows."""

from django.conf import settings
from django.db import Error, connection
from django.db.utils import ConnectionHandler

from operations.doctor.diagnosis import fault, warning
from operations.readiness import MEGABYTE

LATE = 10  # seconds
PAGE = "replica.md"


def following(_case):
    database = settings.REPLICA
    if not database:
        return
    made = ConnectionHandler({"default": database})["default"]
    try:
        with made.cursor() as cursor:
            yield from state(cursor)
    except Error as failure:
        said = str(failure).partition("\n")[0]
        yield warning(
            f"The replica doesn't answer: {said}. All pages are read from the primary.",
            "Start it, or mend REPLICA_URL; readers notice nothing but the load.",
            PAGE,
        )
    finally:
        made.close()


def state(cursor):
    if not answer(cursor, "SELECT pg_is_in_recovery()"):
        yield fault(
            "REPLICA_URL leads to a server that follows nobody: it was promoted, or is "
            "another one.",
            "Name a replica of the server in DATABASE_URL, or leave REPLICA_URL out.",
            PAGE,
        )
    elif answer(cursor, "SELECT pg_is_wal_replay_paused()"):
        yield warning(
            "The replica shows nothing new, for its replay is paused: no page is read "
            "there.",
            "On the replica, in psql: SELECT pg_wal_replay_resume().",
            PAGE,
        )
    else:
        yield from lag(cursor)


def lag(cursor):
    """Behind is who has not shown yet what the primary had before it was asked."""
    with connection.cursor() as primary:
        if answer(primary, "SELECT pg_is_in_recovery()"):
            return  # which is told by itself
        end = answer(primary, "SELECT pg_current_wal_lsn()::text")
    cursor.execute(
        "SELECT pg_wal_lsn_diff(%s, pg_last_wal_replay_lsn()),"
        " extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())",
        [end],
    )
    behind, seconds = cursor.fetchone()
    seconds = seconds or 0  # none, if nothing was ever shown
    if behind > 0 and seconds > LATE:
        yield warning(
            f"The replica is {seconds:.0f} seconds and {behind / MEGABYTE:.1f} MB "
            "behind: no page is read there.",
            "Look at its log and its network; in psql on the primary: SELECT * FROM "
            "pg_stat_replication.",
            PAGE,
        )


def answer(cursor, sql):
    cursor.execute(sql)
    return cursor.fetchone()[0]
