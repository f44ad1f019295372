"""All that comes before the web server, in one process: the port is free, the database
is there and up to date, somebody can sign in. One line says what each step found."""

import os
import time

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import Error, connection

from operations import ports
from operations.purge import tombstones
from operations.readiness import missing_migrations, out_of_reach

PAUSE, AGAIN = 0.5, 10.0
OPEN = b"\0"
LATER = 75  # EX_TEMPFAIL: to be done beside the server, which has pages to send


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []  # of a database that may not be there yet

    def add_arguments(self, parser):
        parser.add_argument(
            "--or-later",
            action="store_true",
            help=f"end with {LATER} while the database is gone and pages are kept",
        )
        parser.add_argument(
            "--gate", type=int, help="as often as it takes; what a server waits for"
        )

    def handle(self, *, gate, or_later, **options):
        if gate is not None:
            self.prepare_beside(gate)
            return
        ports.claim(settings.BIND_ADDRESS, settings.PORT)
        if or_later and self.may_wait() and (fault := out_of_reach()):
            self.say(f"database: pages are served as they were last ({fault})")
            raise SystemExit(LATER)
        self.wait(settings.DATABASE_WAIT if connection.vendor == "postgresql" else 0)
        self.prepare()

    def say(self, words):
        self.stdout.write(f"-- {words}")
        self.stdout.flush()

    def may_wait(self):
        """Whether readers get more than excuses meanwhile: not at a first start. A file
        that can't be opened never will be."""
        return connection.vendor == "postgresql" and tombstones.read() is not None

    def wait(self, limit):
        """Until the database answers."""
        began, last = time.monotonic(), ""
        while fault := out_of_reach():
            if time.monotonic() - began >= limit:
                after = f" after {limit} s" if limit else ""
                raise CommandError(
                    f"DATABASE_URL leads to no database we can use{after}: {fault}"
                )
            if fault != last:
                self.say(f"database: asked again for {limit} s ({fault})")
            last = fault
            time.sleep(PAUSE)
        self.say("database: there")

    def prepare(self):
        """Whether the schema is ours afterwards. Of several that do this at a time one
        does the work."""
        missing = missing_migrations(connection)
        if not settings.MIGRATE:
            self.say(f"migrations: {missing} not applied; MIGRATE=0 leaves them alone")
        else:
            self.say(f"migrations: {missing} to apply")
            self.migrate(missing)
        if settings.MIGRATE or not missing:
            call_command("first_administrator", stdout=self.stdout)
            return True
        return False

    def migrate(self, missing):
        """Where none is missing, a database that takes no writes keeps nobody from
        reading what it has."""
        try:
            call_command("migrate", interactive=False, verbosity=0, stderr=self.stderr)
        except Error as fault:
            if missing:
                raise
            said = str(fault).partition("\n")[0]
            self.say(f"migrations: the database takes no writes ({said})")

    def prepare_beside(self, gate):
        """Until it is done, or the server that waits for it is gone."""
        server, said = os.getppid(), ""
        while os.getppid() == server:
            fault = out_of_reach() or self.attempt()
            if not fault:
                os.pwrite(gate, OPEN, 0)
                self.say("database: prepared; pages are made again")
                return
            if fault != said:
                self.say(f"database: not prepared yet ({fault})")
            said = fault
            time.sleep(PAUSE)

    def attempt(self):
        """What kept it from being prepared, in a line; nothing if it is."""
        try:
            if self.prepare():
                return ""
        except (Error, CommandError) as fault:
            said = str(fault).partition("\n")[0]
        except Exception as fault:  # whatever a migration meets
            said = f"{type(fault).__name__}: {fault}"
        else:
            said = "migrations are left to others"
        connection.close()
        time.sleep(AGAIN)
        return said
