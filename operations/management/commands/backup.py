"""Make a backup: one file with the database of one moment, and its pictures."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from operations.backup import creation, shelf
from operations.backup.refusal import BackupError

MEGABYTE = 1024**2


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "--to", metavar="DIR", help="a folder; else BACKUP_DIR, and old ones go"
        )

    def handle(self, **options):
        try:
            made = creation.make(options["to"])
            gone = 0 if options["to"] else shelf.prune(shelf.folder(), timezone.now())
        except BackupError as refusal:
            raise CommandError(f"No backup was made. {refusal}") from None
        if made.missing:
            count, first = len(made.missing), made.missing[0]
            self.stderr.write(f"Note: {count} pictures have no file, such as {first}.")
        size = f"{made.size / MEGABYTE:.1f} MB"
        self.stdout.write(f"{made.path}: {size}, sha256 {made.sha256}.")
        if gone:
            self.stdout.write(f"Old ones removed: {gone}.")
