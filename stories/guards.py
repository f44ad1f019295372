"""The database's own watch over the record: triggers on both engines.

Python's rules can be passed by with raw SQL; these can't. No guard names a table but
its own, because SQLite rebuilds tables under them. SQLite also loses triggers at each
rebuild, so they're put back after every migration and looked for by a system check.
"""

from django.core import checks
from django.db import connections, transaction

# What both engines refuse. `same` compares a row with the rest of its own thing.
SAME = (
    "(story_id = NEW.story_id OR (story_id IS NULL AND NEW.story_id IS NULL))"
    " AND (question_id = NEW.question_id"
    " OR (question_id IS NULL AND NEW.question_id IS NULL))"
)
LAST = f"SELECT max(number) FROM stories_edition WHERE {SAME}"
NEWEST = f"SELECT max(published_at) FROM stories_edition WHERE {SAME}"
# A take-down date may stand behind a pending text; nothing else stands behind one.
WAITING = (
    f"EXISTS (SELECT 1 FROM stories_edition WHERE {SAME}"
    " AND published_at > {soon}"
    " AND (NEW.kind <> 'withdrawal' OR kind = 'withdrawal'))"
)

INSERT_RULES = (
    (f"NEW.number <> coalesce(({LAST}), 0) + 1", "editions are numbered without gaps"),
    (f"NEW.published_at <= ({NEWEST})", "editions are dated one after the other"),
    (WAITING, "an edition is waiting already"),
)

# SQLite compares moments as texts, so each must be written as Django writes them.
SQLITE_INSERT_RULES = (
    (
        "NEW.published_at NOT GLOB '????-??-?? ??:??:??*'",
        "a moment is written like 2026-01-31 08:00:00, in UTC",
    ),
    *INSERT_RULES,
)

# (trigger, table, event, condition)
GUARDS = (
    ("edition_never_changes", "stories_edition", "UPDATE", "1 = 1"),
    ("edition_stays", "stories_edition", "DELETE", "OLD.published_at <= {soon}"),
    ("revision_never_changes", "stories_revision", "UPDATE", "OLD.recorded"),
    ("revision_stays", "stories_revision", "DELETE", "OLD.recorded"),
)
INSERT_GUARD = "edition_follows"
TRUNCATE_GUARDS = (
    ("editions_stay", "stories_edition"),
    ("revisions_stay", "stories_revision"),
)

SQLITE_SOON = "strftime('%Y-%m-%d %H:%M:%f', 'now', '+10 seconds')"
POSTGRES_SOON = "clock_timestamp() + interval '10 seconds'"


def refusal(name, table):
    return f"{table} is the record ({name})"


def sqlite_statements():
    """The SQL of each trigger, by name."""
    raises = "SELECT RAISE(ABORT, '{}')".format
    made = {
        name: f"CREATE TRIGGER {name} BEFORE {event} ON {table}"
        f" WHEN {condition.format(soon=SQLITE_SOON)}"
        f" BEGIN {raises(refusal(name, table))}; END"
        for name, table, event, condition in GUARDS
    }
    rules = "; ".join(
        f"{raises(message)} WHERE {condition.format(soon=SQLITE_SOON)}"
        for condition, message in SQLITE_INSERT_RULES
    )
    made[INSERT_GUARD] = (
        f"CREATE TRIGGER {INSERT_GUARD} BEFORE INSERT ON stories_edition"
        f" BEGIN {rules}; END"
    )
    return made


def postgres_function(name, body):
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
        f" AS $$ BEGIN {body} END $$"
    )


def postgres_body(event, condition, message):
    row = "OLD" if event == "DELETE" else "NEW"
    test = condition.format(soon=POSTGRES_SOON)
    return f"IF {test} THEN RAISE EXCEPTION '{message}'; END IF; RETURN {row};"


def postgres_statements():
    """The SQL of each trigger, by name: a function and the trigger that calls it."""
    made = {}

    def guard(name, table, event, body, level="ROW"):
        made[name] = [
            postgres_function(name, body),
            f"CREATE TRIGGER {name} BEFORE {event} ON {table}"
            f" FOR EACH {level} EXECUTE FUNCTION {name}()",
        ]

    for name, table, event, condition in GUARDS:
        message = refusal(name, table)
        guard(name, table, event, postgres_body(event, condition, message))
    rules = " ".join(
        f"IF {condition.format(soon=POSTGRES_SOON)}"
        f" THEN RAISE EXCEPTION '{message}'; END IF;"
        for condition, message in INSERT_RULES
    )
    guard(INSERT_GUARD, "stories_edition", "INSERT", f"{rules} RETURN NEW;")
    for name, table in TRUNCATE_GUARDS:
        raises = f"RAISE EXCEPTION '{refusal(name, table)}';"
        guard(name, table, "TRUNCATE", raises, level="STATEMENT")
    return made


def table_of(name):
    if name == INSERT_GUARD:
        return "stories_edition"
    return {guard[0]: guard[1] for guard in (*GUARDS, *TRUNCATE_GUARDS)}[name]


def put_up(connection):
    """Create every guard anew. Needs the tables; safe to repeat at any time."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        take_down(connection)
        if connection.vendor == "sqlite":
            for statement in sqlite_statements().values():
                cursor.execute(statement)
        else:
            for statements in postgres_statements().values():
                for statement in statements:
                    cursor.execute(statement)


def take_down(connection):
    """Remove the guards. For tests that move the clock, and for nothing else."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in sqlite_statements():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            for name in postgres_statements():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table_of(name)}")


def missing(connection):
    """Names of the guards that aren't in place as they should be."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            found = dict(cursor.fetchall())
            gone = [n for n, sql in sqlite_statements().items() if found.get(n) != sql]
            cursor.execute("PRAGMA recursive_triggers")
            # Without it INSERT OR REPLACE deletes a row that no DELETE guard sees.
            return gone + ([] if cursor.fetchone()[0] else ["recursive_triggers"])
        cursor.execute(
            "SELECT tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
            " WHERE tgenabled IN ('O', 'A') AND pg_table_is_visible(tgrelid)"
        )
        found = {name: f"$${body}$$" for name, body in cursor.fetchall()}
        made = postgres_statements()
        return [n for n in made if n not in found or found[n] not in made[n][0]]


def restore(using, **kwargs):
    """After a migration: put back what a rebuilt table lost."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    if {"stories_edition", "stories_revision"} <= set(tables):
        put_up(connection)


def check(app_configs, databases, **kwargs):
    """System check: the record is guarded in every database that has it."""
    problems = []
    for using in databases or []:
        connection = connections[using]
        if "stories_edition" not in connection.introspection.table_names():
            continue
        problems += [
            checks.Error(
                f"The record is unguarded: {name} is missing.",
                hint="Run manage.py migrate; it puts the guards back.",
                id="stories.E001",
            )
            for name in missing(connection)
        ]
    return problems
