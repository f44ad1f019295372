"""Write the whole paper to one file in an open form, to load it elsewhere: editions,
drafts, people, the audit log, pictures. Holds up nobody."""

from django.core.management.base import BaseCommand, CommandError

from operations.backup.refusal import BackupError
from operations.takeout import departure, digests
from stories.database import snapshot

MEGABYTE = 1024**2
WHICH = "Say --with-keys or --without-keys: whether passwords and second factors go."


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        add = parser.add_argument
        add("file", metavar="FILE", nargs="?", help="to write; - is the output")
        add(
            "--digests", action="store_true", help="only print the digest of each table"
        )
        keys = parser.add_mutually_exclusive_group()
        keys.add_argument(
            "--with-keys",
            dest="keys",
            action="store_true",
            default=None,
            help="with passwords, hashed, and the secrets of second factors",
        )
        keys.add_argument(
            "--without-keys",
            dest="keys",
            action="store_false",
            help="without: each person needs a new password there",
        )

    def handle(self, file, **options):
        if options["keys"] is None:
            raise CommandError(WHICH)
        if options["digests"]:
            with snapshot():
                told = digests.tables(keys=options["keys"])
            self.stdout.write("\n".join(digests.lines(told)))
            return
        if not file:
            raise CommandError("Which FILE?")
        try:
            made = departure.write(
                file, keys=options["keys"], progress=self.progress(**options)
            )
        except BackupError as refusal:
            raise CommandError(f"Nothing was written. {refusal}") from None
        self.report(made)

    def progress(self, verbosity, **options):
        if verbosity < 2:
            return lambda table, rows: None
        return lambda table, rows: self.stderr.write(f"{rows:>8}  {table}")

    def report(self, made):
        """On the other channel: the output may be the file."""
        if made.missing:
            count, first = len(made.missing), made.missing[0]
            self.stderr.write(f"Note: {count} pictures have no file, such as {first}.")
        rows = sum(count for count, _digest in made.tables.values())
        self.stderr.write(
            f"{made.place}: {rows} rows in {len(made.tables)} tables,"
            f" {made.size / MEGABYTE:.1f} MB, sha256 {made.sha256}."
        )
        self.stderr.write(f"All tables: {digests.of_all(made.tables)}.")
