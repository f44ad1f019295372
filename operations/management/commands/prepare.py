"""All that comes before the web server, in one process: the port is free, the database
is there and up to date, somebody can sign in. One line says what each step found."""

import time

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from operations import ports
from operations.readiness import migrations, out_of_reach

PAUSE = 0.5


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []  # of a database that may not be there yet

    def handle(self, **options):
        ports.claim(settings.BIND_ADDRESS, settings.PORT)
        self.wait()
        if self.migrate():
            call_command("first_administrator", stdout=self.stdout)

    def say(self, words):
        self.stdout.write(f"-- {words}")
        self.stdout.flush()

    def wait(self):
        """Until the database answers; a file that can't be opened never will."""
        limit = settings.DATABASE_WAIT if connection.vendor == "postgresql" else 0
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

    def migrate(self):
        """Whether the database is up to date afterwards. Of several that do this at a
        time one does the work."""
        missing = len(
            migrations() - {*MigrationRecorder(connection).applied_migrations()}
        )
        if not settings.MIGRATE:
            self.say(f"migrations: {missing} not applied; MIGRATE=0 leaves them alone")
            return not missing
        self.say(f"migrations: {missing} to apply")
        call_command("migrate", interactive=False, verbosity=0, stderr=self.stderr)
        return True
