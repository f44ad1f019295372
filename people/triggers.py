"""Triggers by which a database itself refuses to change some rows, on both engines.

Python's rules can be passed by with raw SQL; these can't. SQLite loses triggers at each
rebuild of a table, so they're put back after every migration and looked for by a system
check.
"""

from dataclasses import dataclass

from django.core import checks
from django.db import connections, transaction


@dataclass(frozen=True)
class Guard:
    """One trigger: `sqlite` and `postgresql` are what it does, in each one's SQL.

    An engine without SQL for it needs no such guard. `rows` names PostgreSQL's tables
    of what a statement changed (`REFERENCING NEW TABLE AS made`); what is `deferred`
    waits for the end of the transaction there.
    """

    name: str
    table: str
    event: str
    sqlite: str = ""
    postgresql: str = ""
    level: str = "ROW"
    moment: str = "BEFORE"
    rows: str = ""
    deferred: bool = False

    def statements(self, vendor):
        """The SQL that puts it up on an engine, each statement by itself; none if it
        needs no such guard."""
        if vendor == "sqlite":
            made = (
                f"CREATE TRIGGER {self.name} {self.moment} {self.event} ON {self.table}"
                f" {self.sqlite}"
            )
            return [made] if self.sqlite else []
        kind, when = "TRIGGER", self.rows
        if self.deferred:
            kind, when = "CONSTRAINT TRIGGER", "DEFERRABLE INITIALLY DEFERRED"
        made = [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql"
            f" AS $$ BEGIN {self.postgresql} END $$",
            f"CREATE {kind} {self.name} {self.moment} {self.event} ON {self.table}"
            f" {when} FOR EACH {self.level} EXECUTE FUNCTION {self.name}()",
        ]
        return made if self.postgresql else []

    def removal(self, vendor):
        on = "" if vendor == "sqlite" else f" ON {self.table}"
        return f"DROP TRIGGER IF EXISTS {self.name}{on}"


class Guards:
    """The guards of some tables, which write into `others`; `said` and `code` are for
    the system check."""

    def __init__(self, said, code, guards, others=()):
        self.said, self.code, self.guards = said, code, guards
        self.others = {*others}

    def statements(self, vendor):
        """The SQL of each guard that this engine needs, by name."""
        made = {guard.name: guard.statements(vendor) for guard in self.guards}
        return {name: statements for name, statements in made.items() if statements}

    def put_up(self, connection):
        """Create every guard anew. Needs the tables; safe to repeat at any time."""
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            self.take_down(connection)
            for statements in self.statements(connection.vendor).values():
                for statement in statements:
                    cursor.execute(statement)

    def take_down(self, connection):
        """Remove the guards: for tests that empty the tables, and for nothing else."""
        with connection.cursor() as cursor:
            for guard in self.guards:
                cursor.execute(guard.removal(connection.vendor))

    def missing(self, connection):
        """Names of the guards that aren't in place as they should be."""
        made = self.statements(connection.vendor)
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(
                    "SELECT name, sql FROM sqlite_master WHERE type='trigger'"
                )
                found = dict(cursor.fetchall())
                gone = [name for name in made if found.get(name) != made[name][0]]
                cursor.execute("PRAGMA recursive_triggers")
                # Without it INSERT OR REPLACE deletes a row that no DELETE guard sees.
                return gone + ([] if cursor.fetchone()[0] else ["recursive_triggers"])
            cursor.execute(
                "SELECT tgname, prosrc FROM pg_trigger"
                " JOIN pg_proc ON pg_proc.oid = tgfoid"
                " WHERE tgenabled IN ('O', 'A') AND pg_table_is_visible(tgrelid)"
            )
            found = {name: f"$${body}$$" for name, body in cursor.fetchall()}
        return [n for n in made if n not in found or found[n] not in made[n][0]]

    def are_due(self, connection):
        """Whether the tables are there."""
        tables = connection.introspection.table_names()
        return {guard.table for guard in self.guards} | self.others <= {*tables}

    def restore(self, using, **kwargs):
        """After a migration: put back what a rebuilt table lost; whether it was any.
        Guards that are there stay: PostgreSQL takes them down from a table that nobody
        reads meanwhile."""
        connection = connections[using]
        is_lost = self.are_due(connection) and bool(self.missing(connection))
        if is_lost:
            self.put_up(connection)
        return is_lost

    def check(self, app_configs, databases, **kwargs):
        """System check: the guards are in place wherever the tables are."""
        return [
            checks.Error(
                f"{self.said} is unguarded: {name} is missing.",
                hint="Run manage.py migrate; it puts the guards back.",
                id=self.code,
            )
            for connection in map(connections.__getitem__, databases or [])
            if self.are_due(connection)
            for name in self.missing(connection)
        ]


def forbid_replacing(name, table, said):
    """A guard against replacing a row, for connections on which none is seen deleted.

    Only SQLite replaces rows, and sees them deleted only with recursive_triggers.
    """
    test = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
    made = f"{test} BEGIN SELECT RAISE(ABORT, '{said} ({name})'); END"
    return Guard(name, table, "INSERT", sqlite=made)


ADDED_TO = "the audit log is only ever added to"


def refusal(name, table, event, level="ROW"):
    """A guard that refuses whatever is tried."""
    said = f"{ADDED_TO} ({name})"
    return Guard(
        name,
        table,
        event,
        sqlite=f"BEGIN SELECT RAISE(ABORT, '{said}'); END" if level == "ROW" else "",
        postgresql=f"RAISE EXCEPTION '{said}';",
        level=level,
    )


KEPT = ("id", "at", "by_id", "verb", "kind", "key", "address")
NEWER = "coalesce(NEW.redaction, 0) > coalesce(OLD.redaction, 0)"


def only_redaction(name, table):
    """A guard that lets words be taken out by an order, and nothing else be changed."""
    said = f"{ADDED_TO} ({name})"
    rule = f"NOT {NEWER} OR " + " OR ".join(f"NEW.{c} %s OLD.{c}" for c in KEPT)
    sqlite, postgresql = (
        rule.replace("%s", is_other) for is_other in ("IS NOT", "IS DISTINCT FROM")
    )
    raises = f"IF {postgresql} THEN RAISE EXCEPTION '{said}'; END IF;"
    return Guard(
        name,
        table,
        "UPDATE",
        sqlite=f"BEGIN SELECT RAISE(ABORT, '{said}') WHERE {sqlite}; END",
        postgresql=f"{raises} RETURN NEW;",
    )


LOG = Guards(
    "The audit log",
    "people.E001",
    [
        only_redaction("deed_never_changes", "people_auditevent"),
        refusal("deed_stays", "people_auditevent", "DELETE"),
        refusal("deeds_stay", "people_auditevent", "TRUNCATE", level="STATEMENT"),
        forbid_replacing("deed_is_new", "people_auditevent", ADDED_TO),
    ],
)
