"""Import a register of outlets, CSV or JSON: names, domains, countries, owners, kinds.

What an outlet has stays; a row only fills what is empty, and says what differs.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from sources.outlet_register import RegisterError, RegisterImport, rows

COUNTED = ("made", "changed", "unchanged", "refused")


class RehearsalError(Exception):
    """Ends a rehearsal: all that it wrote is taken back."""


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        add = parser.add_argument
        add("file", help="a list in JSON, or CSV with a head line")
        add(
            "--dry-run",
            action="store_true",
            help="say what would happen, write nothing",
        )
        add("--overwrite", action="store_true", help="write over what differs")

    def handle(self, file, **options):
        """A CommandError says what was refused; all else is in."""
        try:
            with Path(file).open("rb") as opened:
                found = rows(opened.read())
        except (OSError, RegisterError) as fault:
            raise CommandError(f"{file}: {fault}") from None
        work = RegisterImport(overwrite=options["overwrite"])
        try:
            with transaction.atomic():
                work.write(found)
                if options["dry_run"]:
                    raise RehearsalError
        except RehearsalError:
            pass
        report = work.report
        for note in report.notes:
            self.stderr.write(f"Note: {note}")
        counts = (f"{len(getattr(report, name))} {name}" for name in COUNTED)
        rehearsed = "Would be: " if options["dry_run"] else ""
        self.stdout.write(f"{rehearsed}{', '.join(counts)}")
        if report.refused:
            raise CommandError("\n".join(f"{file}: {one}" for one in report.refused))
