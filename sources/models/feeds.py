"""Watched feeds of other outlets, and what they announced. Only the desk sees them."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sources.models.address_field import AddressField
from sources.models.source import Outlet

EVERY = dt.timedelta(minutes=10)
MOST_DOUBLINGS = 7  # Of the pause after a failure: to a day, at most.
KEPT = dt.timedelta(days=30)


class FeedQuerySet(models.QuerySet):
    def due(self, now):
        """Those whose time has come; a feed that fails is asked ever less often."""
        late = Q(checked_at=None)
        for failures in range(MOST_DOUBLINGS + 1):
            pause = EVERY * 2**failures
            often = Q(failures=failures)
            if failures == MOST_DOUBLINGS:
                often = Q(failures__gte=failures)
            late |= often & Q(checked_at__lte=now - pause)
        return self.filter(late, active=True)


class Feed(models.Model):
    outlet = models.ForeignKey(
        Outlet,
        verbose_name=_("outlet"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("Whose pieces these are; empty for a feed of many outlets."),
    )
    url = AddressField(_("address"), max_length=2000, unique=True)
    name = models.CharField(_("name"), max_length=200)
    active = models.BooleanField(
        _("watched"), default=True, help_text=_("Untick to keep it, but not read it.")
    )
    checked_at = models.DateTimeField(_("read at"), null=True, editable=False)
    etag = models.CharField(max_length=200, blank=True, editable=False)
    modified = models.CharField(max_length=100, blank=True, editable=False)
    failures = models.PositiveIntegerField(_("failures"), default=0, editable=False)
    said = models.CharField(_("last said"), max_length=300, blank=True, editable=False)

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")

    def __str__(self):
        return self.name

    def claim(self, now):
        """Whether this reading is ours: of two that begin at once, one is."""
        rows = type(self).objects.filter(pk=self.pk, checked_at=self.checked_at)
        is_ours = bool(rows.update(checked_at=now))
        self.checked_at = now
        return is_ours

    def failed(self, said):
        self.failures += 1
        self.said = said[:300]
        rows = type(self).objects.filter(pk=self.pk)  # None, if it was deleted.
        rows.update(failures=self.failures, said=self.said)

    def heard(self, page, said):
        """Remember what to ask for next time."""
        self.failures = 0
        self.said = said[:300]
        self.etag, self.modified = page.etag, page.modified
        self.save(update_fields=["failures", "said", "etag", "modified"])


class FeedItem(models.Model):
    """A piece that a feed announced."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="items")
    url = AddressField(_("address"), max_length=2000)
    normalised_url = models.CharField(max_length=2000, editable=False)
    title = models.CharField(_("title"), max_length=2000)
    author = models.CharField(_("author"), max_length=300, blank=True)
    published = models.DateTimeField(
        _("published at"), db_index=True, help_text=_("Or when we first saw it.")
    )
    seen_at = models.DateTimeField(_("first seen"))
    gone = models.BooleanField(
        _("taken out"),
        default=False,
        help_text=_("The feed lists older pieces, but this one no more."),
    )

    class Meta:
        ordering = ["-published", "-pk"]
        verbose_name = _("announced piece")
        verbose_name_plural = _("wires and feeds")
        constraints = [
            models.UniqueConstraint(
                fields=["feed", "normalised_url"], name="feed_item_once"
            )
        ]

    def __str__(self):
        return self.title
