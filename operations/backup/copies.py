"""Copies of the database, by engine: of one moment, beside the paper, in its place."""

from django.db import connection

from operations.backup import postgresql_copies, sqlite_copies

ENGINES = {"sqlite": sqlite_copies, "postgresql": postgresql_copies}


def engine():
    return ENGINES[connection.vendor]
