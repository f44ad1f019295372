"""The working copy of a story or question, and the revisions that its saves leave."""

import uuid
from typing import ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _

from explainer import merge
from explainer.blocks import IDENTITY
from explainer.document import canonical, digest
from explainer.slugs import short_slugs, slug_of
from people.slug_queryset import AddressedQuerySet
from stories.models import demands, freezing
from stories.models.ledger import Ledger
from stories.models.record import Path


class DraftQuerySet(AddressedQuerySet):
    def slugs_for(self, name):
        """A headline without a letter has the day on which it was written."""
        return short_slugs(name if slug_of(name) else timezone.localdate().isoformat())

    def taken(self, slugs):
        """Also those under which readers had another text."""
        paths = Path.objects.filter(kind=self.model.path_kind, slug__in=slugs)
        return super().taken(slugs) | {*paths.values_list("slug", flat=True)}


class DraftFields(models.Model):
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

    FORMAT: ClassVar = {}  # The fields of its document.
    SHAPED = ()  # Columns that the document holds in another shape.

    class Meta:
        abstract = True

    @classproperty
    def FROZEN(cls):
        """What the document holds under the field's own name."""
        apart = (*IDENTITY, *cls.SHAPED)
        shapes = ("list", "object")
        return tuple(
            key
            for key, field in cls.FORMAT.items()
            if field.kind not in shapes and key not in apart
        )

    @property
    def as_owner(self):
        """The column that says whose a row of the record is."""
        return {self.path_kind: self}

    @property
    def head(self):
        """The newest revision, or None before the first save."""
        return self.revisions.heads().first()

    def save_revision(self, by=None, document=None):
        """Freeze the working copy; the same text twice makes one revision.

        `document` is what it freezes to, from a caller who has its parts at hand.
        """
        with transaction.atomic():
            ledger = Ledger(self)
            text = canonical(document or freezing.freeze(self))
            head = self.head
            if head is not None and head.digest == digest(text):
                return head
            # A pending edition may yet be cancelled and its number used again.
            out = ledger.text.number if ledger.text else 0
            return ledger.record(text, min(self.base_edition, out), by)

    def restore(self, revision, *, by=None):
        """Put an older text into the draft; returns what could not be brought back.

        The desk stays: a story is moved by who may write at both desks, in its form.
        """
        with transaction.atomic():
            ledger = Ledger(self)
            self.save_revision(by=by)
            document = revision.content
            demands.free_slug(self, document)
            desk = getattr(self, "desk", None)
            lost = freezing.thaw(self, document | {"desk": desk.slug if desk else ""})
            self.set_base(base_of(revision, ledger.now))
            self.save_revision(by=by)
            return lost

    @transaction.atomic
    def rest_on(self, revision):
        """Say that the draft goes on from a text, and lacks what readers got since."""
        now = Ledger(self).now
        self.set_base(min(self.base_edition, base_of(revision, now)))

    def take_over(self, answers=None, *, by=None):
        """Say that the draft includes what readers have.

        With answers it is made so: they have by key what stands where words touch,
        and without one the draft's stay.
        """
        with transaction.atomic():
            ledger = Ledger(self)
            if ledger.text and answers is not None:
                document = self.merge_of(ledger.text, answers).document
                demands.free_slug(self, document)
                freezing.thaw(self, document)
            if ledger.text:
                self.set_base(max(self.base_edition, ledger.text.number))
            if answers is not None:
                self.save_revision(by=by)

    def merge_of(self, text, answers=merge.NO_ANSWERS):
        """The draft with what readers have got since its base edition."""
        draft = freezing.freeze(self)
        base = self.editions.filter(number=self.base_edition, revision__isnull=False)
        had = base.select_related("revision").first()
        before = had.revision.content if had else {"format": draft["format"]}
        return merge.caught_up(before, text.revision.content, draft, answers)

    def set_base(self, number):
        type(self).objects.filter(pk=self.pk).update(base_edition=number)
        self.base_edition = number


def base_of(revision, now):
    """The edition that readers have had a text as, or that it was written on."""
    used = revision.editions.due(now).values_list("number", flat=True)
    return max(used, default=revision.base_edition)
