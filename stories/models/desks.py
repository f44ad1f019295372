"""Standing data: desks, outlets, sources and pictures. They live on save."""

import datetime as dt
import hashlib
from urllib.parse import urlsplit, urlunsplit

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Desk(models.Model):
    """A department of the newspaper."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        help_text=_("Its address. It can't be changed later."),
    )
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("desk")
        verbose_name_plural = _("desks")

    def __str__(self):
        return self.name


class Outlet(models.Model):
    """A publisher whose pieces we cite."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    domains = models.TextField(
        _("domains"), blank=True, help_text=_("One on each line, without www.")
    )
    country = models.CharField(_("country"), max_length=80, blank=True)
    owner = models.CharField(_("owner"), max_length=200, blank=True)
    kind = models.CharField(
        _("kind"),
        max_length=80,
        blank=True,
        help_text=_("For example: daily paper, public broadcaster, ministry."),
    )
    wire = models.BooleanField(
        _("is a wire"),
        default=False,
        help_text=_("An agency whose text other papers print."),
    )
    paywalled = models.BooleanField(
        _("paywalled"),
        default=False,
        help_text=_("Readers may need a subscription to follow a link."),
    )
    open = models.BooleanField(
        _("open"),
        default=False,
        help_text=_("Show the page even while no live story cites this outlet."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")

    def __str__(self):
        return self.name


class SourceKind(models.TextChoices):
    REPORT = "report", _("Report")
    WIRE = "wire", _("Agency report")
    DOCUMENT = "document", _("Document")
    DATA = "data", _("Data")
    STATEMENT = "statement", _("Statement")
    BROADCAST = "broadcast", _("Broadcast")
    INTERVIEW = "interview", _("Interview")
    OWN = "own", _("Own reporting")
    UNNAMED = "unnamed", _("Unnamed person")


def normalised(url):
    """The address by which a source is known: no fragment, no tracking, one host."""
    scheme, host, path, query, _fragment = urlsplit(url.strip())
    kept = [
        item
        for item in query.split("&")
        if item and not item.lower().startswith(("utm_", "fbclid=", "gclid="))
    ]
    return urlunsplit(
        (scheme.lower(), host.lower(), path.rstrip("/") or "/", "&".join(kept), "")
    )


class Source(models.Model):
    """One article or document, shared by all the stories that cite it."""

    kind = models.CharField(
        _("kind"), max_length=10, choices=SourceKind, default=SourceKind.REPORT
    )
    url = models.URLField(_("address"), max_length=2000, blank=True)
    normalised_url = models.CharField(max_length=2000, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=2000, blank=True)
    outlet = models.ForeignKey(
        Outlet,
        verbose_name=_("outlet"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    author = models.CharField(_("author"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=35, blank=True)
    published = models.DateField(_("published on"), null=True, blank=True)
    accessed = models.DateField(_("read by us on"), null=True, blank=True)
    archive_url = models.URLField(_("archived copy"), max_length=2000, blank=True)
    syndicated_from = models.ForeignKey(
        Outlet,
        verbose_name=_("text from"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="syndicated",
        help_text=_("The agency whose text this is, if the outlet didn't write it."),
    )
    embargoed_until = models.DateTimeField(
        _("embargoed until"),
        null=True,
        blank=True,
        help_text=_("No story that cites this can go live before."),
    )
    embargo_zone = models.CharField(
        _("zone of the embargo"),
        max_length=64,
        blank=True,
        help_text=_("The giver's time zone, for example Europe/Brussels."),
    )

    class Meta:
        ordering = ["-published", "title"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(
                fields=["normalised_url"],
                condition=~Q(normalised_url=""),
                name="source_url_once",
                violation_error_message=_("This address is a source already."),
            )
        ]

    def __str__(self):
        return self.title or self.url

    def clean(self):
        self.normalised_url = normalised(self.url) if self.url else ""


class Image(models.Model):
    """A picture file, named by the hash of its bytes."""

    file = models.FileField(_("file"), upload_to="images/", max_length=200)
    name = models.CharField(max_length=200, unique=True, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    alt = models.TextField(
        _("alternative text"),
        blank=True,
        help_text=_("What the picture shows, for someone who can't see it."),
    )
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=300, blank=True)
    licence = models.CharField(_("licence"), max_length=300, blank=True)
    rights_until = models.DateField(
        _("rights until"),
        null=True,
        blank=True,
        help_text=_("After this day the picture is gone from every page."),
    )
    killed_at = models.DateTimeField(
        _("killed at"),
        null=True,
        blank=True,
        help_text=_("Set when an agency orders the picture down."),
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def __str__(self):
        return self.alt or self.name

    def get_absolute_url(self):
        return reverse("image", args=[self.name.removeprefix("images/")])

    @staticmethod
    def name_of(content, suffix):
        """The name under which these bytes are kept."""
        return f"images/{hashlib.sha256(content).hexdigest()}{suffix}"

    @property
    def ends_at(self):
        """The moment from which nobody may see it, or None."""
        ends = [self.killed_at] if self.killed_at else []
        if self.rights_until and self.rights_until < dt.date.max:
            day = self.rights_until + dt.timedelta(days=1)
            ends.append(dt.datetime.combine(day, dt.time.min, dt.UTC))
        return min(ends, default=None)

    def showable(self, at):
        """Whether we still have the right to show it at that moment."""
        return self.ends_at is None or at < self.ends_at
