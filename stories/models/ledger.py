"""The editions of one story or question, locked: how one is appended or taken back.

The verbs of `Publishable` decide what should happen; the ledger makes it happen in
the one order that the guards accept, with the derived rows beside it.
"""

import datetime as dt

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from explainer.days import format_moment
from explainer.document import canonical, digest
from stories.models import derived_rows
from stories.models.record import CANCEL_BEFORE, Edition, Kind, Path, Revision
from stories.models.verb_refusals import (
    NotLiveError,
    SlugTakenError,
    TooLateError,
    WaitingError,
    WrongTimeError,
)

TICK = dt.timedelta(microseconds=1)
# Beyond these no zone could write a moment, or it must be a slip of the hand.
EARLIEST = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
FARTHEST = dt.timedelta(days=5 * 365 + 1)


class Ledger:
    """Editions of one owner. Make it first in a transaction: it takes the lock."""

    def __init__(self, owner):
        self.owner = owner
        # On SQLite the immediate transaction is the lock. Somebody may have saved since
        # the owner was read: what a verb writes must come from what is there now.
        # The weaker lock: a row that only refers to the owner needn't wait for it.
        locked = type(owner).objects.select_for_update(no_key=True)
        owner.refresh_from_db(from_queryset=locked)
        # A pending text and take-down, a withdrawal and the text before it: never more.
        newest = owner.editions.defer("revision__document").select_related("revision")
        self.editions = [*newest.order_by("-number")[:5]][::-1]
        self.now = timezone.now()
        if self.out:
            self.now = max(self.now, self.out[-1].published_at + TICK)

    @property
    def out(self):
        """Editions whose time has come, oldest first."""
        return [e for e in self.editions if e.published_at <= self.now]

    @property
    def newest(self):
        """What readers are given now, or None before the first edition is out."""
        return self.out[-1] if self.out else None

    @property
    def text(self):
        """The newest edition out that has a text, withdrawn since or not."""
        texts = [edition for edition in self.out if edition.revision_id]
        return texts[-1] if texts else None

    @property
    def live(self):
        """The edition that readers are reading, or None."""
        return self.newest if self.newest and self.newest.revision_id else None

    def waiting(self, withdrawal=False):
        """The pending text, or the pending take-down."""
        ahead = [e for e in self.editions if e.published_at > self.now]
        found = [e for e in ahead if (e.kind == Kind.WITHDRAWAL) == withdrawal]
        return found[-1] if found else None

    def demand_live(self):
        if self.live is None:
            raise NotLiveError
        return self.live

    def demand_nothing_waiting(self):
        if waiting := self.waiting():
            raise WaitingError(when=moment(waiting.published_at))

    def demand_time(self, at, dated):
        """The moment at which an edition would appear, refused if it can't.

        `at` lies ahead; `dated` lies behind, for imports that tell of the past.
        """
        if dated:
            return self.demand_past(dated)
        if at is None:
            return self.now
        if at <= self.now + CANCEL_BEFORE:
            raise WrongTimeError(why=_("Choose a time that is still ahead."))
        if at > self.now + FARTHEST:
            raise WrongTimeError(why=_("Choose a time within five years from now."))
        takedown = self.waiting(withdrawal=True)
        if takedown and at >= takedown.published_at:
            raise WrongTimeError(why=_("It would be taken down before that time."))
        return at

    def demand_past(self, dated):
        """A moment between the last edition and now."""
        if self.last and dated <= self.last.published_at:
            raise WrongTimeError(why=_("A past edition comes after the last one."))
        if dated < EARLIEST:
            raise WrongTimeError(why=_("The record begins in 1900."))
        if dated > self.now:
            raise WrongTimeError(why=_("A past edition can't be dated ahead."))
        return dated

    def pull(self, *editions):
        """Take pending editions back; returns them oldest first, to be put back."""
        pulled = sorted(filter(None, editions), key=lambda edition: edition.number)
        for edition in reversed(pulled):
            if edition.published_at <= timezone.now() + CANCEL_BEFORE:
                raise TooLateError
            self.editions.remove(edition)
            derived_rows.forget(edition, self.last)
            edition.delete()
        return pulled

    def pull_waiting(self):
        return self.pull(self.waiting(), self.waiting(withdrawal=True))

    @property
    def last(self):
        return self.editions[-1] if self.editions else None

    def append(self, kind, revision, note, at, by):
        """Add the next edition and its derived rows."""
        if revision is not None:
            self.reserve(revision)
            Revision.objects.filter(pk=revision.pk).keep()
            revision.recorded = True
        edition = Edition.objects.create(
            **self.owner.as_owner,
            number=self.last.number + 1 if self.last else 1,
            kind=kind if self.last else Kind.FIRST,
            note=note.strip(),
            revision=revision,
            published_at=at,
            published_by=by,
        )
        derived_rows.show(edition, self.last)
        self.editions.append(edition)
        return edition

    def put_back(self, pulled):
        """Append what was pulled again, each at its time."""
        for edition in pulled:
            by = edition.published_by
            at, note = edition.published_at, edition.note
            self.append(edition.kind, edition.revision, note, at, by)

    def put_back_mended(self, pulled, merge, had, correction):
        """Append what was pulled again, the text with a correction made.

        `had` is the edition that readers had; without a `merge` the text is given up.
        """
        for edition in pulled if merge else ():
            if text := edition.revision:
                whole = not merge.touches and self.includes(text, had)
                base = correction.number if whole else text.base_edition
                edition.revision = self.record(canonical(merge.document), base, None)
        self.put_back([item for item in pulled if merge or not item.revision_id])
        self.free_paths([] if merge else pulled)

    def includes(self, revision, edition):
        """Whether a text takes into account what an edition gave readers.

        Its text may have been given again since, "checked" or after a withdrawal.
        """
        same = self.owner.editions.filter(revision=edition.revision_id)
        first = same.aggregate(first=Min("number"))["first"]
        return revision.base_edition >= first

    def abreast(self, revision):
        """The newest text, as one that takes into account what readers have.

        It may have been saved before somebody said that it does.
        """
        if self.text is None or self.includes(revision, self.text):
            return revision
        return self.record(revision.document, self.text.number, revision.created_by)

    def lacks(self, edition):
        """The edition out whose text one that waits doesn't take into account."""
        if self.text is None or edition.revision_id == self.text.revision_id:
            return None
        return None if self.includes(edition.revision, self.text) else self.text

    def reserve(self, revision):
        """Keep the document's slug for this owner while an edition uses it."""
        slug = revision.content["slug"]
        path, _new = Path.objects.get_or_create(
            slug=slug, kind=self.owner.path_kind, defaults=self.owner.as_owner
        )
        if getattr(path, f"{self.owner.path_kind}_id") != self.owner.pk:
            raise SlugTakenError(slug=slug, kind=self.owner.path_kind)

    def free_paths(self, pulled):
        """Let go of slugs that only the editions just taken back used."""
        if pulled:
            used = derived_rows.slugs(self.owner)
            gone = Path.objects.filter(**self.owner.as_owner).exclude(slug__in=used)
            gone.delete()

    def record(self, text, base_edition, by):
        """A new revision with this canonical text."""
        return Revision.objects.create(
            **self.owner.as_owner,
            document=text,
            digest=digest(text),
            base_edition=base_edition,
            created_by=by,
        )


def moment(at):
    """A time as an editor reads it, in the paper's zone."""
    return format_moment(at)
