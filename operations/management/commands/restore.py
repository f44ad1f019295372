"""Verify a backup, or restore it where DATABASE_URL and MEDIA_ROOT say."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from operations.backup import restoration, shelf
from operations.backup.refusal import BackupError
from operations.redaction import orders_that_are_known, redact_again

CHOSEN = "The newest backup"
CLOSED = (
    "{} is encrypted, and what opens it is not here: verify it where it is, by "
    "manage.py restore FILE --verify --identity KEY."
)
REDACT = "Taking out again what was removed by order:"


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []  # the database may be what is to be restored

    def add_arguments(self, parser):
        add = parser.add_argument
        add("file", metavar="FILE", nargs="?", help="to verify, the newest by itself")
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
                chosen = file or self.newest(options["identity"])
                self.verify(chosen, options["identity"])
            elif file:
                self.restore(file, options["identity"], options["replace"])
            else:
                raise CommandError("Which FILE?")
        except BackupError as refusal:
            raise CommandError(
                f"Nothing was changed. {file or CHOSEN}: {refusal}"
            ) from None

    def newest(self, identity):
        """The newest in BACKUP_DIR, or nothing if there is none to be opened here."""
        found = next(iter(shelf.backups()), None)
        if found is None:
            self.stdout.write(f"There is no backup in {shelf.folder()} yet.")
            return ""
        if found.is_sealed and not (identity or settings.BACKUP_IDENTITY):
            self.stdout.write(CLOSED.format(found.path.name))
            return ""
        return str(found.path)

    def verify(self, file, identity):
        if not file:
            return
        restored = restoration.verify(file, identity)
        self.tell(restored)
        self.stdout.write(f"{file} is good: it was restored, and is what it was.")

    def restore(self, file, identity, replace):
        slips = orders_that_are_known()
        restored, before = restoration.restore(
            file, identity, replace=replace, slips=slips
        )
        self.tell(restored)
        if before:
            self.stdout.write(f"What was there before is in {before.path}.")
        self.stdout.write(f"Restored the paper of {restored.manifest.made_at}.")
        # Kept pages of before may have it, and somebody may have written meanwhile.
        taken_out = restored.outcome["taken_out"] + redact_again(more=slips)
        for said in [REDACT, *taken_out] if taken_out else ():
            self.stdout.write(said)

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
