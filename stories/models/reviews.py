"""Reviews: somebody asks a colleague to read one exact text, and gets a verdict."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stories.models.owned_rows import may
from stories.models.record import Edition, Kind, Revision
from stories.models.verb_refusals import OwnTextError


class Verdict(models.TextChoices):
    ASKED = "", _("Asked for")
    APPROVED = "approved", _("Approved")
    SENT_BACK = "sent back", _("Sent back")
    WITHDRAWN = "withdrawn", _("Request withdrawn")
    OVERTAKEN = "overtaken", _("Published meanwhile")
    AFTER = "after", _("Published without review")


class ReviewQuerySet(models.QuerySet):
    def of(self, owner):
        return self.filter(**{f"revision__{owner.path_kind}": owner})

    def named(self):
        """With all that a list says of each, in one query."""
        people = ("asked_by", "reviewer", "decided_by")
        owners = ("revision__story__desk", "revision__question")
        found = self.select_related("revision__created_by", *people, *owners)
        return found.defer("revision__document")

    def asked(self):
        """Requests that nobody has answered, oldest first."""
        return self.filter(verdict=Verdict.ASKED).order_by("asked_at", "pk")

    def approved(self):
        return self.filter(verdict=Verdict.APPROVED)

    def in_force(self, owner):
        """Approvals of an owner's texts that nobody has sent back since."""
        back = Review.objects.of(owner).filter(
            verdict=Verdict.SENT_BACK,
            revision__digest=OuterRef("revision__digest"),
            decided_at__gt=OuterRef("decided_at"),
        )
        return self.of(owner).approved().exclude(Exists(back))

    def asked_of(self, person):
        """What this person was asked to read, or anybody who may publish."""
        asked = self.asked().filter(Q(reviewer=person) | Q(reviewer=None))
        return asked.exclude(reviewer=None, asked_by=person).named()

    def waiting_for(self, person):
        """The same as a list, if this person may publish it."""
        asked = self.asked_of(person)
        return [one for one in asked if may(person, "publish", one.owner)]

    def unread_break_glass(self):
        """What went out, or soon will, without a second person and is unread since."""
        out = Edition.objects.filter(revision=OuterRef("revision"))
        alone = self.filter(Exists(out), verdict=Verdict.AFTER, decided_at=None)
        return alone.order_by("asked_at", "pk").named()


def person(name, on_delete=models.PROTECT, **options):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=on_delete, related_name=name, **options
    )


class Review(models.Model):
    """A request and what came of it. The verdict is about `revision`, word for word."""

    revision = models.ForeignKey(
        Revision, on_delete=models.CASCADE, related_name="reviews"
    )
    asked_by = person("reviews_asked")
    asked_at = models.DateTimeField(default=timezone.now)
    reviewer = person("reviews_wanted", on_delete=models.SET_NULL, null=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    verdict = models.CharField(max_length=9, choices=Verdict, blank=True)
    decided_by = person("reviews_decided", null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    second = models.BooleanField(
        default=False, help_text=_("Decided by somebody who didn't write the text.")
    )
    carried_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        help_text=_("The approval of the text before a correction was made in it."),
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        indexes = [
            models.Index(
                F("asked_at"), condition=Q(decided_at=None), name="review_undecided"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=[*Verdict]), name="review_verdict"
            ),
            models.CheckConstraint(
                condition=Q(verdict="", decided_at=None)
                | Q(verdict="after")
                | ~Q(verdict__in=["", "after"]) & Q(decided_at__isnull=False),
                name="review_decided_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(verdict__in=["approved", "sent back"])
                | Q(decided_by__isnull=False),
                name="review_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="sent back") | ~Q(answer=""),
                name="sent_back_with_an_answer",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="after") | ~Q(note=""),
                name="published_alone_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["revision"],
                condition=Q(decided_at=None),
                name="review_undecided_once",
            ),
        ]

    def __str__(self):
        return f"{self.get_verdict_display()}, {self.asked_at:%d %B %Y %H:%M}"

    @property
    def owner(self):
        text = self.revision
        return text.story if text.story_id else text.question

    def end(self, verdict, by, answer="", *, second=False):
        """Give the verdict."""
        self.verdict, self.answer, self.second = verdict, answer, second
        self.decided_by, self.decided_at = by, timezone.now()
        self.save()

    @transaction.atomic
    def read(self, *, by, answer=""):
        """Say that a second person has read what went out alone; the first one did."""
        mine = Review.objects.select_for_update().get(pk=self.pk)
        if mine.verdict != Verdict.AFTER or mine.decided_at:
            return mine
        if by.pk in {mine.asked_by_id, *writers_of(mine.revision)}:
            raise OwnTextError
        mine.end(Verdict.AFTER, by, answer, second=True)
        return mine


def writers_of(revision):
    """Keys of all who wrote at a text since it was last approved or published.

    Whoever first saved these very words is one of them, however long ago.
    """
    owner = revision.story if revision.story_id else revision.question
    before = owner.revisions.filter(pk__lt=revision.pk)
    # A correction makes texts beside the draft, which don't have its newest words.
    read = Review.objects.in_force(owner).filter(second=True, carried_from=None)
    out = Edition.objects.due(timezone.now()).filter(
        kind__in=[Kind.FIRST, Kind.DEVELOPMENT, Kind.WORDING],
        revision__created_by__isnull=False,
    )
    known = Q(pk__in=read.values("revision")) | Q(pk__in=out.values("revision"))
    last = before.filter(known).order_by("-pk").values_list("pk", flat=True).first()
    since = owner.revisions.filter(pk__gt=last or 0, pk__lte=revision.pk)
    found = {*since.order_by().values_list("created_by", flat=True)}
    same = owner.revisions.filter(digest=revision.digest).order_by("pk")
    return found | {*same.values_list("created_by", flat=True)[:1]}
