"""What runs beside the web server: its jobs, and how far each cache has been purged.

`due_at` is all that keeps two from doing the same: who moves it ahead has the work, and
whatever ends him, it is due again by itself.
"""

from django.db import models
from django.utils import timezone


class ClaimQuerySet(models.QuerySet):
    def claim(self, now, until, **also):
        """Whether the one row of these is ours until then, as it was due: of many that
        ask at once, one is told so."""
        return bool(self.filter(due_at__lte=now).update(due_at=until, **also))


class Job(models.Model):
    """A job and its last run. `began_at` without a later `ended_at`: it is at work, or
    was killed."""

    name = models.CharField(max_length=40, unique=True)
    due_at = models.DateTimeField(default=timezone.now)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)
    failures = models.PositiveIntegerField(default=0)  # since it last succeeded
    runs = models.PositiveBigIntegerField(default=0)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Purge(models.Model):
    """What a cache has been asked to forget: all that changed up to generation `n`, and
    all that came by itself up to `came_at`.

    It is asked again `delay` milliseconds after each change, for what was on its way
    there when it happened.
    """

    target = models.CharField(max_length=300)
    delay = models.PositiveIntegerField(default=0)
    n = models.BigIntegerField(default=-1)
    came_at = models.DateTimeField(null=True)
    menu = models.CharField(max_length=16, blank=True)  # the version that pages have
    due_at = models.DateTimeField(default=timezone.now)
    succeeded_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)
    failures = models.PositiveIntegerField(default=0)
    purges = models.PositiveBigIntegerField(default=0)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["target", "delay"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "delay"], name="one_purge_of_each_delay"
            )
        ]

    def __str__(self):
        return f"{self.target} after {self.delay} ms"


class Push(models.Model):
    """A feed that an edition is news in, of which the hub has to be told: once, however
    often somebody looks for what is due. Without `told_at` it was not, yet."""

    edition = models.ForeignKey(
        "stories.Edition", on_delete=models.CASCADE, related_name="+"
    )
    feed = models.CharField(max_length=500)  # its path
    due_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index("feed", condition=models.Q(told_at=None), name="push_untold")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "feed"], name="one_push_of_an_edition_and_feed"
            )
        ]

    def __str__(self):
        return self.feed
