"""Derived rows, by which readers' pages are found. The record can rebuild them."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stories.models.desks import Desk
from stories.models.record import Edition, Kind

FOREVER = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)


class ShownQuerySet(models.QuerySet):
    def shown(self, at):
        """Rows that stood at that moment."""
        return self.filter(live_from__lte=at, live_until__gt=at)

    def with_next_due(self, now):
        """Each row beside the moment at which the next edition of the paper is due."""
        return self.annotate(next_due=Subquery(upcoming(now)[:1]))


class ShowingQuerySet(ShownQuerySet):
    def at(self, at, now=None):
        """What stood at that moment, withdrawals included. The future is clamped."""
        now = now or timezone.now()
        return self.shown(min(at, now))

    def live(self, at, now=None):
        """The public's one door: texts that stood at a moment, never a future one."""
        return self.at(at, now).exclude(kind=Kind.WITHDRAWAL)

    def stories(self):
        return self.filter(question_id=None)

    def questions(self):
        return self.filter(story_id=None)

    def mentioning(self, kind, slugs):
        """Showings of editions that name one of these."""
        named = Mention.objects.filter(kind=kind, slug__in=slugs)
        return self.filter(pk__in=named.values("showing"))

    def with_original(self, now):
        """Each story beside the live one that it is a translation of, if there is."""
        return self.annotate(original_id=Subquery(original_of(now, "pk")))

    def without_translations(self, now):
        """Of these texts one for each story, however many languages it is told in.

        It is the one in the paper's language, else the original; a translation whose
        original isn't among these texts stands by itself.
        """
        rows, ours = self.order_by().with_original(now), spoken_here()
        original = rows.filter(story_id=OuterRef("original_id"), original_id=None)
        translation = Exists(original) & (~ours | Exists(original.filter(ours)))
        translated = Q(original_id=None) & ~ours & Exists(rows.filter(ours, made_of()))
        return self.with_original(now).exclude(translation | translated)

    def with_news(self):
        """Each story beside the note of its last change of fact."""
        last = Showing.objects.filter(
            story_id=OuterRef("story_id"), live_from=OuterRef("updated_at")
        )
        return self.annotate(news=Subquery(last.values("note")[:1]))

    def with_desk(self):
        """Each story beside the name of its desk and the place of that among them."""
        desk = Desk.objects.filter(slug=OuterRef("desk"))
        return self.annotate(
            desk_name=Subquery(desk.values("name")[:1]),
            desk_place=Subquery(desk.values("position")[:1]),
        )


def original_of(now, showing):
    """The live story that a text names as its original, by whatever slug it had."""
    said = Mention.objects.filter(
        showing=OuterRef(OuterRef(showing)), kind=Mention.Kind.ORIGINAL
    )
    live = Showing.objects.live(now, now).filter(story_id=OuterRef("story_id"))
    called = Showing.objects.stories().filter(
        Exists(live), slug__in=said.values("slug"), live_from__lte=now
    )
    return called.values("story_id")[:1]


def spoken_here():
    """Texts in the paper's own language; those that name none are in it."""
    ours = settings.LANGUAGE_CODE.partition("-")[0]
    named = Q(language__iexact=ours) | Q(language__istartswith=f"{ours}-")
    return Q(language="") | named


def made_of():
    """Texts that name the one around them as their original, by any slug it had."""
    slugs = Showing.objects.filter(story_id=OuterRef(OuterRef(OuterRef("story_id"))))
    said = Mention.objects.filter(
        kind=Mention.Kind.ORIGINAL, slug__in=slugs.values("slug")
    )
    return Q(pk__in=said.values("showing")) & ~Q(pk=OuterRef("pk"))


def upcoming(now):
    """The moments at which editions are due, the next one first."""
    ahead = Showing.objects.filter(live_from__gt=now).order_by("live_from")
    return ahead.values_list("live_from", flat=True)


class Showing(models.Model):
    """One edition in time: from when until when it was the newest, and how it lists."""

    edition = models.OneToOneField(
        Edition, on_delete=models.CASCADE, primary_key=True, related_name="showing"
    )
    story_id = models.UUIDField(null=True)
    question_id = models.UUIDField(null=True)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=13, choices=Kind)
    material = models.BooleanField()
    note = models.TextField(blank=True)
    slug = models.SlugField(max_length=80, db_index=False)
    headline = models.CharField(max_length=300, blank=True)
    short_headline = models.CharField(max_length=120, blank=True)
    kicker = models.CharField(max_length=80, blank=True)
    standfirst = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    desk = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=35, blank=True)
    byline = models.TextField(blank=True)
    image = models.CharField(max_length=200, blank=True)
    focal_x = models.PositiveSmallIntegerField(default=50)
    focal_y = models.PositiveSmallIntegerField(default=50)
    status = models.CharField(max_length=10, blank=True)
    developing_until = models.DateTimeField(null=True)
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(default=FOREVER)
    first_published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    updated_kind = models.CharField(max_length=13, choices=Kind)
    checked_at = models.DateTimeField(null=True)
    corrections = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    objects = ShowingQuerySet.as_manager()

    class Meta:
        verbose_name = _("showing")
        verbose_name_plural = _("showings")
        indexes = [
            models.Index("slug", F("live_from").desc(), name="showing_slug"),
            models.Index("story_id", "number", name="showing_story"),
            models.Index("question_id", "number", name="showing_question"),
            models.Index(
                "live_until", F("updated_at").desc(), name="showing_newest_first"
            ),
            models.Index(
                "desk", "live_until", F("updated_at").desc(), name="showing_desk"
            ),
            models.Index("live_from", name="showing_live_from"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(live_until__gt=F("live_from")), name="showing_lasts"
            )
        ]

    def __str__(self):
        return f"{self.slug} {self.number}"

    def get_absolute_url(self):
        return reverse("question" if self.question_id else "story", args=[self.slug])

    @property
    def focal(self):
        """The point that a card of its picture keeps."""
        return self.focal_x, self.focal_y


class MentionQuerySet(ShownQuerySet):
    def live(self, at, now=None):
        """Mentions in texts that stood at that moment."""
        now = now or timezone.now()
        return self.shown(min(at, now))

    def with_told(self, now):
        """Each row beside the story that it tells: of a translation, the original."""
        original = Subquery(original_of(now, "showing"))
        return self.annotate(told=Coalesce(original, "showing__story_id"))


class Mention(models.Model):
    """What an edition names: a person, an author, an outlet, a picture, a question."""

    class Kind(models.TextChoices):
        ENTITY = "entity"
        AUTHOR = "author"
        TAG = "tag"
        OUTLET = "outlet"
        IMAGE = "image"
        QUESTION = "question"
        RELATED = "related"
        ORIGINAL = "original"  # of which the text is a translation

    showing = models.ForeignKey(
        Showing, on_delete=models.CASCADE, related_name="mentions"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    slug = models.CharField(max_length=200)
    entity = models.ForeignKey(
        "entities.Entity",
        on_delete=models.PROTECT,
        null=True,
        related_name="mentions",
    )
    prominence = models.PositiveIntegerField(default=0)
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(default=FOREVER)

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        indexes = [
            models.Index(
                "kind", "slug", "live_until", F("live_from").desc(), name="mention_of"
            ),
            models.Index("entity", "live_until", name="mention_of_entity"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["showing", "kind", "slug"], name="mention_once"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.slug}"
