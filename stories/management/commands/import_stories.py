"""Import explainer files: all stories of all files, or nothing."""

import datetime as dt
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from stories import explainer
from stories.checks import Finding
from stories.importing import Publishing, import_stories
from stories.models import Kind
from stories.models.demands import CHOSEN


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        add = parser.add_argument
        add("files", nargs="+", metavar="FILE", help="JSON or JSON Lines; - is stdin")
        add("--publish", action="store_true", help="publish the stories and questions")
        add(
            "--dry-run",
            action="store_true",
            help="say what would happen, write nothing",
        )
        add("--media", metavar="DIR", help="the folder that pictures are read from")
        add("--kind", choices=[*map(str, CHOSEN)], default=str(Kind.DEVELOPMENT))
        add("--note", default="", help="what readers are told about the edition")
        add("--published-at", type=moment, metavar="T", help="a moment, with its zone")
        add("--update-shared", action="store_true", help="overwrite shared rows")
        add("--force", action="store_true", help="publish over people's editions")

    def handle(self, files, **options):
        try:
            read = [story for name in files for story in read_file(name)]
            outcome = import_stories(
                read,
                media=options["media"],
                publishing=self.publishing(**options),
                update_shared=options["update_shared"],
                dry_run=options["dry_run"],
            )
        except explainer.FaultyFileError as refusal:
            count = len(refusal.faults)
            raise CommandError(
                f"Nothing was imported.\n{refusal}\n{count} faults."
            ) from None
        self.report(outcome, rehearsed=options["dry_run"])

    def publishing(self, **options):
        if not options["publish"]:
            return None
        at = options["published_at"]
        ahead = at is not None and at > timezone.now()
        return Publishing(
            kind=options["kind"],
            note=options["note"],
            at=at if ahead else None,
            dated=None if ahead else at,
            force=options["force"],
        )

    def report(self, outcome, rehearsed):
        for notice in outcome.notices:
            self.stderr.write(f"Note: {notice}")
        counts = ", ".join(
            f"{len(getattr(outcome, name))} {name}"
            for name in ("made", "changed", "unchanged", "published")
        )
        self.stdout.write(f"{'Would be: ' if rehearsed else ''}{counts}")


def read_file(name):
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{name} can't be read: {error}") from None
    try:
        return explainer.read(text)
    except explainer.FaultyFileError as refusal:
        faults = [Finding(f"{name}: {f.place}", f.message) for f in refusal.faults]
        raise explainer.FaultyFileError(faults) from None


def moment(text):
    made = dt.datetime.fromisoformat(text)
    return made if made.tzinfo else timezone.make_aware(made)
