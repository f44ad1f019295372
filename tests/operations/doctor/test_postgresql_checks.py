"""A PostgreSQL that is too old, too small, a replica, or hears half of what we ask."""

import pytest
from django.db import connection, connections

from operations.doctor import postgresql_checks
from tests.support import ward

pytestmark = pytest.mark.django_db


def only_there(check, start):
    """What is found; SQLite knows nothing of it."""
    found = [(name, fault[: len(start)]) for name, fault in ward.look()]
    there = connection.vendor == "postgresql"
    assert found == ([(check, start)] if there else [])


def test_a_version_that_is_too_old(well, monkeypatch):
    monkeypatch.setattr(postgresql_checks, "OLDEST", 99)

    only_there("version", "PostgreSQL is ")


def test_more_threads_than_connections(well, settings):
    settings.WEB_PROCESSES = settings.WEB_THREADS = 20

    only_there("connections", "20 processes with 20 threads may want 440 connections,")


def test_options_that_are_dropped_on_the_way(well):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '7s'")

    only_there("connection options", "A statement may take 7 seconds, and DATABASE_TIM")


def in_front(sql):
    """Have the server say something else of itself: by what is found before its own."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(sql)
            cursor.execute("SET LOCAL search_path = public, pg_catalog")


def answer_for(function, kind, value):
    made = f"CREATE FUNCTION public.{function} RETURNS {kind} LANGUAGE sql"
    in_front(f"{made} AS $$ SELECT {value} $$")


def test_a_zone_that_it_does_not_know(well):
    in_front("CREATE VIEW public.pg_timezone_names AS SELECT 'Mars/Base' AS name")

    only_there("time zone", "PostgreSQL doesn't know the time zone UTC: ")


def test_a_replica_in_the_place_of_the_primary(well):
    answer_for("pg_is_in_recovery()", "boolean", "true")

    only_there("primary", "DATABASE_URL leads to a replica: nothing can be saved.")


def test_letters_that_are_sorted_by_another_library(well):
    answer_for("pg_database_collation_actual_version(oid)", "text", "'9.9'")

    only_there("encoding", "The database was sorted by version ")


def test_another_encoding():
    if connection.vendor != "postgresql":
        assert [*postgresql_checks.encoding_right(None)] == []
        return
    outside, other = connection.copy(), connection.copy()
    other.settings_dict["NAME"] = "plain_letters"
    with outside.cursor() as cursor:
        cursor.execute(
            "CREATE DATABASE plain_letters ENCODING 'SQL_ASCII' TEMPLATE template0"
            " LC_COLLATE 'C' LC_CTYPE 'C'"
        )
        here, connections["default"] = connections["default"], other
        try:
            (found,) = postgresql_checks.encoding_right(None)
        finally:
            other.close()
            connections["default"] = here
            cursor.execute("DROP DATABASE plain_letters")
    outside.close()

    assert found.fault.startswith("The database's encoding is SQL_ASCII, not UTF8")
