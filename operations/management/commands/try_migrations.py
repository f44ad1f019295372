"""Try this version's migrations on a copy of the paper, and audit what they make of it.
Changes nothing: the copy is made beside the paper and removed again. For an upgrade."""

import argparse
import json
import time

from django.core.management.base import BaseCommand, CommandError

from operations.backup import copies, trial
from operations.backup.refusal import BackupError


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []  # they would ask a database that is yet to be migrated

    def add_arguments(self, parser):
        # For the copy itself: the process that is started to look at it says so.
        parser.add_argument("--in-place", action="store_true", help=argparse.SUPPRESS)

    def handle(self, **options):
        if options["in_place"]:
            self.stdout.write(json.dumps(trial.outcome()))
            return
        began = time.monotonic()
        engine = copies.engine()
        try:
            with engine.moment() as moment, engine.beside(moment.parts()) as copy:
                found = trial.try_out(copy.url)
        except BackupError as refusal:
            raise CommandError(f"Do not upgrade. {refusal}") from None
        for name in found["applied"]:
            self.stdout.write(f"Would be applied: {name}")
        self.stdout.write(
            f"A copy of the paper takes these migrations, and its record is sound:"
            f" {found['editions']} editions, {time.monotonic() - began:.0f} s."
        )
