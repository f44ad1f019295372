"""Writes explainer files into the newsroom, a story a turn.

Reading happened before (`explainer/file.py`), and what can be seen to be wrong is
refused before anything is written (`preflight.py`). Then each story has a transaction
of its own: shared rows are found or made, the working copy is replaced and, if asked,
editions are published. So nobody at the desk waits for a whole archive, and what was
stopped half-way can be run again: what is there already stays as it is.
"""

import uuid
from contextlib import contextmanager
from itertools import batched

from django.db import IntegrityError, OperationalError, transaction

from explainer.file import FaultyFileError, default_id
from explainer.finding import Finding
from stories.models import Question, Story, pointers
from stories.models.verb_refusals import RedactedError
from stories.models.whos_who import WhosWho
from stories.transfer.file_spool import PlacedFiles
from stories.transfer.image_files import PictureIntake
from stories.transfer.import_outcome import (
    DryRunError,
    Outcome,
    PartlyImportedError,
)
from stories.transfer.known_owners import KnownOwners
from stories.transfer.owner_import import OwnerImport
from stories.transfer.preflight import ImportChecks
from stories.transfer.publisher import Publisher, PublishOptions, notice_hidden
from stories.transfer.question_import import Questions
from stories.transfer.shared_import import SharedRows

__all__ = ["Outcome", "PartlyImportedError", "PublishOptions", "import_stories"]

OWNERS = {"explainer/1": Story, "question/1": Question}
AT_ONCE = 20  # Files whose rows are looked up together.
AGAIN = 9  # times that a story is tried while another import makes what it names


def import_stories(files, **options):
    """Import read files; returns the `Outcome`.

    Raises `FaultyFileError` if nothing was written, and `PartlyImportedError` if some
    stories were refused by what only writing them could show.

    Options: `media`, a folder of pictures; `publishing`, `PublishOptions`;
    `update_shared`; `public_figures`, the answer for persons of whom a file says
    nothing; `spares_people`, whether what somebody has worked on since stays as it is;
    `dry_run`; `places`, what faults call each of the files; `progress`, called with how
    many are done and the slug of the last; `beside`, called with each story and its
    place in the transaction that writes it.
    """
    run = Import(files, **options)
    run.refuse()
    if not options.get("dry_run"):
        run.write()
        return run.outcome
    try:
        with run.turn():
            run.write()
            raise DryRunError
    except DryRunError:
        return run.outcome


class Import:
    def __init__(self, files, *, media=None, publishing=None, places=(), **options):
        # A question that has a file of its own is there before stories list it.
        self.files = PlacedFiles(files, places)
        self.publishing = publishing
        self.spares_people = options.get("spares_people", False)
        self.progress = options.get("progress") or (lambda done, slug: None)
        self.beside = options.get("beside") or (lambda owner, place: None)
        self.found = []  # Faults of the turn that goes on.
        self.written = {}  # The stories of the files before, each with its place.
        self.pointers = []  # What texts point at, each with its place.
        self.outcome = Outcome()
        self.shared = SharedRows(
            self.outcome.notices,
            overwrite=options.get("update_shared", False),
            public_figures=options.get("public_figures", False),
        )
        self.pictures = PictureIntake(media, self.shared, self.fault)
        self.questions = Questions(self.shared, files)
        known = KnownOwners(Story), self.questions.known
        self.owners = dict(zip(OWNERS, known, strict=True))
        self.publisher = Publisher(publishing, self.outcome, self.found)

    def fault(self, place, message):
        self.found.append(Finding(place, str(message)))

    def refuse(self):
        """Refuse all files for what is wrong in any of them, before writing any."""
        checks = ImportChecks(
            self.files, self.questions, self.fault, publishing=bool(self.publishing)
        )
        self.outcome.notices += checks.notices()
        for item, place in () if self.found else self.learned():
            self.find(item, place)
            self.pictures.refuse_missing(item, place)
        self.written.clear()
        if self.found:
            raise FaultyFileError(self.found)

    def learned(self):
        """The files with their places; of so many at once it is known what is there."""
        for some in batched(self.files, AT_ONCE):
            items = [item for item, _place in some]
            self.shared.known.learn(items)
            self.whos_who = WhosWho()
            asked = self.questions.named(items)
            named = {"explainer/1": (set(), set()), "question/1": asked}
            for item in items:
                keys, slugs = named[item["format"]]
                keys.add(uuid.UUID(item["id"]))
                slugs.add(item["slug"])
            for form, known in self.owners.items():
                known.learn(*named[form])
            yield from some
        self.forget()

    def forget(self):
        """Look up anew what rows there are: those of a refused story are gone."""
        self.shared.forget()
        self.whos_who = WhosWho()
        for known in self.owners.values():
            known.forget()

    @contextmanager
    def turn(self):
        """One transaction; what stops it also takes its pictures back."""
        before, self.pictures.stored = self.pictures.stored, []
        with transaction.atomic():
            try:
                yield
                if self.found:
                    raise FaultyFileError(self.found)
            except BaseException:
                self.pictures.give_up()
                raise
        self.pictures.stored += before

    def write(self):
        """Write and publish each story, then publish the questions that they list."""
        refused = []
        for done, (item, place) in enumerate(self.learned(), 1):
            try:
                result, revision = self.one_again(item, place)
            except FaultyFileError:
                refused += self.found
                self.found.clear()
                self.questions.undo_turn()
                self.forget()
            else:
                getattr(self.outcome, result).append(revision.content["slug"])
                if named := pointers.pointers(revision.content):
                    self.pointers.append((named, place))
            self.progress(done, item["slug"])
        self.outcome.notices += self.shared.unanswered()
        if self.publishing:
            for asked in self.questions.asked.values():
                self.publisher.question(asked)
            notice_hidden(self.outcome, self.pointers)
        self.outcome.stored += self.pictures.stored
        self.conclude(refused + self.found)

    def conclude(self, refused):
        done = self.outcome
        if refused and (done.made or done.changed or done.unchanged):
            raise PartlyImportedError(refused, done)
        if refused:
            raise FaultyFileError(refused)

    def one_again(self, item, place):
        """Import one story or question in a turn of its own.

        Again if somebody made a row that wasn't there when it was looked for: each time
        another import has finished a story that names the same.
        """
        notices, published = self.outcome.notices, self.outcome.published
        told, out = len(notices), len(published)
        for _time in range(AGAIN):
            try:
                with self.turn():
                    return self.one(item, place)
            except (IntegrityError, OperationalError):  # Or both wait for one another.
                del notices[told:], published[out:]
                self.found.clear()
                self.questions.undo_turn()
                self.forget()
        with self.turn():
            return self.one(item, place)

    def one(self, item, place):
        """Import one story or question; returns what became of it, and its revision.

        After a fault its turn writes nothing.
        """
        self.shared.place = place
        self.questions.begin_turn()
        owner = self.find(item, place)
        if owner is None:
            raise FaultyFileError(self.found)
        try:
            written = OwnerImport(self, owner, item, place).write()
            self.beside(owner, place)
            return written
        except RedactedError as refusal:
            self.fault(place, refusal)
            raise FaultyFileError(self.found) from None

    def find(self, item, place):
        """What a file is about: by id, then slug, then an old address."""
        model, known = OWNERS[item["format"]], self.owners[item["format"]]
        by_id = known.with_id(uuid.UUID(item["id"]))
        by_slug = known.with_slug(item["slug"])
        if by_id and by_slug and by_id != by_slug:
            return self.fault(f"{place}.slug", f'belongs to "{by_slug}"')
        found = by_id or by_slug
        if found is None and item["id"] == default_id(item["slug"], item["format"]):
            found = known.with_path(item["slug"])
        found = found or model(pk=uuid.UUID(item["id"]), slug=item["slug"])
        first = self.written.setdefault(str(found.pk), place)
        if first != place:
            return self.fault(place, f"is the same story as {first}")
        return found
