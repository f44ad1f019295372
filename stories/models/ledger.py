"""What readers have of one story or question, and how an edition is appended to it.

`Standing` says it and writes nothing. `Ledger` is the same with the lock: the verbs of
`Publishable` decide what should happen, and it makes it happen in the one order that
the guards accept, with the derived rows beside it.
"""

import datetime as dt
from functools import cached_property
from operator import attrgetter
from types import SimpleNamespace

from django.utils import timezone

from explainer.document import digest
from explainer.erasure import texts_of
from people.compiled_writing import insert, insert_one
from stories.models import derived_rows, ledger_queries
from stories.models.ledger_queries import COUNTING
from stories.models.record import CANCEL_BEFORE, Edition, Kind, Path, Revision
from stories.models.verb_refusals import RedactedError, SlugTakenError, TooLateError
from stories.models.whos_who import WhosWho

TICK = dt.timedelta(microseconds=1)


def last(editions):
    return editions[-1] if editions else None


class Standing:
    """The one answer to what readers have and what waits, at a moment.

    `editions` are those that count, oldest first, from who has them for many owners.
    """

    def __init__(self, owner, editions=None, now=None):
        self.owner, self.now = owner, now or timezone.now()
        if editions is None:
            rows = owner.editions.select_related("revision", "published_by")
            editions = [*rows.order_by("-number")[:COUNTING]][::-1]
        self.editions = editions

    @property
    def out(self):
        """Editions whose time has come, oldest first."""
        return [e for e in self.editions if e.published_at <= self.now]

    @property
    def newest(self):
        """What readers are given now, or None before the first edition is out."""
        return last(self.out)

    @property
    def text(self):
        """The newest edition out that has a text, withdrawn since or not."""
        return last([edition for edition in self.out if edition.revision_id])

    @property
    def live(self):
        """The edition that readers are reading, or None."""
        newest = self.newest
        return newest if newest and newest.revision_id else None

    @property
    def waiting(self):
        """The pending text."""
        ahead = [e for e in self.editions if e.published_at > self.now]
        return last([e for e in ahead if e.kind != Kind.WITHDRAWAL])

    @property
    def takedown(self):
        """The pending withdrawal."""
        ahead = [e for e in self.editions if e.published_at > self.now]
        return last([e for e in ahead if e.kind == Kind.WITHDRAWAL])

    @cached_property
    def head(self):
        """The newest save, as it was when this was asked first."""
        return self.owner.revisions.select_related("created_by").head()

    @property
    def behind(self):
        """Readers have text that the draft lacks."""
        return bool(self.text and self.owner.base_edition < self.text.number)

    @property
    def lacked(self):
        """The edition out whose text the one that waits doesn't take into account."""
        text, waiting = self.text, self.waiting
        if not (text and waiting) or waiting.revision_id == text.revision_id:
            return None
        return None if waiting.revision.includes(text) else text

    @property
    def next_number(self):
        """The number of an edition that would go out now."""
        return self.newest.number + 1 if self.newest else 1


class Ledger(Standing):
    """Editions of one owner. Make it first in a transaction: it takes the lock."""

    document = revision = None  # The draft as it was frozen since, and as it was kept.

    def __init__(self, owner):
        # Somebody may have saved since the owner was read: what a verb writes must come
        # from what is there now.
        read_anew(owner, ledger_queries.locked.first(type(owner), key=owner.pk))
        kind, now = owner.path_kind, timezone.now()
        rows = ledger_queries.newest_editions(kind, key=owner.pk, now=now)
        for edition in rows:
            setattr(edition, kind, owner)
        super().__init__(owner, rows[::-1], now)
        if self.out:
            self.now = max(self.now, self.out[-1].published_at + TICK)
        self.asked = rows[0] if rows else None  # What was asked along with it.
        self.whos_who = WhosWho()

    def pull(self, *editions):
        """Take these pending editions back, or all that wait; returns them to be put
        back, oldest first."""
        chosen = filter(None, editions or (self.waiting, self.takedown))
        pulled = sorted(chosen, key=attrgetter("number"))
        for edition in reversed(pulled):
            if edition.published_at <= timezone.now() + CANCEL_BEFORE:
                raise TooLateError
            self.editions.remove(edition)
            derived_rows.forget(edition, last(self.editions))
            edition.delete()
        return pulled

    def append(self, kind, revision, note, at, by):
        """Add the next edition and its derived rows."""
        before, document = last(self.editions), {}
        if revision is not None:
            document = revision.content
            demand_unredacted(self.whos_who.redactions, document)
            # An address that an edition of the owner had is kept for it already.
            if before is None or before.showing.slug != document["slug"]:
                reserve(self.owner, document["slug"])
            if not revision.recorded:
                ledger_queries.keep(key=revision.pk)
                revision.recorded = True
        edition = Edition(
            **self.owner.as_owner,
            number=before.number + 1 if before else 1,
            kind=kind if before else Kind.FIRST,
            note=note.strip(),
            revision=revision,
            published_at=at,
            published_by=by,
        )
        insert_one(edition)
        derived_rows.show(edition, before, self.whos_who.named(document))
        self.editions.append(edition)
        return edition

    def put_back(self, *editions):
        """Append what was pulled again, each at its time; None is nothing."""
        for edition in filter(None, editions):
            by = edition.published_by
            at, note = edition.published_at, edition.note
            self.append(edition.kind, edition.revision, note, at, by)

    def free_paths(self, pulled):
        """Let go of slugs that only the editions just taken back used."""
        if pulled:
            used = derived_rows.slugs(self.owner)
            gone = Path.objects.filter(**self.owner.as_owner).exclude(slug__in=used)
            gone.delete()


def demand_unredacted(redactions, document):
    """No text says again what was taken out of the record by order."""
    for redaction in redactions:
        if any(map(redaction.is_in, texts_of(document))):
            raise RedactedError(order=redaction.order)


def newest_save(ledger):
    """(key, digest) of the newest save when the lock was taken, or (None, "")."""
    if ledger.asked:
        return ledger.asked.head_key, ledger.asked.head_digest
    owner = ledger.owner
    found = ledger_queries.newest_save.first(owner.path_kind, key=owner.pk)
    return found or (None, "")


def new_ledger(owner, revision, whos_who):
    """The ledger of an owner that this very transaction made, with its only save.

    Nobody else can have met it: there is nothing to lock, and nothing to read.
    """
    ledger = Ledger.__new__(Ledger)
    Standing.__init__(ledger, owner, [])
    head = {"head_key": revision.pk, "head_digest": revision.digest}
    ledger.asked = SimpleNamespace(**head, is_review_asked=False, is_any_embargoed=True)
    ledger.whos_who = whos_who
    return ledger


def read_anew(owner, row):
    """Give an owner what its row has now."""
    if row is None:
        raise owner.DoesNotExist
    owner._state.fields_cache.clear()
    owner.__dict__.pop("_prefetched_objects_cache", None)
    for field in owner._meta.concrete_fields:
        owner.__dict__[field.attname] = getattr(row, field.attname)
    owner._state.fields_cache |= row._state.fields_cache
    owner._state.db = row._state.db


def reserve(owner, slug):
    """Keep a slug for this owner while an edition uses it."""
    path = Path(slug=slug, kind=owner.path_kind, **owner.as_owner)
    if insert(Path, [path], known=()):
        return
    kept = ledger_queries.owner_of_path.first(owner.path_kind, slug=slug)
    if kept != owner.pk:  # Somebody may have been a moment quicker.
        raise SlugTakenError(slug=slug, kind=owner.path_kind)


def record_text(owner, text, base_edition, by):
    """A new revision with this canonical text."""
    return insert_one(
        Revision(
            **owner.as_owner,
            document=text,
            digest=digest(text),
            base_edition=base_edition,
            created_by=by,
        )
    )
