"""Writes explainer files into the newsroom, a story a turn.

Reading happened before (`explainer/file.py`), and what can be seen to be wrong is
refused before anything is written (`preflight.py`). Then each story has a transaction
of its own: shared rows are found or made, the working copy is replaced and, if asked,
editions are published. So nobody at the desk waits for a whole archive, and what was
stopped half-way can be run again: what is there already stays as it is.
"""

import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import batched

from django.db import transaction

from explainer.file import FaultyFileError, default_id, with_slug
from explainer.finding import Finding
from explainer.notation import objects
from people.refusals import RefusedError
from stories.models import (
    Kind,
    Question,
    Story,
    freezing,
    pointers,
)
from stories.models.derived_rows import moment
from stories.models.ledger import Ledger, Standing
from stories.transfer.image_files import PictureIntake
from stories.transfer.known_owners import KnownOwners
from stories.transfer.preflight import ImportChecks
from stories.transfer.publisher import (
    Publisher,
    PublishOptions,
    backdate,
    lower_base,
    notice_hidden,
)
from stories.transfer.question_import import Questions
from stories.transfer.shared_import import SharedRows

__all__ = ["Outcome", "PartlyImportedError", "PublishOptions", "import_stories"]

OWNERS = {"explainer/1": Story, "question/1": Question}
AT_ONCE = 20  # Files whose rows are looked up together.


@dataclass
class Outcome:
    """What an import did, by slug."""

    made: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    published: list = field(default_factory=list)
    notices: list = field(default_factory=list)


class PartlyImportedError(FaultyFileError):
    """Some stories of an import were refused, and the others are in."""

    def __init__(self, faults, outcome):
        super().__init__(faults)
        self.outcome = outcome


class DryRunError(Exception):
    """Ends a rehearsal: everything it wrote is rolled back."""


def import_stories(files, **options):
    """Import read files; returns the `Outcome`.

    Raises `FaultyFileError` if nothing was written, and `PartlyImportedError` if some
    stories were refused by what only writing them could show.

    Options: `media`, a folder of pictures; `publishing`, `PublishOptions`;
    `update_shared`; `public_figures`, the answer for persons of whom a file says
    nothing; `dry_run`; `places`, what faults call each of the files; `progress`, called
    with how many are done and the slug of the last.
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
        places = places or [f"stories[{n}]" for n in range(len(files))]
        pairs = [*zip(files, places, strict=True)]
        # A question that has a file of its own is there before stories list it.
        self.files = sorted(pairs, key=lambda pair: pair[0]["format"] != "question/1")
        self.publishing = publishing
        self.progress = options.get("progress") or (lambda done, slug: None)
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
            asked = dict(self.questions.asked)
            try:
                with self.turn():
                    result, revision = self.one(item, place)
            except FaultyFileError:
                refused += self.found
                self.found.clear()
                self.questions.asked = asked
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
            for named, place in self.pointers:
                notice_hidden(self.outcome, named, place)
        self.conclude(refused + self.found)

    def conclude(self, refused):
        done = self.outcome
        if refused and (done.made or done.changed or done.unchanged):
            raise PartlyImportedError(refused, done)
        if refused:
            raise FaultyFileError(refused)

    def one(self, item, place):
        """Import one story or question; returns what became of it, and its revision.

        After a fault its turn writes nothing.
        """
        self.shared.place = place
        self.questions.begin_turn()
        owner = self.find(item, place)
        if owner is None:
            raise FaultyFileError(self.found)
        is_new, before, parts = owner._state.adding, None, {}
        if is_new:
            owner.save()
        else:  # What an editor has typed stays in the history.
            Ledger(owner)
            parts = freezing.parts_by_path(owner)
            before = owner.save_revision(document=freezing.freeze(owner, parts))
        past = [*objects(item, "editions")]
        is_withdrawn = bool(past) and past[-1][1]["kind"] == Kind.WITHDRAWAL
        told = self.publishing and past and not owner.editions.exists()
        for at, edition in past[: None if is_withdrawn else -1] if told else ():
            self.backdate(owner, edition, f"{place}.{at}")
        revision = self.working_copy(owner, item, place, parts)
        self.owners[item["format"]].add(owner)
        self.write_questions(item)
        if told:
            if not is_withdrawn:
                at, edition = past[-1]
                self.backdate(owner, edition, f"{place}.{at}", revision.original)
            self.outcome.published.append(owner.slug)
        elif self.publishing and not is_withdrawn:
            standing = Standing(owner, [] if is_new else None)
            since = item.get("published_at")
            self.publisher.publish(owner, revision, place, since, standing=standing)
        changed = before is None or before.pk != revision.pk
        kept = "changed" if changed else "unchanged"
        return "made" if is_new else kept, revision

    def write_questions(self, item):
        """Write what a file says of its questions; faults are what stops these."""
        self.questions.write(item)
        for part in with_slug(item.get("questions", [])) if self.publishing else ():
            asked = self.questions.asked[part["slug"]]
            if asked.row.pk not in self.questions.fresh:
                self.publisher.refuse_question(asked)

    def backdate(self, owner, edition, place, document=None):
        """Append an edition that readers had elsewhere: with its text or a document."""
        if document is None and (text := edition.get("text")):
            document = self.document(text, f"{place}.text")
        kind, note = edition["kind"], edition.get("note", "")
        at = moment(edition["published_at"])
        try:
            backdate(owner, kind=kind, dated=at, document=document, note=note)
        except RefusedError as refusal:
            self.fault(place, refusal)

    def working_copy(self, owner, item, place, parts):
        """Make the working copy, which has these parts, what the file says; returns
        its revision.
        """
        document = self.document(item, place)
        self.questions.list_in(document, item, place)
        if self.found:
            raise FaultyFileError(self.found)
        sources = self.shared.sources(item.get("sources", []))
        with owner.edited() as ledger:
            made = freezing.rewrite(owner, document, sources=sources, parts=parts)
            for lost in made.lost:
                self.fault(place, f"there is no {lost}")
            ledger.document = made.document
            lower_base(owner, ledger)
        return ledger.revision

    def document(self, item, place):
        """The frozen document of a file, its pictures and shared rows seen to."""
        document = self.shared.document(item)
        self.pictures.take(item, document, place)
        return document

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
        found = found or model(pk=item["id"], slug=item["slug"])
        first = self.written.setdefault(str(found.pk), place)
        if first != place:
            return self.fault(place, f"is the same story as {first}")
        return found
