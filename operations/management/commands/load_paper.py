"""Load a take-out into an empty, migrated database: all of it, or nothing."""

from django.core.management.base import BaseCommand, CommandError

from operations.backup.refusal import BackupError
from operations.takeout import arrival, digests

REDACT = "Taken out again, as it was removed by order:"


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="that dump_paper has written")

    def handle(self, file, verbosity, **options):
        say = self.stderr.write if verbosity > 1 else len
        try:
            made = arrival.load(file, lambda table, rows: say(f"{rows:>8}  {table}"))
        except BackupError as refusal:
            raise CommandError(f"Nothing was loaded. {file}: {refusal}") from None
        if made.missing:
            told = f"{len(made.missing)} pictures have no file, such as"
            self.stderr.write(f"Note: {told} {made.missing[0]}.")
        for said in [REDACT, *made.taken_out] if made.taken_out else ():
            self.stdout.write(said)
        if not made.list_of_it.keys:
            self.stdout.write("It has no passwords: each person needs a new one.")
        rows = sum(count for count, _digest in made.told.values())
        self.stdout.write(
            f"Loaded the paper of {made.list_of_it.made_at}: {rows} rows in"
            f" {len(made.told)} tables, {made.editions} editions; the record is sound."
        )
        self.stdout.write(f"All tables: {digests.of_all(made.told)}.")
