"""Derived rows, by which readers' pages are found. The record can rebuild them."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.compiled_query import Parameter, changed
from people.desks import Desk
from people.routes import address
from stories.models.record import Edition, Kind

FOREVER = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
ALL = Q()
STORY, QUESTION = Q(story_id__isnull=False), Q(question_id__isnull=False)
AMENDED = Q(kind__in=(Kind.CLARIFICATION, Kind.CORRECTION))
NEWEST = ("-updated_at", "pk")


class OfEach(models.Func):
    """A condition that is asked of one row after another.

    PostgreSQL takes it for a join otherwise, and looks at a whole archive to find the
    few rows that a list begins with; of a CASE it makes none.
    """

    template = "CASE WHEN %(expressions)s THEN true ELSE false END"
    output_field = models.BooleanField()


def clamped(at, now=None):
    """A moment, or now if that is earlier; by the clock, if nobody says when it is."""
    if at is now:
        return at
    if isinstance(at, Parameter) and now is not None:
        raise TypeError("Only the clock clamps a moment that isn't known yet")
    return changed(at, lambda moment: min(moment, now or timezone.now()))


class SpanQuerySet(models.QuerySet):
    def shown(self, at):
        """Rows that stood at that moment."""
        return self.filter(live_from__lte=at, live_until__gt=at)

    def live(self, at, now=None):
        """What stood at that moment. The future is clamped: nobody is shown it."""
        return self.shown(clamped(at, now))

    def in_any(self, *parts):
        """Those that one of these queries has: one list of keys, as no engine finds
        its way through keys that are here or there."""
        found = [self.model.objects.filter(pk__in=part) for part in parts]
        first, *others = [rows.order_by().values("pk") for rows in found]
        return self.filter(pk__in=first.union(*others, all=True) if others else first)

    def with_next_due(self, now):
        """Each row beside the moment at which the next edition of the paper is due."""
        return self.annotate(next_due=Subquery(due_moments(now)[:1]))


class ShowingQuerySet(SpanQuerySet):
    def at(self, at, now=None):
        """What stood at that moment, withdrawals included."""
        return super().live(at, now)

    def live(self, at, now=None):
        """The public's one door: texts that stood at a moment, never a future one."""
        return self.at(at, now).exclude(kind=Kind.WITHDRAWAL)

    def stories(self):
        return self.filter(STORY)

    def questions(self):
        return self.filter(QUESTION)

    def of(self, kind):
        """Those of stories or those of questions, by the word for one of them."""
        return self.questions() if kind == "question" else self.stories()

    def naming(self, kind, slugs, most):
        """Of these the `most` changed last that name one of the slugs.

        Slug by slug, since an index has the order for one alone.
        """
        named = (
            self.filter(mentions__kind=kind, mentions__slug=slug)
            .order_by("-mentions__updated_at", "pk")
            .values("pk")[:most]
            for slug in slugs
        )
        return self.model.objects.in_any(*named).order_by(*NEWEST)

    def one_each(self, now, among=ALL):
        """Of these texts one for each story, however many languages it is told in.

        It is the one in the paper's language, else the original, else always the same
        one of those that are `among` the texts which a list has.
        """
        others = Showing.objects.live(now, now).stories().with_rank()
        others = others.filter(among, original_id=OuterRef("original_id"))
        alike = Q(rank=OuterRef("rank"), story_id__lt=OuterRef("story_id"))
        before = Q(rank__lt=OuterRef("rank")) | alike
        return self.with_rank().filter(OfEach(~Exists(others.filter(before))))

    def with_rank(self):
        """Beside its rank: the paper's own language first, then the original."""
        ours = settings.LANGUAGE_CODE.partition("-")[0]
        named = Q(language__iexact=ours) | Q(language__istartswith=f"{ours}-")
        abroad = Case(When(Q(language="") | named, 0), default=2)
        translated = Case(When(story_id=F("original_id"), then=0), default=1)
        return self.alias(rank=abroad + translated)

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


def due_moments(now):
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
    # The story that this is a translation of, by whatever slug; or the story itself.
    original_id = models.UUIDField(null=True)
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
    # How many words each step of its ladder has: "glance:60 brief:140 full:460".
    lengths = models.CharField(max_length=60, blank=True)
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
        # Each carries the order of a list: a page is read from its beginning, however
        # long the list is. Partial ones keep the planner from asking for all NULLs.
        indexes = [
            models.Index("slug", F("live_from").desc(), name="showing_slug"),
            models.Index(
                "story_id", "live_from", condition=STORY, name="showing_story"
            ),
            models.Index(
                "question_id", "live_from", condition=QUESTION, name="showing_question"
            ),
            models.Index("original_id", "desk", name="showing_original"),
            models.Index(F("updated_at").desc(), name="showing_newest_first"),
            models.Index(
                F("updated_at").desc(), condition=STORY, name="showing_newest_stories"
            ),
            models.Index(
                F("updated_at").desc(), condition=QUESTION, name="showing_new_questions"
            ),
            models.Index("desk", F("updated_at").desc(), name="showing_desk"),
            models.Index("status", F("updated_at").desc(), name="showing_status"),
            models.Index("live_from", name="showing_live_from"),
            models.Index("live_from", condition=AMENDED, name="showing_amended"),
            models.Index(
                "developing_until",
                condition=Q(developing_until__isnull=False),
                name="showing_developing",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(live_until__gt=F("live_from")), name="showing_lasts"
            )
        ]

    def __str__(self):
        return f"{self.slug} {self.number}"

    def get_absolute_url(self):
        return address("question" if self.question_id else "story", self.slug)

    @property
    def focal(self):
        """The point that a card of its picture keeps."""
        return self.focal_x, self.focal_y


class Mention(models.Model):
    """What an edition names: a person, an author, an outlet, a picture, a question."""

    class Kind(models.TextChoices):
        ENTITY = "entity"
        AUTHOR = "author"
        TAG = "tag"
        OUTLET = "outlet"
        IMAGE = "image"
        QUESTION = "question"
        RELATED = "related"  # as background
        FOLLOWS = "follows"
        PART = "part of"
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
        db_index=False,
    )
    prominence = models.PositiveIntegerField(default=0)
    # The story that the text tells, in whatever language; none of a question's text.
    original_id = models.UUIDField(null=True)
    # Of an author the credits, of an outlet the pieces, as the text has them.
    said = models.JSONField(default=list)
    updated_at = models.DateTimeField()
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(default=FOREVER)

    objects = SpanQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        indexes = [
            models.Index("kind", "slug", F("updated_at").desc(), name="mention_of"),
            models.Index(
                *("entity", "kind", "prominence", F("updated_at").desc()),
                name="mention_of_entity",
            ),
            # Counts stories without reading a row. What is live comes last: a bound on
            # it would let SQLite take this one for lists that it has no order for.
            models.Index(
                *("entity", "kind", "original_id", "live_until", "live_from"),
                name="mention_of_stories",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["showing", "kind", "slug"], name="mention_once"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.slug}"
