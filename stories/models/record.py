"""The published record: revisions that readers got, editions, and the paths they used.

An edition never changes; a correction is a new edition. The rules are kept here for
a clear message, and in the database (`stories/guards.py`) for certainty.
"""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Min, OuterRef, Q, Subquery, When
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from explainer import document

# An edition can be taken back until this long before it is due.
CANCEL_BEFORE = dt.timedelta(seconds=10)


class Kind(models.TextChoices):
    FIRST = "first", _("First published")
    DEVELOPMENT = "development", _("New facts")
    WORDING = "wording", _("Wording")
    CHECKED = "checked", _("Checked")
    CORRECTION = "correction", _("Correction")
    CLARIFICATION = "clarification", _("Clarification")
    WITHDRAWAL = "withdrawal", _("Withdrawn")
    REINSTATEMENT = "reinstatement", _("Back again")


# Only these move the visible "updated" and the feeds.
MATERIAL = frozenset(Kind) - {Kind.WORDING, Kind.CHECKED}
NEED_NOTE = (Kind.CORRECTION, Kind.CLARIFICATION, Kind.WITHDRAWAL, Kind.REINSTATEMENT)


def exactly_one_owner():
    """A row of the record belongs to a story or to a question."""
    return Q(story=None, question__isnull=False) | Q(story__isnull=False, question=None)


class FrozenRecordError(Exception):
    """Someone tried to change what readers were given."""

    def __init__(self):
        super().__init__("The record never changes: publish a new edition.")


def insert_only(row, options):
    """Have Django insert the row or fail: a known key would make it an update."""
    if not row._state.adding or options.get("force_update"):
        raise FrozenRecordError
    options["force_insert"] = True


def redaction_field():
    """The last order by which words were taken out of a row: the one way to change it,
    as `guards.py` has it."""
    return models.ForeignKey(
        "Redaction",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,  # Hardly a row has one.
    )


class RecordQuerySet(models.QuerySet):
    def update(self, **values):
        raise FrozenRecordError

    def bulk_update(self, rows, fields, batch_size=None):
        raise FrozenRecordError

    def bulk_create(self, rows, *args, **options):
        raise FrozenRecordError  # It can update, and it passes by every other rule.

    def delete(self):
        raise FrozenRecordError


class RevisionQuerySet(RecordQuerySet):
    def heads(self):
        """Revisions, newest first."""
        return self.order_by("-pk")

    def head(self):
        """The newest, or None before the first save."""
        return self.heads().first()

    def keep(self):
        """Make these part of the record: the guards hold them from now on."""
        models.QuerySet.update(self.filter(recorded=False), recorded=True)

    def delete(self):
        """Only what never became part of the record."""
        if self.filter(recorded=True).exists():
            raise FrozenRecordError
        return models.QuerySet.delete(self)

    delete.queryset_only = True  # As Django has it: not all rows at a slip of the pen.


class Revision(models.Model):
    """The whole story or question, frozen at a save."""

    story = models.ForeignKey(
        "Story", on_delete=models.PROTECT, null=True, related_name="revisions"
    )
    question = models.ForeignKey(
        "Question", on_delete=models.PROTECT, null=True, related_name="revisions"
    )
    document = models.TextField()
    digest = models.CharField(max_length=64)
    base_edition = models.PositiveIntegerField(
        default=0,
        help_text=_("The newest edition already out whose text this includes."),
    )
    recorded = models.BooleanField(
        default=False, help_text=_("An edition points here: the guards hold it.")
    )
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True
    )
    redaction = redaction_field()

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        indexes = [
            models.Index("story", F("id").desc(), name="revision_of_story"),
            models.Index("question", F("id").desc(), name="revision_of_question"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one_owner(), name="revision_of_one_thing"
            )
        ]

    def __str__(self):
        return f"{self.digest[:8]}, {self.created_at:%d %B %Y %H:%M}"

    def save(self, **kwargs):
        insert_only(self, kwargs)
        super().save(**kwargs)

    def delete(self, **kwargs):
        if self.recorded:
            raise FrozenRecordError
        return super().delete(**kwargs)

    @cached_property
    def content(self):
        """The document, brought up to the present format; nobody may change it."""
        return document.served(self.original, self.document)

    def includes(self, edition):
        """Whether the text takes into account what an edition gave readers.

        Its text may have been given again since, "checked" or after a withdrawal.
        """
        same = Edition.objects.filter(revision=edition.revision_id)
        return self.base_edition >= same.aggregate(first=Min("number"))["first"]

    @cached_property
    def original(self):  # With the passwords in it: for checks and the record's files.
        return document.original(self.document)


class EditionQuerySet(RecordQuerySet):
    def due(self, at):
        """Editions whose time has come."""
        return self.filter(published_at__lte=at)

    def pending(self, at):
        """Editions dated ahead."""
        return self.filter(published_at__gt=at)

    def with_lacked(self, now):
        """Each beside the number of the edition whose text it lacks of what is out."""
        story, question = (OuterRef(OuterRef(name)) for name in ("story", "question"))
        texts = Edition.objects.due(now).filter(Q(story=story) | Q(question=question))
        newest = texts.exclude(revision=None).order_by("-number").values("revision")
        # The same text may have been given again: what counts is when it first was.
        given = Edition.objects.filter(revision=Subquery(newest[:1]))
        first = Subquery(given.order_by("number").values("number")[:1])
        same = Subquery(given.values("revision")[:1])
        behind = Q(first__gt=F("revision__base_edition")) & ~Q(revision=F("same"))
        found = self.annotate(first=first, same=same)
        return found.annotate(lacked=Case(When(behind, then=F("first"))))


class Edition(models.Model):
    """What readers are given from a moment on. Never changed; the newest one counts."""

    story = models.ForeignKey(
        "Story", on_delete=models.PROTECT, null=True, related_name="editions"
    )
    question = models.ForeignKey(
        "Question", on_delete=models.PROTECT, null=True, related_name="editions"
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=13, choices=Kind)
    note = models.TextField(blank=True)
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, null=True, related_name="editions"
    )
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    redaction = redaction_field()

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["story_id", "question_id", "number"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        indexes = [models.Index("published_at", name="edition_published_at")]
        constraints = [
            models.UniqueConstraint(fields=["story", "number"], name="story_number"),
            models.UniqueConstraint(
                fields=["question", "number"], name="question_number"
            ),
            models.CheckConstraint(
                condition=exactly_one_owner(), name="edition_of_one_thing"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="from_number_1"),
            models.CheckConstraint(
                condition=Q(number=1, kind="first")
                | Q(number__gt=1) & ~Q(kind="first"),
                name="first_edition_is_number_1",
            ),
            models.CheckConstraint(
                condition=Q(kind="withdrawal", revision=None)
                | ~Q(kind="withdrawal") & Q(revision__isnull=False),
                name="only_a_withdrawal_has_no_text",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[*NEED_NOTE]) | ~Q(note=""),
                name="edition_kind_needs_note",
            ),
            models.CheckConstraint(condition=Q(kind__in=[*Kind]), name="edition_kind"),
        ]

    def __str__(self):
        return f"{self.number}, {self.get_kind_display()}"

    def save(self, **kwargs):
        insert_only(self, kwargs)
        super().save(**kwargs)

    def delete(self, **kwargs):
        """Only an edition that no reader has met, and that isn't just going out."""
        if self.published_at <= timezone.now() + CANCEL_BEFORE:
            raise FrozenRecordError
        return super().delete(**kwargs)

    @property
    def material(self):
        return self.kind in MATERIAL


class Path(models.Model):
    """A slug that belongs to a story or a question, from its publication on.

    Reserved when an edition is published or scheduled, freed if that is cancelled.
    """

    slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=8, choices={"story": "", "question": ""})
    story = models.ForeignKey(
        "Story", on_delete=models.PROTECT, null=True, related_name="paths"
    )
    question = models.ForeignKey(
        "Question", on_delete=models.PROTECT, null=True, related_name="paths"
    )

    class Meta:
        verbose_name = _("path")
        verbose_name_plural = _("paths")
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="path_once"),
            models.CheckConstraint(
                condition=Q(kind="story", story__isnull=False, question=None)
                | Q(kind="question", story=None, question__isnull=False),
                name="path_of_one_thing",
            ),
        ]

    def __str__(self):
        return self.slug
