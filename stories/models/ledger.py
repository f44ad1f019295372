"""What readers have of one story or question, and how an edition is appended to it.

`Standing` says it and writes nothing. `Ledger` is the same with the lock: the verbs of
`Publishable` decide what should happen, and it makes it happen in the one order that
the guards accept, with the derived rows beside it.
"""

import datetime as dt
from functools import cached_property
from operator import attrgetter

from django.utils import timezone

from entities.models import Entity
from explainer.blocks import named_entities
from explainer.document import digest
from stories.models import derived_rows
from stories.models.record import CANCEL_BEFORE, Edition, Kind, Path, Revision
from stories.models.verb_refusals import SlugTakenError, TooLateError

TICK = dt.timedelta(microseconds=1)
# A pending text and take-down, a withdrawal and the text before it: never more.
COUNTING = 5


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


class WhosWho:
    """Entries of the who's who by slug, each asked for once in a transaction."""

    def __init__(self):
        self.rows = {}

    def named(self, document):
        """Those that a text names, by slug."""
        named = named_entities(document)
        if unknown := named - self.rows.keys():
            rows = Entity.objects.only("slug")
            found = rows.in_bulk(unknown, field_name="slug")
            self.rows |= {slug: found.get(slug) for slug in unknown}
        return {slug: row for slug in named if (row := self.rows[slug])}


class Ledger(Standing):
    """Editions of one owner. Make it first in a transaction: it takes the lock."""

    document = revision = None  # The draft as it was frozen since, and as it was kept.

    def __init__(self, owner):
        # On SQLite the immediate transaction is the lock. Somebody may have saved since
        # the owner was read: what a verb writes must come from what is there now.
        # The weaker lock: a row that only refers to the owner needn't wait for it.
        locked = type(owner).objects.with_desk()
        locked = locked.select_for_update(no_key=True, of=("self",))
        owner.refresh_from_db(from_queryset=locked)
        rows = owner.editions.select_related("revision", "showing")
        rows = rows.defer("revision__document")
        super().__init__(owner, [*rows.order_by("-number")[:COUNTING]][::-1])
        if self.out:
            self.now = max(self.now, self.out[-1].published_at + TICK)
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
            reserve(self.owner, document["slug"])
            Revision.objects.filter(pk=revision.pk).keep()
            revision.recorded = True
        edition = Edition.objects.create(
            **self.owner.as_owner,
            number=before.number + 1 if before else 1,
            kind=kind if before else Kind.FIRST,
            note=note.strip(),
            revision=revision,
            published_at=at,
            published_by=by,
        )
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


def reserve(owner, slug):
    """Keep a slug for this owner while an edition uses it."""
    kept = Path.objects.filter(slug=slug, kind=owner.path_kind)
    keys = kept.values_list(f"{owner.path_kind}_id", flat=True)
    if (key := keys.first()) is None:
        path = Path(slug=slug, kind=owner.path_kind, **owner.as_owner)
        Path.objects.bulk_create([path], ignore_conflicts=True)
        key = keys.get()  # Somebody may have been a moment quicker.
    if key != owner.pk:
        raise SlugTakenError(slug=slug, kind=owner.path_kind)


def record_text(owner, text, base_edition, by):
    """A new revision with this canonical text."""
    return Revision.objects.create(
        **owner.as_owner,
        document=text,
        digest=digest(text),
        base_edition=base_edition,
        created_by=by,
    )
