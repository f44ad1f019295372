"""What comes in again and again: each telling of an event, and the story that it is.

A telling that is only perhaps one of a story's waits here, with its text, until an
editor has said so; readers and drafts have nothing of it.
"""

import datetime as dt
from collections import Counter

from django.conf import settings
from django.db import connection, models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

# After so long without a word an event is a new one.
WINDOW = dt.timedelta(days=21)
# Of each sign the newest that have it, and of those with most in common so many.
NEWEST, NEAREST = 20, 12
NEWEST_OF_MARK = (
    "SELECT telling_id FROM (SELECT telling_id FROM {table} WHERE mark = %s"
    " AND at BETWEEN %s AND %s ORDER BY at DESC LIMIT {limit}) AS found"
)


class TellingQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(story=None)

    def near(self, marks, at, batch):
        """Those that may tell of the same: by signs in common, in a bounded search.

        No text of a batch is another one of it.
        """
        counts = Counter(Trace.objects.newest(marks, at - WINDOW, at + WINDOW))
        keys = sorted(counts, key=lambda key: (-counts[key], -key))[:NEAREST]
        found = self.exclude(batch=batch).select_related("story", "candidate")
        return [*found.filter(pk__in=keys).order_by("pk")]

    def newest_of(self, stories):
        """When the newest telling of each of these stories was, by their keys."""
        rows = self.filter(story__in=stories).order_by().values_list("story")
        return dict(rows.annotate(newest=models.Max("at")))


class Telling(models.Model):
    class Verdict(models.TextChoices):
        SAME = "same", _("The same story")
        OTHER = "other", _("Another story")

    name = models.CharField(max_length=200, unique=True)
    batch = models.CharField(max_length=200)
    at = models.DateTimeField(_("told"))
    seal = models.CharField(max_length=64)  # of all that its file says
    headline = models.CharField(_("headline"), max_length=300)
    signature = models.JSONField(default=dict)  # what it is compared by
    story = models.ForeignKey(
        "Story",
        verbose_name=_("story"),
        on_delete=models.CASCADE,
        null=True,
        related_name="tellings",
    )
    candidate = models.ForeignKey(
        "Story",
        verbose_name=_("possible match"),
        on_delete=models.CASCADE,
        null=True,
        related_name="possible_tellings",
    )
    # How much it has in common with that, in hundredths, and of each sign.
    score = models.PositiveSmallIntegerField(_("in common"), default=0)
    signs = models.JSONField(default=dict)
    # Its text while it waits, and what was asked for it.
    entry = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    verdict = models.CharField(max_length=5, choices=Verdict, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True)

    objects = TellingQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("possible match")
        verbose_name_plural = _("possible matches")
        default_permissions = []
        constraints = [
            models.CheckConstraint(
                condition=Q(story__isnull=False) | Q(candidate__isnull=False),
                name="telling_of_something",
            )
        ]
        indexes = [
            models.Index("story", F("at").desc(), name="telling_of_story"),
            models.Index(
                fields=["candidate", "at"],
                condition=Q(story=None),
                name="telling_waiting",
            ),
        ]

    def __str__(self):
        return self.headline

    @property
    def is_waiting(self):
        return self.story_id is None

    def leave_traces(self, marks):
        """Be found by these signs, and by no others."""
        self.traces.all().delete()
        Trace.objects.bulk_create(
            Trace(telling=self, mark=mark, at=self.at) for mark in marks
        )


class TraceQuerySet(models.QuerySet):
    def newest(self, marks, since, until):
        """Keys of the tellings that have these signs, of each sign the newest alone.

        Each is a stretch of the index, however many have it: no engine is given the
        choice, and on SQLite Django cuts no part of a union.
        """
        if not marks:
            return []
        ends = map(connection.ops.adapt_datetimefield_value, (since, until))
        between = [*ends]
        each = " UNION ALL ".join(
            NEWEST_OF_MARK.format(table=self.model._meta.db_table, limit=NEWEST)
            for _mark in marks
        )
        with connection.cursor() as cursor:
            cursor.execute(each, [item for mark in marks for item in (mark, *between)])
            return [key for (key,) in cursor.fetchall()]


class Trace(models.Model):
    """A sign by which a telling is found: an article, a name or a word, as a number."""

    telling = models.ForeignKey(
        Telling, on_delete=models.CASCADE, related_name="traces"
    )
    mark = models.BigIntegerField()
    at = models.DateTimeField()

    objects = TraceQuerySet.as_manager()

    class Meta:
        default_permissions = []
        indexes = [models.Index("mark", F("at").desc(), name="trace_newest")]

    def __str__(self):
        return f"{self.mark:x}"
