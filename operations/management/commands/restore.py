"""Verify a backup, or restore it where DATABASE_URL and MEDIA_ROOT say."""

from django.core.management.base import BaseCommand, CommandError

from operations.backup import restoration
from operations.backup.refusal import BackupError


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []  # the database may be what is to be restored

    def add_arguments(self, parser):
        add = parser.add_argument
        add("file", metavar="FILE")
        add(
            "--verify",
            action="store_true",
            help="restore it beside the paper, look at everything, and remove it again",
        )
        add(
            "--replace",
            action="store_true",
            help="replace the paper that is there; a backup of it is made first",
        )
        add("--identity", default="", help="file with the key of age that opens it")

    def handle(self, file, **options):
        try:
            if options["verify"]:
                self.verify(file, options["identity"])
            else:
                self.restore(file, options["identity"], options["replace"])
        except BackupError as refusal:
            raise CommandError(f"Nothing was changed. {file}: {refusal}") from None

    def verify(self, file, identity):
        restored = restoration.verify(file, identity)
        self.tell(restored)
        self.stdout.write(f"{file} is good: it was restored, and is what it was.")

    def restore(self, file, identity, replace):
        restored, before = restoration.restore(file, identity, replace=replace)
        self.tell(restored)
        if before:
            self.stdout.write(f"What was there before is in {before.path}.")
        self.stdout.write(f"Restored the paper of {restored.manifest.made_at}.")

    def tell(self, restored):
        if missing := restored.outcome["missing"]:
            told = f"{len(missing)} pictures had no file, such as {missing[0]}"
            self.stderr.write(f"Note: {told}.")
        for name in restored.outcome["applied"]:
            self.stdout.write(f"Applied to it: {name}")
        editions, rows = restored.outcome["editions"], restored.manifest.tables.values()
        self.stdout.write(
            f"{editions} editions, {sum(count for count, _ in rows)} rows in"
            f" {len(rows)} tables, sha256 {restored.sha256}."
        )
