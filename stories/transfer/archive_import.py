"""Texts of an archive, on their way to the import that explainer files go through.

Each gets an address that is free, or the one it has here already; links among them lead
to the new addresses. What is faulty is refused by its place, and the others come in.
"""

import datetime as dt
import re
from dataclasses import asdict, dataclass, field

from django.utils import timezone

from explainer.addresses import normalise_url
from explainer.file import FaultyFileError, Reader
from explainer.finding import Finding
from explainer.hypertext import HypertextError
from explainer.identity import identity
from people.desks import Desk
from stories.archives.entry import Entry, LeftOut, entry
from stories.models import Story
from stories.transfer.file_spool import FileSpool
from stories.transfer.free_addresses import FreeAddresses
from stories.transfer.import_outcome import Outcome, PartlyImportedError
from stories.transfer.story_import import import_stories

LINK = re.compile(r"\]\((https?://[^()\s]+)\)")
KICKER = 80


@dataclass
class Known:
    """What is held in memory of each text of an archive."""

    place: str
    id: str
    is_public: bool
    addresses: list
    slug: str = ""


@dataclass
class Report:
    """What became of an archive."""

    outcome: Outcome = field(default_factory=Outcome)
    refused: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    left_out: list = field(default_factory=list)
    moved: list = field(default_factory=list)  # (address of old, address here)


class ArchiveImport:
    """`desk` is the name of the desk that all stories belong to, if one is said."""

    def __init__(self, *, desk="", limit=0, language="", progress=None):
        self.desk, self.limit, self.language = desk, limit, language
        self.progress = progress or (lambda done, slug: None)
        self.now = timezone.now().astimezone(dt.UTC).isoformat()
        self.spool = FileSpool()
        self.known, self.by_id = [], {}
        self.report = Report()

    def close(self):
        self.spool.close()

    def read(self, name, items, picture):
        """Take in the texts of one file; whatever breaks it off takes all back."""
        before, told = len(self.known), len(self.report.left_out)
        notes, refused = len(self.report.notes), len(self.report.refused)
        try:
            for item in items:
                if self.limit and len(self.known) >= self.limit:
                    break
                self.take(name, item, picture)
        except BaseException:
            self.spool.cut(before)
            del self.known[before:], self.report.left_out[told:]
            del self.report.notes[notes:], self.report.refused[refused:]
            self.by_id = {known.id: known for known in self.known}
            raise

    def take(self, name, item, picture):
        place = f"{name}: {item.place}" if item.place else name
        if isinstance(item, LeftOut):
            self.report.left_out.append(f"{place}: {item.why}")
            return
        try:
            made = entry(item, picture)
        except HypertextError as fault:
            self.refuse(place, str(fault))
            return
        key = made.story["id"]
        if other := self.by_id.get(key):
            self.refuse(place, f"is the same text as {other.place}")
            return
        if self.language:
            made.story.setdefault("language", self.language)
        if made.story.get("published_at", "") > self.now:
            made.why = "lies ahead"
            del made.story["published_at"]
        made.place = place
        self.spool.append(asdict(made))
        known = Known(place, key, not made.why, made.addresses, made.story["slug"])
        self.known.append(known)
        self.by_id[key] = known
        if made.why:
            made.notes.insert(0, f"a draft: it {made.why}")
        self.report.notes += [f"{place}: {note}" for note in made.notes]

    def refuse(self, place, message):
        self.report.refused.append(Finding(place, message))

    def write(self, *, publishing, **options):
        """Import what was read; drafts stay drafts, whatever is published."""
        addresses = FreeAddresses()
        for known, slug in zip(
            self.known, addresses.choose(Story, self.wanted()), strict=True
        ):
            known.slug = slug
        self.links = {
            normalise_url(address): Story(slug=known.slug).get_absolute_url()
            for known in self.known
            if known.is_public
            for address in known.addresses
        }
        self.desks = {desk.identity: desk.name for desk in Desk.objects.all()}
        for is_public in (True, False):
            how = publishing if is_public else None
            self.write_some(is_public, addresses, publishing=how, **options)
        refused = {finding.place for finding in self.report.refused}
        self.report.moved = [
            (address, Story(slug=known.slug).get_absolute_url())
            for known in self.known
            if known.is_public and known.place not in refused
            for address in known.addresses
        ]

    def wanted(self):
        return ((known.id, known.slug) for known in self.known)

    def write_some(self, is_public, addresses, **options):
        """Import those that readers had, or the others."""
        spool = FileSpool()
        try:
            places = [*self.files(is_public, addresses, spool)]
            while spool and not self.imported(spool, places, options):
                pass
        finally:
            spool.close()

    def files(self, is_public, addresses, spool):
        """Put the files of some texts into a spool; gives the place of each."""
        for known, said in zip(self.known, self.spool, strict=True):
            if known.is_public != is_public:
                continue
            found = []
            story = self.finished(Entry(**said), known, addresses)
            read = Reader(found).story(story, known.place)
            self.report.refused += found
            if not found:
                spool.append(read)
                yield known.place

    def finished(self, made, known, addresses):
        """A story with its address, its desk, and links to where things are now."""
        story = relinked(made.story, self.links)
        story["slug"] = known.slug
        self.file_under(story, made.categories)
        addresses.choose_for_questions(story)
        return story

    def file_under(self, story, categories):
        """A category that a desk is called is the desk, the next the kicker, all of
        the others are tags."""
        rest = [*dict.fromkeys(filter(None, categories))]
        desk = self.desk or next(
            (self.desks[i] for i in map(identity, rest) if i in self.desks), ""
        )
        rest = [name for name in rest if identity(name) != identity(desk)]
        if desk:
            story.setdefault("desk", desk)
        if rest and "kicker" not in story and len(rest[0]) <= KICKER:
            story["kicker"] = rest.pop(0)
        if rest:
            tags = [*story.get("tags", []), *(name[:100] for name in rest)]
            story["tags"] = [*dict.fromkeys(tags)]

    def imported(self, spool, places, options):
        """Whether an import came to its end; else what it refused is taken out."""
        progress = self.progress
        try:
            outcome = import_stories(spool, places=places, progress=progress, **options)
        except PartlyImportedError as refusal:
            self.report.outcome.add(refusal.outcome)
            self.report.refused += refusal.faults
            return True
        except FaultyFileError as refusal:
            faulty = {place_of(fault, places) for fault in refusal.faults}
            if None in faulty:
                raise
            self.report.refused += refusal.faults
            without(spool, places, faulty)
            return False
        self.report.outcome.add(outcome)
        return True


def place_of(fault, places):
    """The place of the file that a fault is in, or None."""
    found = (p for p in places if fault.place == p or fault.place.startswith(f"{p}."))
    return next(found, None)


def without(spool, places, faulty):
    """Take the files at some places out of a spool."""
    left = FileSpool()
    for place, item in zip(places, spool, strict=True):
        if place not in faulty:
            left.append(item)
    spool.close()
    spool.store, spool.spans = left.store, left.spans
    places[:] = [place for place in places if place not in faulty]


def relinked(value, links):
    """A part of a story in which links to old addresses lead to the new ones."""
    if isinstance(value, dict):
        return {key: relinked(item, links) for key, item in value.items()}
    if isinstance(value, list):
        return [relinked(item, links) for item in value]
    if not isinstance(value, str) or "](" not in value:
        return value
    return LINK.sub(lambda found: f"]({new_address(found[1], links)})", value)


def new_address(address, links):
    _page, hash_, fragment = address.partition("#")
    found = links.get(normalise_url(address))
    return f"{found}{hash_}{fragment}" if found else address
