"""Export the public paper as files that any host serves, and bring them up to date.
Ends with 3 if a link of the paper leads nowhere: the copy is made, and it is named."""

import os
import time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from operations.backup.refusal import BackupError
from operations.export import crawl

MEGABYTE = 1024**2
DEAD_LINKS = 3
FEW = 20
SECONDS = 5  # between two lines of progress


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        add = parser.add_argument
        add("folder", metavar="DIR", help="the files; an empty folder at first")
        add(
            "--jobs",
            type=int,
            default=min(os.cpu_count() or 1, 8),
            help="how many processes make pages; as many as there are cores",
        )
        add(
            "--if-due",
            action="store_true",
            help="do nothing while the copy has what readers get",
        )

    def handle(self, folder, **options):
        if not 1 <= options["jobs"] <= 64:
            raise CommandError("--jobs: from 1 to 64.")
        try:
            if options["if_due"] and crawl.is_current(folder):
                if options["verbosity"]:
                    self.stdout.write(f"{folder} has what readers get already.")
                return
            made = crawl.export(folder, options["jobs"], self.progress(**options))
        except BackupError as refusal:
            raise CommandError(f"Nothing was exported. {refusal}") from None
        self.report(folder, made)
        if made.dead_links:
            raise SystemExit(DEAD_LINKS)

    def progress(self, verbosity, **options):
        """How far it is, from time to time."""
        last = time.monotonic()

        def say(done, waiting):
            nonlocal last
            if verbosity and time.monotonic() - last > SECONDS:
                last = time.monotonic()
                self.stderr.write(f"{done} files, {waiting} addresses are known ahead")

        return say

    def report(self, folder, made):
        self.stdout.write(
            f"{folder}: {made.files} files, {made.size / MEGABYTE:.1f} MB;"
            f" {made.written} new, {made.removed} removed, {made.seconds:.0f} s."
        )
        for address, page in [*made.dead_links.items()][:FEW]:
            self.stderr.write(f"{page} has a link that leads nowhere: {address}")
        if made.due:
            said = timezone.localtime(made.due).isoformat(timespec="seconds")
            self.stdout.write(f"Due again at {said}, or when something is published.")
        else:
            self.stdout.write("Due again when something is published.")
