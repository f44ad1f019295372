"""Import archives: WordPress, Ghost, Markdown, ninjs, feeds, HTML, Kite.

Nothing is fetched. What is a draft there stays one, whatever is published.
"""

from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from explainer import file
from explainer.finding import Finding
from stories.archives.entry import ArchiveError
from stories.archives.formats import READERS, Source, recognise
from stories.archives.media_folder import MediaFolder
from stories.database import update_statistics
from stories.management.commands.import_stories import STOPPED
from stories.models import Kind
from stories.models.demands import CHOSEN
from stories.transfer.archive_import import ArchiveImport
from stories.transfer.story_import import PublishOptions
from stories.transfer.telling_import import TellingImport

ENDINGS = (".md", ".markdown", ".html", ".htm", ".xml", ".json")
FEW = 9
COUNTED = ("made", "changed", "unchanged", "kept", "published")
REFUSED = "%s refused; what is counted above is in. Import again once they are mended."


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        """Without `--publish` all become drafts."""
        add = parser.add_argument
        add("files", nargs="+", metavar="FILE", help="files, or folders of them")
        add("--format", choices=sorted(READERS), help="what they are, if not seen")
        add("--media", metavar="DIR", help="the folder that pictures are read from")
        add("--publish", action="store_true", help="publish what readers had there")
        add(
            "--dry-run",
            action="store_true",
            help="say what would happen, write nothing",
        )
        add("--limit", type=int, default=0, metavar="N", help="stop after so many")
        add("--desk", default="", metavar="NAME", help="the desk of all stories")
        add("--language", default="", help="of texts that don't say theirs: en, pt-BR")
        add("--addresses", metavar="FILE", help="write old and new addresses there")
        add("--kind", choices=[*map(str, CHOSEN)], default=str(Kind.DEVELOPMENT))
        add("--note", default="", help="what readers are told about later editions")
        add(
            "--public-figures",
            action="store_true",
            help="persons of whom an archive does not say it are public figures",
        )
        add(
            "--force",
            action="store_true",
            help="write over what people changed here since",
        )

    def handle(self, files, **options):
        """A CommandError says what was refused; all else is in."""
        work = ArchiveImport(
            desk=options["desk"],
            limit=options["limit"],
            language=options["language"],
            progress=partial(self.progress, options["verbosity"]),
        )
        tellings = TellingImport(
            desk=options["desk"], limit=options["limit"], language=options["language"]
        )
        options["media"] = options["media"] or only_folder(files)
        with closing(work):
            self.read_all(work, tellings, files, options)
            self.total = len(work.known)
            try:
                self.write(work, tellings, options)
            except DatabaseError as error:
                raise CommandError(STOPPED % str(error).partition("\n")[0]) from None
            if not options["dry_run"]:
                update_statistics()
            tellings.report.add(work.report)
            tellings.report.moved = work.report.moved
            self.tell(tellings.report, options)

    def read_all(self, work, tellings, files, options):
        media = MediaFolder(options["media"])
        for path in each_file(files):
            if leads_out(path, files):
                why = "is a link that leads out of the folder"
                work.report.left_out.append(f"{path}: {why}")
                continue
            beside = relative(path.parent, options["media"])
            try:
                with path.open("rb") as opened:
                    zone = timezone.get_default_timezone()
                    name = (
                        f"{beside}/{path.name}"
                        if beside not in ("", ".")
                        else path.name
                    )
                    source = Source(name, opened, zone)
                    form = options["format"] or recognise(source)
                    find = partial(media.find, beside=beside)
                    if form == "kite":
                        tellings.read(path, find)
                    else:
                        work.read(str(path), READERS[form](source), find)
            except ArchiveError as fault:
                work.report.refused.append(Finding(str(path), str(fault)))
            except OSError as fault:
                why = f"can't be read: {fault}"
                work.report.refused.append(Finding(str(path), why))

    def write(self, work, tellings, options):
        how = None
        if options["publish"]:
            how = PublishOptions(
                kind=options["kind"], note=options["note"], force=options["force"]
            )
        said = {
            "media": options["media"],
            "public_figures": options["public_figures"],
            "spares_people": not options["force"],
            "dry_run": options["dry_run"],
        }
        try:
            work.write(publishing=how, **said)
            weighing = how and replace(how, weighs=True)
            tellings.write(publishing=weighing, **said)
        except file.FaultyFileError as refusal:
            raise CommandError(str(refusal)) from None

    def progress(self, verbosity, done, slug):
        if verbosity and self.total > FEW:
            self.stderr.write(f"{done} of {self.total}: {slug}")

    def tell(self, report, options):
        for line in report.notes + report.outcome.notices:
            self.stderr.write(f"Note: {line}")
        for line in report.left_out:
            self.stderr.write(f"Left out: {line}")
        if options["addresses"]:
            write_addresses(options["addresses"], report.moved)
        counts = [f"{len(getattr(report.outcome, name))} {name}" for name in COUNTED]
        counts += [f"{len(report.left_out)} left out"]
        if report.waiting:
            counts += [f"{len(report.waiting)} waiting at the desk"]
        rehearsed = "Would be: " if options["dry_run"] else ""
        self.stdout.write(f"{rehearsed}{', '.join(counts)}")
        if report.refused:
            faults = "\n".join(map(str, report.refused))
            raise CommandError(f"{faults}\n{REFUSED % len(report.refused)}")


def each_file(names):
    """The files of those names, and those in folders of them."""
    for name in map(Path, names):
        if not name.is_dir():
            yield name
            continue
        for path in sorted(name.rglob("*")):
            if path.suffix.lower() in ENDINGS and path.is_file():
                yield path


def leads_out(path, names):
    """Whether a file of a folder stands elsewhere: somebody else packed the archive,
    and what it points at is ours."""
    folders = [folder for folder in map(Path, names) if folder in path.parents]
    real = path.resolve()
    return bool(folders) and not any(
        real.is_relative_to(folder.resolve()) for folder in folders
    )


def only_folder(names):
    """The folder that was named, if one was: pictures stand in it too."""
    folders = [name for name in names if Path(name).is_dir()]
    return folders[0] if len(folders) == 1 else None


def relative(folder, media):
    """A folder as a path within that of the pictures, or nothing."""
    try:
        return str(folder.resolve().relative_to(Path(media).resolve())) if media else ""
    except ValueError:
        return ""


def write_addresses(name, moved):
    """A line for each address of old, a tabulator, and the address here."""
    lines = (f"{old}\t{new}\n" for old, new in moved)
    Path(name).write_text("".join(lines), encoding="utf-8")
