"""PostgreSQL: which one it is, and whether it hears what we ask of it."""

from django.conf import settings
from django.db import connection

from operations.doctor.diagnosis import fault, warning

OLDEST = 15


def ask(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()


def version_supported(_case):
    if (
        connection.vendor == "postgresql"
        and (version := connection.pg_version) < OLDEST * 10_000
    ):
        yield fault(
            f"PostgreSQL is {version // 10_000}; {OLDEST} is the oldest that is known "
            "to work.",
            "Upgrade it with `pg_upgrade`, or by a backup that a newer one restores.",
            "upgrade.md#a-new-postgresql",
        )


def encoding_right(_case):
    """Letters, and in which order: sorted by another library an index is wrong."""
    if connection.vendor != "postgresql":
        return
    encoding, said, actual = ask(
        "SELECT pg_encoding_to_char(encoding), datcollversion,"
        " pg_database_collation_actual_version(oid)"
        " FROM pg_database WHERE datname = current_database()"
    )
    if encoding != "UTF8":
        yield fault(
            f"The database's encoding is {encoding}, not UTF8: it loses letters.",
            "Make a new one (`createdb --encoding UTF8 --template template0 NAME`) and "
            "restore a backup into it.",
            "settings.md#the-database",
        )
    if said != actual:
        yield warning(
            f"The database was sorted by version {said} of its collation, and the "
            f"system has {actual}: indexes of texts may be wrong.",
            "In psql: REINDEX DATABASE name; ALTER DATABASE name REFRESH COLLATION "
            "VERSION.",
            "settings.md#the-database",
        )


def is_primary(_case):
    if connection.vendor == "postgresql" and ask("SELECT pg_is_in_recovery()")[0]:
        yield fault(
            "DATABASE_URL leads to a replica: nothing can be saved.",
            "Name the primary; or promote this one, if the primary is gone for good: "
            "SELECT pg_promote().",
            "incidents/database_gone.md",
        )


def connections_enough(_case):
    """Each thread keeps one; a process has two more: its watch, and its probe."""
    if connection.vendor != "postgresql":
        return
    most, reserved = ask(
        "SELECT current_setting('max_connections')::int,"
        " current_setting('superuser_reserved_connections')::int"
    )
    needed = settings.WEB_PROCESSES * (settings.WEB_THREADS + 2)
    if needed > most - reserved:
        yield fault(
            f"{settings.WEB_PROCESSES} processes with {settings.WEB_THREADS} threads "
            f"may want {needed} connections, and PostgreSQL gives {most - reserved}.",
            "Lower WEB_PROCESSES or WEB_THREADS, raise max_connections, or put a "
            "pooler between.",
            "processes.md",
        )


def options_heard(_case):
    """What we ask of each connection may be dropped on the way."""
    if connection.vendor != "postgresql":
        return
    (milliseconds,) = ask(
        "SELECT setting::int FROM pg_settings WHERE name = 'statement_timeout'"
    )
    if milliseconds != settings.DATABASE_TIMEOUT * 1000:
        yield warning(
            f"A statement may take {milliseconds / 1000:g} seconds, and "
            f"DATABASE_TIMEOUT says {settings.DATABASE_TIMEOUT}: a pooler drops what "
            "is asked of a connection.",
            "ALTER ROLE … SET statement_timeout, and the others that the page names.",
            "processes.md",
        )


def zone_known(_case):
    """PostgreSQL cuts days by its own table of zones."""
    zone = settings.TIME_ZONE
    if (
        connection.vendor == "postgresql"
        and not ask("SELECT count(*) FROM pg_timezone_names WHERE name = %s", zone)[0]
    ):
        yield fault(
            f"PostgreSQL doesn't know the time zone {zone}: pages of days fail.",
            "Install tzdata on its machine, or take a name that it knows: SELECT name "
            "FROM pg_timezone_names.",
            "settings.md#the-paper",
        )
