"""Files that tell of the same events again and again, into the paper: each story once.

A file is taken after those that were made before it. What each of its texts tells of is
decided first (`telling_match.py`); then the import of archives writes it, and the row
by which it will be known again in the same transaction.
"""

import datetime as dt
from dataclasses import asdict, dataclass, field, replace

from django.db import transaction

from images.image_store import discard
from sources.models import Outlet
from stories.archives import kite_files
from stories.archives.entry import Item
from stories.archives.likeness import Verdict, likeness, marks, signature
from stories.models import Telling
from stories.transfer import telling_match
from stories.transfer.archive_import import ArchiveImport, Report
from stories.transfer.import_outcome import DryRunError

PAID = ("paywalled",)


@dataclass
class TellingReport(Report):
    """`waiting`: the places of those that an editor is asked about."""

    waiting: list = field(default_factory=list)

    def add(self, other):
        self.outcome.add(other.outcome)
        for name in ("refused", "notes", "left_out"):
            getattr(self, name).extend(getattr(other, name))


@dataclass
class Text:
    """A text of a batch, what is known of it, and what it tells of."""

    name: str
    file: str
    item: Item
    seal: str
    batch: str
    at: dt.datetime
    said: object = None  # its signature
    row: Telling | None = None
    match: object = None

    @property
    def place(self):
        return f"{self.file}: {self.item.place}" if self.item.place else self.file

    @property
    def is_as_it_was(self):
        return bool(self.row and self.row.seal == self.seal)


class TellingImport:
    """`options` are those of `ArchiveImport`."""

    def __init__(self, **options):
        self.options = options
        self.files = []  # (moment, name, path, picture)
        self.report = TellingReport()
        self.left = options.get("limit") or None

    def read(self, path, picture):
        """Note a file; `ArchiveError` if it can't be read as a whole."""
        try:
            with path.open("rb") as opened:
                batch = kite_files.batch(opened)
        except kite_files.ListOfFilesError as why:
            self.report.left_out.append(f"{path}: {why}")
            return
        self.files.append((batch.moment, str(path), path, picture))

    def write(self, *, dry_run=False, **how):
        """Write all that was read, in the order of its moments; a rehearsal is taken
        back whole, so that in it a later file finds what an earlier one made."""
        if not dry_run:
            self.write_all(how)
            return
        try:
            with transaction.atomic():
                try:
                    self.write_all(how)
                finally:
                    for picture in self.report.outcome.stored:
                        discard(picture)
                raise DryRunError
        except DryRunError:
            pass

    def write_all(self, how):
        for _at, name, path, picture in sorted(self.files, key=lambda f: f[:2]):
            with path.open("rb") as opened:
                batch = kite_files.batch(opened)
            texts = [*self.texts(batch, name)]
            if texts:
                BatchImport(self, texts, picture).write(how)

    def texts(self, batch, name):
        """What a file tells, as far as it can be read."""
        self.report.notes += [f"{name}: {note}" for note in batch.notes]
        for one in batch.tellings:
            place = f"{name}: {one.place}" if one.place else name
            if one.item is None or one.fault:
                self.refuse(place, one.fault)
            elif self.left is None or self.left > 0:
                self.left = self.left and self.left - 1
                at = dt.datetime.fromisoformat(one.item.published_at)
                yield Text(one.name, name, one.item, one.seal, batch.name, at)

    def refuse(self, place, why):
        within, _colon, rest = why.partition(":")
        if within.startswith((".", "[")) or not within:  # of the path of a value in it
            place, why = f"{place}{within}", rest
        work = ArchiveImport()
        work.refuse(place, why.strip())
        work.close()
        self.report.add(work.report)


class BatchImport:
    """The texts of one file into the paper. `run` has the report and the options."""

    def __init__(self, run, texts, picture):
        self.run, self.texts, self.picture = run, texts, picture
        self.report = run.report
        language = run.options.get("language", "")
        for text in texts:
            document = {"headline": text.item.title, **text.item.fields}
            document["language"] = text.item.language or language
            text.said = signature(document)
        names = [text.name for text in texts]
        rows = Telling.objects.filter(name__in=names).select_related("story")
        known = {row.name: row for row in rows}
        for text in texts:
            text.row = known.get(text.name)

    def write(self, how):
        """Decide, then write what is new or has changed."""
        self.match()
        stories = {text.row.story_id for text in self.texts if text.row}
        stories |= {text.match.story.pk for text in self.texts if text.match}
        self.newest = Telling.objects.newest_of(stories - {None})
        self.hosts = hosts()
        wanted = [text for text in self.texts if self.is_wanted(text, how)]
        self.bring_in(wanted, how)

    def take(self, text, story, how):
        """Write one text as this story, or as a new one: somebody has said so."""
        self.newest = Telling.objects.newest_of({story.pk} if story else ())
        self.hosts = hosts()
        newest = self.newest.get(story.pk) if story else None
        if newest and text.at <= newest:
            self.overtaken(text, story)
            return
        if story:
            text.item.fields["id"] = str(story.pk)
        self.bring_in([text], how)

    def match(self):
        """What those tell of that are not known yet, or were not settled."""
        open_ones = [
            text
            for text in self.texts
            if text.row is None or (text.row.is_waiting and not text.is_as_it_was)
        ]
        asked = [(text.said, text.at, text.batch) for text in open_ones]
        taken = {text.row.story_id for text in self.texts if text.row} - {None}
        found = telling_match.assign(asked, taken)
        for text, match in zip(open_ones, found, strict=True):
            text.match = match

    def is_wanted(self, text, how):
        """Whether a text is to be written; else it waits, or is an old one."""
        row, match = text.row, text.match
        if row and row.is_waiting and text.is_as_it_was:
            self.wait(text, row.candidate, how)
            return False
        if match and match.verdict == Verdict.POSSIBLE:
            self.wait(text, match.story, how, match.likeness)
            return False
        if row and row.story and how["spares_people"] and is_another(text, row):
            words = f"has the id of “{row.story.slug}”, and tells of something else"
            self.run.refuse(text.place, f"{words}; --force writes over it")
            return False
        story = row.story if row and row.story_id else match and match.story
        newest = story and self.newest.get(story.pk)
        if newest and (text.at < newest or (text.at == newest and not row)):
            if text.is_as_it_was:
                self.report.outcome.unchanged.append(story.slug)
            else:
                self.overtaken(text, story)
            return False
        if story:
            text.item.fields["id"] = str(story.pk)
        return True

    def wait(self, text, candidate, how, likeness=None):
        """Keep a text for an editor's word."""
        self.report.waiting.append(text.place)
        words = f"may tell of “{candidate.slug}”: an editor is asked"
        self.report.notes.append(f"{text.place}: {words}")
        if text.is_as_it_was:
            return
        row = self.row_of(text)
        row.candidate, row.story = candidate, None
        if likeness:
            row.score = round(100 * likeness.score)
            row.signs = vars(likeness) | {}
        entry = asdict(replace(text.item, tree=None))
        row.entry = entry | {"image": {}, "second": {}}
        row.options = {
            "publish": bool(how["publishing"]),
            "desk": self.run.options.get("desk", ""),
            "language": self.run.options.get("language", ""),
        }
        row.headline = text.item.title[:300]
        remember(row, text)

    def overtaken(self, text, story):
        """Note a text that a later one has overtaken: it changes nothing."""
        words = f"“{story.slug}” is told later than this: nothing changes"
        self.report.notes.append(f"{text.place}: {words}")
        self.report.outcome.unchanged.append(story.slug)
        row = self.row_of(text)
        row.story, row.entry = story, {}
        remember(row, text)

    def row_of(self, text):
        return text.row or Telling(name=text.name)

    def bring_in(self, texts, how):
        """Write texts, each with its row."""
        by_place = {text.place: text for text in texts}
        options = {**self.run.options, "limit": 0}
        work = ArchiveImport(**options)
        try:
            for text in texts:
                self.dress(text.item)
                work.take(text.file, text.item, self.picture)
            work.write(
                beside=lambda owner, place: became(by_place[place], owner),
                **how,
            )
        finally:
            self.report.add(work.report)
            work.close()

    def dress(self, item):
        """Outlets by the names that they have here."""
        named, outlets = {}, []
        for outlet in item.fields.get("outlets", []):
            has = self.hosts.get(outlet["domains"][0])
            if has:
                named[outlet["name"]] = has
                outlet = {"name": has} | {k: outlet[k] for k in PAID if k in outlet}
            if has is None or len(outlet) > 1:
                outlets.append(outlet)
        item.fields["outlets"] = outlets
        for source in item.fields.get("sources", []):
            if source.get("outlet") in named:
                source["outlet"] = named[source["outlet"]]


def is_another(text, row):
    """Whether a text has nothing in common with what had its id before."""
    alike = likeness(text.said, telling_match.of_row(row))
    return not (alike.shared or alike.verdict != Verdict.OTHER)


def became(text, story):
    """Within the transaction that writes a story: what told it."""
    row = text.row or Telling(name=text.name)
    if row.story_id == story.pk and text.is_as_it_was:
        return
    row.story, row.entry = story, {}
    row.headline = text.item.title[:300]
    remember(row, text)


def remember(row, text):
    row.batch, row.at, row.seal = text.batch, text.at, text.seal
    row.headline = row.headline or text.item.title[:300]
    row.signature = telling_match.as_lists(text.said)
    with transaction.atomic():
        row.save()
        row.leave_traces(marks(text.said))
    text.row = row


def hosts():
    """The names of outlets by their sites."""
    outlets = Outlet.objects.exclude(domains="")
    return {host: outlet.name for outlet in outlets for host in outlet.hosts}
