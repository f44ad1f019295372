"""Picks: the stories that editors put on top of the front page, live when saved.

A pick names its story by key, as the rows that readers' pages are made of do. While
the story is not live it is skipped, so what is embargoed can be put on top before.
"""

from django.db import connection, models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class PickQuerySet(models.QuerySet):
    def lasting(self, at):
        """Picks that are in force at a moment or will be, in their order."""
        return self.filter(Q(shown_until=None) | Q(shown_until__gt=at))

    def wait_for_others(self):
        """Let nobody else arrange the front until this transaction ends.

        SQLite has one writer anyway; elsewhere locked rows would not keep new ones out.
        """
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE stories_pick IN SHARE ROW EXCLUSIVE MODE")

    @transaction.atomic
    def arrange(self, picks, keeping=()):
        """Put these, in this order, in the place of all but the ones to keep."""
        self.exclude(pk__in=keeping).delete()
        for position, pick in enumerate(picks, 1):
            pick.position = position
        return self.bulk_create(picks)


class Pick(models.Model):
    """One story on the front page, from when until when."""

    story_id = models.UUIDField(_("story"))
    position = models.PositiveSmallIntegerField(_("place"))
    shown_from = models.DateTimeField(_("from"), null=True, blank=True)
    shown_until = models.DateTimeField(_("until"), null=True, blank=True)

    objects = PickQuerySet.as_manager()

    class Meta:
        verbose_name = _("front page pick")
        verbose_name_plural = _("front page")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shown_from=None)
                | Q(shown_until=None)
                | Q(shown_until__gt=F("shown_from")),
                name="pick_lasts",
            )
        ]

    def __str__(self):
        if self.story_id is None:
            return gettext("The front page")
        return f"{self.position}: {self.story_id}"

    def is_in_force(self, at):
        begun = self.shown_from is None or self.shown_from <= at
        return begun and not self.is_over(at)

    def is_over(self, at):
        return self.shown_until is not None and self.shown_until <= at

    def turn(self, at):
        """The next moment at which it comes or goes."""
        ahead = [m for m in (self.shown_from, self.shown_until) if m and m > at]
        return min(ahead, default=None)
