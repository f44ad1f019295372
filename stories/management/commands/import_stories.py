"""Import explainer files (JSON, or our Markdown), a story at a time; a faulty file
changes nothing."""

import datetime as dt
import io
import sys
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.forms.utils import from_current_timezone
from django.utils import timezone

from explainer import file, markdown_file
from explainer.finding import Finding
from explainer.front_matter import FENCE
from explainer.notation import IrregularError, parse, stream
from stories.database import update_statistics
from stories.models import Kind
from stories.models.demands import CHOSEN, FARTHEST
from stories.transfer.file_spool import FileSpool
from stories.transfer.story_import import (
    PartlyImportedError,
    PublishOptions,
    import_stories,
)

EARLIEST = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
FEW = 9  # More stories take a while: say how far it is.


PARTLY = (
    "What is counted above was imported, but not all. What is there stays as it is "
    "when the mended files are imported again."
)
STOPPED = (
    "The import stopped: the database refused what another import may have written "
    "meanwhile (%s). Run it again: what is there already stays as it is."
)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        """Without `--publish` the files become drafts."""
        add = parser.add_argument
        add(
            "files",
            nargs="+",
            metavar="FILE",
            help="JSON, JSON Lines or Markdown; - is stdin",
        )
        add("--publish", action="store_true", help="publish the stories and questions")
        add(
            "--dry-run",
            action="store_true",
            help="say what would happen, write nothing",
        )
        add("--media", metavar="DIR", help="the folder that pictures are read from")
        add("--kind", choices=[*map(str, CHOSEN)], default=str(Kind.DEVELOPMENT))
        add("--note", default="", help="what readers are told about the edition")
        add(
            "--published-at", metavar="T", help="a moment, with its zone or the paper's"
        )
        add("--update-shared", action="store_true", help="overwrite shared rows")
        add(
            "--public-figures",
            action="store_true",
            help="persons of whom a file does not say it are public figures",
        )
        add("--force", action="store_true", help="publish over people's editions")

    def handle(self, files, **options):
        """A CommandError says whether nothing was imported, or a part."""
        try:
            with closing(FileSpool()) as spool:
                outcome = self.take(spool, read_files(files, spool), **options)
        except PartlyImportedError as refusal:
            self.report(refusal.outcome, rehearsed=False)
            raise CommandError(f"{PARTLY}\n{faults(refusal)}") from None
        except file.FaultyFileError as refusal:
            raise CommandError(f"Nothing was imported.\n{faults(refusal)}") from None
        except DatabaseError as error:
            raise CommandError(STOPPED % str(error).partition("\n")[0]) from None
        if not options["dry_run"]:
            update_statistics()
        self.report(outcome, rehearsed=options["dry_run"])

    def take(self, spool, places, **options):
        return import_stories(
            spool,
            places=places,
            media=options["media"],
            publishing=self.publishing(**options),
            update_shared=options["update_shared"],
            public_figures=options["public_figures"],
            dry_run=options["dry_run"],
            progress=partial(self.progress, len(spool), options["verbosity"]),
        )

    def publishing(self, **options):
        """None for drafts. A moment ahead schedules; one behind dates the edition."""
        at = options["published_at"] and moment(options["published_at"])
        if not options["publish"]:
            return None
        ahead = at and at > timezone.now()
        return PublishOptions(
            kind=options["kind"],
            note=options["note"],
            at=at if ahead else None,
            dated=None if ahead else at,
            force=options["force"],
        )

    def progress(self, total, verbosity, done, slug):
        if verbosity and total > FEW:
            self.stderr.write(f"{done} of {total}: {slug}")

    def report(self, outcome, rehearsed):
        for notice in outcome.notices:
            self.stderr.write(f"Note: {notice}")
        counts = ", ".join(
            f"{len(getattr(outcome, name))} {name}"
            for name in ("made", "changed", "unchanged", "published")
        )
        self.stdout.write(f"{'Would be: ' if rehearsed else ''}{counts}")


def faults(refusal):
    return f"{refusal}\n{len(refusal.faults)} faults."


def read_files(names, spool):
    """Put the stories of all files into a spool; returns where each stands, or raises
    the faults of all files."""
    places, faults = [], []
    for name in names:
        try:
            with opened(name) as text:
                places += [f"{name}: {place}" for place in read_file(text, spool)]
        except file.FaultyFileError as refusal:
            faults += [Finding(f"{name}: {f.place}", f.message) for f in refusal.faults]
        except (OSError, ValueError) as error:
            faults.append(Finding(name, f"can't be read: {error}"))
    if faults:
        raise file.FaultyFileError(faults)
    return places


def read_file(text, spool):
    """Put the stories of a file into a spool; returns the place of each in the file."""
    count = len(spool)
    if text.read(len(FENCE)) == FENCE:  # No JSON begins so.
        text.seek(0)
        return spool.extend(file.each_story([markdown_file.read(text.read())]))
    text.seek(0)
    try:
        return spool.extend(file.each_story(stream(text.read)))
    except (IrregularError, UnicodeDecodeError):
        spool.cut(count)
        text.seek(0)
        return spool.extend(file.each_story(parse(text.read())))


@contextmanager
def opened(name):
    """The text of a file; what can't be read twice is held whole."""
    if name == "-":
        binary = getattr(sys.stdin, "buffer", None)
        yield io.StringIO(binary.read().decode() if binary else sys.stdin.read())
        return
    with Path(name).open(encoding="utf-8", newline="") as text:
        yield text if text.seekable() else io.StringIO(text.read())


def moment(said):
    """The moment of --published-at, in the paper's zone if it names none."""
    try:
        made = dt.datetime.fromisoformat(str(said))
        made = made if made.tzinfo else from_current_timezone(made)
        if EARLIEST <= made <= timezone.now() + FARTHEST:
            return made
        why = f'"{said}" isn\'t between 1970 and five years from now.'
    except ValidationError as refusal:  # The clocks change: never, or twice.
        why = refusal.message % refusal.params
    except (ValueError, OverflowError):
        why = f'"{said}" isn\'t a moment.'
    raise CommandError(f"--published-at: {why}")
