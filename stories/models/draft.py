"""The working copy of a story or question, and the revisions that its saves leave."""

import uuid
from contextlib import contextmanager
from typing import ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _

from explainer import merge
from explainer.blocks import IDENTITY
from explainer.document import canonical, digest
from explainer.slugs import short_slugs, slug_of
from people.identities import AddressedQuerySet
from stories.models import demands, freezing, ledger_queries
from stories.models.ledger import Ledger, newest_save, record_text
from stories.models.record import Path
from stories.models.review_verbs import Reviews


class DraftQuerySet(AddressedQuerySet):
    def with_desk(self):
        """Each with its desk, where it can have one: in one query."""
        has_desk = hasattr(self.model, "desk")
        return self.select_related("desk") if has_desk else self

    def slugs_for(self, name):
        """A headline without a letter has the day on which it was written."""
        return short_slugs(name if slug_of(name) else timezone.localdate().isoformat())

    def taken(self, slugs):
        """Also those under which readers had another text."""
        paths = Path.objects.filter(kind=self.model.path_kind, slug__in=slugs)
        return super().taken(slugs) | {*paths.values_list("slug", flat=True)}


class Draft:
    """`story.draft`: the text that a story's form has, and how it follows the record.

    Its base edition is the newest one whose text it includes.
    """

    def __init__(self, owner):
        self.owner = owner

    def restore(self, revision, *, by=None):
        """Put an older text into the draft; returns what could not be brought back.

        The desk stays: a story is moved by who may write at both desks, in its form.
        """
        owner = self.owner
        with owner.edited(by) as ledger:
            owner.save_revision(by=by)
            document = revision.content
            demands.free_slug(owner, document)
            desk = getattr(owner, "desk", None)
            lost = freezing.thaw(owner, document | {"desk": desk.slug if desk else ""})
            self.set_base(base_of(revision, ledger.now))
        return lost

    @transaction.atomic
    def rest_on(self, revision):
        """Say that the draft goes on from a text, and lacks what readers got since."""
        now = Ledger(self.owner).now
        self.set_base(min(self.owner.base_edition, base_of(revision, now)))

    @transaction.atomic
    def mark_level(self):
        """Say that the draft includes what readers have."""
        if text := Ledger(self.owner).text:
            self.set_base(max(self.owner.base_edition, text.number))

    def take_over(self, answers=merge.NO_ANSWERS, *, by=None):
        """Make the draft include what readers have.

        `answers` have by key what stands where words touch; without one the draft's
        stay.
        """
        with self.owner.edited(by) as ledger:
            if ledger.text:
                document = self.merge(ledger.text, answers).document
                demands.free_slug(self.owner, document)
                freezing.thaw(self.owner, document)
                self.set_base(max(self.owner.base_edition, ledger.text.number))

    def merge(self, text, answers=merge.NO_ANSWERS):
        """The draft with what readers have got since its base edition."""
        owner, draft = self.owner, freezing.freeze(self.owner)
        base = owner.editions.filter(number=owner.base_edition, revision__isnull=False)
        had = base.select_related("revision").first()
        before = had.revision.content if had else {"format": draft["format"]}
        return merge.caught_up(before, text.revision.content, draft, answers)

    def set_base(self, number):
        owner = self.owner
        ledger_queries.set_base(type(owner), key=owner.pk, number=number)
        owner.base_edition = number

    def keep_up(self, ledger, live, edition, pulled):
        """Advance the base over an edition that added nothing the draft lacks."""
        base, waiting = self.owner.base_edition, ledger.waiting
        waited = [e.number for e in pulled if e.revision_id]
        if waiting and waited and base >= waited[0]:
            self.set_base(waiting.number)
        elif base >= live.number:
            self.set_base(edition.number)

    def fall_back(self, ledger):
        """Let the base forget a pending edition: its number will be used again."""
        number = ledger.text.number if ledger.text else 0
        self.set_base(min(self.owner.base_edition, number))


def base_of(revision, now):
    """The edition that readers have had a text as, or that it was written on."""
    used = revision.editions.due(now).values_list("number", flat=True)
    return max(used, default=revision.base_edition)


class Accessor:
    """A noun of a story or question, as a manager is: `story.reviews.submit(…)`."""

    def __init__(self, noun):
        self.noun = noun

    def __get__(self, owner, model=None):
        return self if owner is None else self.noun(owner)


def columns_frozen(model):
    """The columns that a document holds under the field's own name."""
    apart = (*IDENTITY, *model.SHAPED)
    shapes = ("list", "object")
    return tuple(
        key
        for key, field in model.FORMAT.items()
        if field.kind not in shapes and key not in apart
    )


class WorkingCopy(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        help_text=_("The last part of the address. Short, without names or numbers."),
    )
    base_edition = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text=_("The newest edition whose text the working copy includes."),
    )
    lock_version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    saved_at = models.DateTimeField(auto_now=True, db_index=True)

    objects = DraftQuerySet.as_manager()
    draft = Accessor(Draft)
    reviews = Accessor(Reviews)

    FORMAT: ClassVar = {}  # The fields of its document.
    SHAPED = ()  # Columns that the document holds in another shape.
    FROZEN = classproperty(columns_frozen)

    class Meta:
        abstract = True

    @property
    def as_owner(self):
        """The column that says whose a row of the record is."""
        return {self.path_kind: self}

    @transaction.atomic
    def save_revision(self, by=None, document=None):
        """Freeze the working copy; the same text twice makes one revision.

        `document` is what it freezes to, from a caller who has its parts at hand.
        """
        ledger = Ledger(self)
        text = canonical(document or freezing.freeze(self))
        if newest_save(ledger)[1] == digest(text):
            return self.revisions.head()
        return record_draft(ledger, text, by)

    @contextmanager
    def edited(self, by=None):
        """The one way to change a draft outside its form; gives the ledger.

        One transaction: locked as by any verb and, if its text is another, saved and
        kept as a revision. Its version moves on, so that nobody who has it open writes
        over this unseen. What it was is logged inside, by whoever knows.
        Not within another one: the row is read anew, so what that has set is lost.
        Who has frozen it inside leaves that in the ledger's `document`, and finds the
        revision that it is in its `revision`.
        """
        with transaction.atomic():
            ledger = Ledger(self)
            yield ledger
            text = canonical(ledger.document or freezing.freeze(self))
            head = ledger.revision = self.revisions.head()
            is_other = head is None or head.digest != digest(text)
            # A correction's own text, saved by now, may be the very one of the draft.
            if is_other or head.created_at >= ledger.now:
                self.lock_version += 1
                self.save()
            if is_other:
                ledger.revision = record_draft(ledger, text, by)


def record_draft(ledger, text, by):
    """A new revision of a draft, which is on the newest edition out that it includes.

    A pending edition may yet be cancelled and its number used again.
    """
    out = ledger.text.number if ledger.text else 0
    owner = ledger.owner
    return record_text(owner, text, min(owner.base_edition, out), by)
