"""The audit log can't be changed: not in Python, and not by SQL on either engine."""

import pytest
from django.core.checks import run_checks
from django.db import DatabaseError, connection, transaction

from people.models import AuditEvent, WrittenInStoneError
from people.triggers import LOG
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return AuditEvent.objects.record("sign-in", of=make.person())


def refuse(sql):
    with (
        pytest.raises(DatabaseError, match="only ever added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE people_auditevent SET verb = 'x'",
        "UPDATE people_auditevent SET id = id + 1000",
        "DELETE FROM people_auditevent",
    ],
)
def test_sql_cannot_change_what_was_done(event, sql):
    refuse(sql)


def test_a_redaction_changes_words_and_nothing_else(event):
    sql = "UPDATE people_auditevent SET label = 'x', redaction = 1"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.rowcount == 1

    refuse(sql)
    refuse("UPDATE people_auditevent SET verb = 'x', redaction = 2")


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_sqlite_cannot_replace_an_entry(event, recursive):
    if connection.vendor != "sqlite":
        pytest.skip("This is about SQLite.")
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers = {recursive}")
    try:
        replace()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = ON")


def replace():
    refuse(
        "INSERT OR REPLACE INTO people_auditevent SELECT id, at, by_name, 'x', kind,"
        " key, label, address, before, after, note, by_id, redaction"
        " FROM people_auditevent"
    )


def test_postgres_cannot_empty_the_log(event):
    if connection.vendor != "postgresql":
        pytest.skip("This is about PostgreSQL.")
    connection.check_constraints()

    refuse("TRUNCATE people_auditevent")


def test_python_refuses_before_the_database_does(event):
    changes = [
        event.save,
        event.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(verb="x"),
        lambda: AuditEvent.objects.bulk_update([event], ["verb"]),
        lambda: AuditEvent.objects.bulk_create([event]),
    ]

    for change in changes:
        with pytest.raises(WrittenInStoneError):
            change()


def test_the_check_reports_a_guard_that_is_gone():
    on = " ON people_auditevent" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER deed_stays{on}")

    found = run_checks(tags=["database"], databases=["default"])

    assert [(fault.id, fault.msg) for fault in found] == [
        ("people.E001", "The audit log is unguarded: deed_stays is missing.")
    ]


def test_every_guard_is_in_place():
    assert LOG.missing(connection) == []


def where_they_are():
    """What the engine calls the guards by: another number for one that is made anew."""
    sql = "SELECT name, rowid FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        sql = "SELECT tgname, oid FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = dict(cursor.fetchall())
    return {name: found.get(name) for name in LOG.statements(connection.vendor)}


def test_guards_that_are_there_are_left_alone_and_one_that_is_not_comes_back():
    before = where_they_are()
    LOG.restore("default")
    again = where_they_are()
    with connection.cursor() as cursor:
        cursor.execute(LOG.guards[0].removal(connection.vendor))
    without = where_they_are()
    LOG.restore("default")

    assert again == before
    assert None in without.values()
    assert None not in where_they_are().values()
