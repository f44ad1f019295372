"""Django's `migrate`, one at a time: another that starts meanwhile waits, and then
finds nothing left to do. Deployments of several machines start several."""

import sqlite3
import time
from contextlib import closing, contextmanager
from functools import partial

from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.exceptions import InconsistentMigrationHistory

KEY = 6_393_771  # of the advisory lock: any number that no other program uses here
PAUSE = 0.2
OLD = (
    "Nothing was changed: this database was made by a version whose migrations are not "
    "these. Begin with an empty one, and import what the old version exports."
)


class Command(migrate.Command):
    def get_check_kwargs(self, options):
        """Does not ask first what it puts right: guards that are of another version,
        gone, or not put up yet by a `migrate` that is half-way."""
        kwargs = super().get_check_kwargs(options)
        return {name: value for name, value in kwargs.items() if name != "databases"}

    def handle(self, *args, **options):
        if options["check_unapplied"] or options["plan"]:
            return super().handle(*args, **options)
        connection = connections[options["database"]]
        connection.ensure_connection()
        said = "Another migrate is at work; this one waits for it."
        with LOCKS[connection.vendor](connection, partial(self.stderr.write, said)):
            try:
                return super().handle(*args, **options)
            except InconsistentMigrationHistory as fault:
                raise CommandError(f"{OLD} ({fault})") from None


@contextmanager
def advisory_lock(connection, waiting):
    """Held by the session: it is gone with its process, whatever ends that."""

    def ask(function):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [KEY])
            return cursor.fetchone()[0]

    if not ask("pg_try_advisory_lock"):
        waiting()
        while not ask("pg_try_advisory_lock"):
            time.sleep(PAUSE)
    try:
        yield
    finally:
        ask("pg_advisory_unlock")


@contextmanager
def lock_beside(connection, waiting):
    """A lock on an empty database beside ours: migrations begin and end transactions
    of their own, so none could be held around them."""
    name = str(connection.settings_dict["NAME"])
    if connection.is_in_memory_db():
        yield
        return
    with closing(sqlite3.connect(f"{name}-migrate", timeout=0)) as beside:
        try:
            beside.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            waiting()
            beside.execute(f"PRAGMA busy_timeout = {2**31 - 1}")
            beside.execute("BEGIN EXCLUSIVE")
        yield


LOCKS = {"postgresql": advisory_lock, "sqlite": lock_beside}
