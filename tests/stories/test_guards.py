"""The record can't be changed by SQL, on either engine."""

import datetime as dt
from copy import copy

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from stories import guards
from stories.models import Edition, Kind
from tests import make
from tests.support import rooms

pytestmark = pytest.mark.django_db

REFUSED = "is the record|without gaps|one after the other|waiting already"
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def story():
    """A story that was published, and saved again since."""
    story = make.published_story()
    story.summary = "Newer."
    story.save()
    story.save_revision()
    return story


@pytest.fixture
def edition(story):
    return story.editions.get()


def only_on(vendor):
    if connection.vendor != vendor:
        pytest.skip(f"This is about {vendor}.")


def run(sql, *params):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


def refuse(sql, *params, because=REFUSED):
    with pytest.raises(DatabaseError, match=because):
        run(sql, *params)


def another(number, at, kind=Kind.WORDING, *, verb="INSERT", pk=None, end=""):
    """SQL for one more edition like the first, and what it needs."""
    key = "nextval('stories_edition_id_seq')"
    if pk or connection.vendor == "sqlite":
        key = pk or "NULL"
    text = "NULL" if kind == Kind.WITHDRAWAL else "revision_id"
    return (
        f"{verb} INTO stories_edition (id, number, published_at, kind, note,"
        f" revision_id, story_id, recorded_at) SELECT {key}, %s, %s, '{kind}', 'So.',"
        f" {text}, story_id, recorded_at FROM stories_edition WHERE number = 1 {end}",
        number,
        connection.ops.adapt_datetimefield_value(timezone.now() + at),
    )


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE stories_edition SET note = 'x'",
        "UPDATE stories_edition SET id = id + 1000",
        "DELETE FROM stories_edition",
        "UPDATE stories_revision SET document = '{}' WHERE recorded",
        "UPDATE stories_revision SET recorded = (1 = 0) WHERE recorded",
        "DELETE FROM stories_revision WHERE recorded",
    ],
)
def test_sql_cannot_change_the_record(story, sql):
    refuse(sql)


REDACTED = [
    "UPDATE stories_revision SET redaction_id = %s, digest = 'x' WHERE recorded",
    "UPDATE stories_revision SET redaction_id = %s, document = '{}' WHERE recorded",
    "UPDATE stories_revision SET redaction_id = %s, base_edition = 9 WHERE recorded",
    "UPDATE stories_edition SET redaction_id = %s, number = 2",
    "UPDATE stories_edition SET redaction_id = %s, revision_id = NULL",
]


@pytest.mark.parametrize("sql", REDACTED)
def test_a_redaction_changes_words_and_nothing_else(story, sql):
    refuse(sql, make.redaction().pk)


def test_a_redaction_changes_a_row_once_and_no_older_one_does(edition):
    older, newer = make.redaction(), make.redaction()
    sql = "UPDATE stories_edition SET note = 'x', redaction_id = %s"

    assert run(sql, newer.pk) == 1
    refuse(sql, newer.pk)
    refuse(sql, older.pk)
    refuse("UPDATE stories_edition SET note = 'x', redaction_id = NULL")


def test_what_is_said_of_redactions_never_changes():
    said = {"of": "edition", "key": 1, "before": "0", "after": "1"}
    make.redaction().removals.create(**said)

    refuse("UPDATE stories_removal SET before = 'x'")
    refuse("UPDATE stories_redaction SET reason = 'x'")
    refuse("DELETE FROM stories_removal")
    refuse("DELETE FROM stories_redaction")


def test_sql_can_delete_revisions_that_were_never_published(story):
    assert run("DELETE FROM stories_revision WHERE NOT recorded") == 1


@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE"])
def test_sqlite_cannot_replace_a_row_of_the_record(edition, verb):
    only_on("sqlite")

    refuse(*another(2, HOUR, verb=verb, pk=edition.pk), because="is the record")
    refuse(
        f"{verb} INTO stories_revision (id, document, digest, base_edition, recorded,"
        " created_at, story_id) SELECT id, '{}', digest, 0, 0, created_at, story_id"
        " FROM stories_revision WHERE recorded",
        because="is the record",
    )


def test_an_insert_cannot_turn_into_an_update(edition):
    end = "ON CONFLICT (id) DO UPDATE SET note = 'x'"

    refuse(*another(2, HOUR, pk=edition.pk, end=end), because="is the record")
    refuse(
        "INSERT INTO stories_revision (id, document, digest, base_edition, recorded,"
        " created_at, story_id) SELECT id, '{}', digest, 0, recorded, created_at,"
        " story_id FROM stories_revision WHERE recorded"
        " ON CONFLICT (id) DO UPDATE SET document = '{}'",
        because="is the record",
    )


@pytest.mark.parametrize("table", ["edition", "revision", "story"])
def test_postgres_cannot_empty_the_record(story, table):
    only_on("postgresql")
    connection.check_constraints()  # Or those that are deferred would refuse it first.

    refuse(f"TRUNCATE stories_{table} CASCADE", because="is the record")


@pytest.mark.parametrize("number", [-1, 0, 1, 3])
def test_sql_cannot_leave_a_gap_or_use_a_number_twice(edition, number):
    refuse(*another(number, HOUR), because="without gaps")


def test_sql_cannot_date_an_edition_before_the_last_one(edition):
    refuse(*another(2, -HOUR), because="one after the other")


def test_sqlite_refuses_a_moment_that_it_could_not_compare(edition):
    only_on("sqlite")
    sql, number, at = another(2, HOUR)

    refuse(sql, number, at.replace(" ", "T"), because="is written like")


def test_sql_cannot_add_a_second_pending_text(edition):
    run(*another(2, HOUR))

    refuse(*another(3, 2 * HOUR), because="waiting already")


def test_a_take_down_may_wait_behind_a_text_and_nothing_behind_it(edition):
    run(*another(2, HOUR))
    run(*another(3, 2 * HOUR, Kind.WITHDRAWAL))

    refuse(*another(4, 3 * HOUR), because="waiting already")
    refuse(*another(4, 3 * HOUR, Kind.WITHDRAWAL), because="waiting already")


def test_sql_can_cancel_until_ten_seconds_before(edition):
    run(*another(2, dt.timedelta(seconds=14)))
    assert run("DELETE FROM stories_edition WHERE number = 2") == 1

    run(*another(2, dt.timedelta(seconds=9)))
    refuse("DELETE FROM stories_edition WHERE number = 2", because="is the record")


def problems():
    found = run_checks(tags=["database"], databases=["default"])
    return [problem.msg for problem in found if problem.id == "stories.E001"]


def test_the_check_is_content_when_all_guards_are_in_place(db):
    assert problems() == []


@pytest.mark.parametrize("name", ["edition_stays", "revision_never_changes"])
def test_the_check_reports_a_guard_that_is_gone(db, name):
    guard = next(guard for guard in guards.RECORD.guards if guard.name == name)
    run(guard.removal(connection.vendor))

    assert problems() == [f"The record is unguarded: {name} is missing."]


def test_the_check_reports_a_guard_that_is_asleep_or_does_nothing(db):
    only_on("postgresql")
    run("ALTER TABLE stories_edition DISABLE TRIGGER edition_stays")
    run(
        "CREATE OR REPLACE FUNCTION edition_follows() RETURNS trigger"
        " LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
    )

    assert sorted(guards.missing(connection)) == ["edition_follows", "edition_stays"]


def test_the_check_reports_that_replacing_would_pass_by_the_guards(db):
    only_on("sqlite")
    run("PRAGMA recursive_triggers = OFF")
    try:
        assert problems() == ["The record is unguarded: recursive_triggers is missing."]
    finally:
        run("PRAGMA recursive_triggers = ON")


def test_a_connection_that_sees_no_row_deleted_cannot_replace_one(edition):
    only_on("sqlite")
    run("PRAGMA recursive_triggers = OFF")
    try:
        refuse(*another(2, HOUR, verb="REPLACE", pk=edition.pk), because="edition_is_n")
        copied = "REPLACE INTO stories_revision SELECT * FROM stories_revision"
        refuse(copied, because="revision_is_new")
    finally:
        run("PRAGMA recursive_triggers = ON")


def test_a_migration_puts_back_what_a_rebuilt_table_lost(committed):
    only_on("sqlite")
    edition = make.edition()
    kind = Edition._meta.get_field("kind")
    wider = copy(kind)
    wider.max_length = 14
    for before, after in ((kind, wider), (wider, kind)):
        with connection.schema_editor() as editor:
            editor.alter_field(Edition, before, after)
    lost = guards.missing(connection)

    call_command("migrate", verbosity=0)

    had = ["never_changes", "stays", "follows", "is_new"]
    assert lost == [f"edition_{name}" for name in had]
    assert guards.missing(connection) == []
    refuse("UPDATE stories_edition SET note = 'x'")
    assert Edition.objects.get() == edition


NUMBERS = {"paper_generation", "paper_keychange", "paper_arrival"}


def test_a_trigger_keeps_no_table_from_being_rebuilt_but_its_own_numbers():
    """SQLite rebuilds a table to alter it, and takes down no triggers but its own."""
    only_on("sqlite")
    tables = {model._meta.db_table for model in rooms.models(auto_created=True)}
    assert tables > NUMBERS
    for table in sorted(tables - NUMBERS):
        with transaction.atomic():
            run(f'CREATE TABLE "new__{table}" AS SELECT * FROM "{table}"')
            run(f'DROP TABLE "{table}"')
            run(f'ALTER TABLE "new__{table}" RENAME TO "{table}"')
            transaction.set_rollback(True)
