"""Outlets and sources: standing data, live on save."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from explainer.addresses import host_of, normalise_url
from people.identities import IdentityField, UniqueNameModel
from sources.models.address_field import AddressField


class Outlet(UniqueNameModel):
    """A publisher whose pieces we cite."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    identity = IdentityField()
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
    newsroom = models.BooleanField(
        _("is a newsroom"),
        null=True,
        blank=True,
        help_text=_(
            "Whether reporters work there; a ministry, a company or a forum is none. "
            "Unknown: its domains decide, as far as they tell."
        ),
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

    def clean(self):
        super().clean()
        for host in self.hosts:
            if other := self.rival(host):
                said = _("%(host)s is %(outlet)s's: take it away there first.")
                said = said % {"host": host, "outlet": other}
                raise ValidationError({"domains": said})

    def rival(self, host):
        """The other outlet whose own a host is, if there is one."""
        host = host_of(f"https://{host}") or host
        others = Outlet.objects.filter(domains__icontains=host).exclude(pk=self.pk)
        return next((other for other in others if host in other.hosts), None)

    @property
    def hosts(self):
        """Its domains as hosts are compared."""
        return [host_of(f"https://{word}") or word for word in self.domains.split()]


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


class SourceQuerySet(models.QuerySet):
    def known_by(self, *urls):
        """Those that these addresses mean."""
        return self.filter(normalised_url__in={*map(normalise_url, urls)} - {""})


class Source(models.Model):
    """One article or document, shared by all the stories that cite it."""

    kind = models.CharField(
        _("kind"), max_length=10, choices=SourceKind, default=SourceKind.REPORT
    )
    url = AddressField(_("address"), max_length=2000, blank=True)
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
    archive_url = AddressField(_("archived copy"), max_length=2000, blank=True)
    syndicated_from = models.ForeignKey(
        Outlet,
        verbose_name=_("text from"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="syndicated",
        help_text=_("The agency whose text this is, if the outlet didn't write it."),
    )
    claimed = models.CharField(
        _("calls itself"),
        max_length=200,
        blank=True,
        editable=False,
        help_text=_("What the page says whose it is. Its own word proves nothing."),
    )
    vouched = models.BooleanField(
        _("its outlet is confirmed"),
        default=False,
        editable=False,
        help_text=_("An editor says whose it is, though its host is not the outlet's."),
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

    objects = SourceQuerySet.as_manager()

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
        indexes = [
            models.Index(F("published").desc(), "title", name="source_newest_first"),
            # That it is unique only where it is not empty is no way to look for it.
            models.Index("normalised_url", name="source_by_url"),
            models.Index("vouched", "normalised_url", name="source_vouched"),
            # Few are; each publish asks whether any is.
            models.Index(
                fields=["embargoed_until"],
                condition=Q(embargoed_until__isnull=False),
                name="source_embargoed",
            ),
        ]

    def __str__(self):
        return self.title or self.url

    def clean(self):
        self.normalised_url = normalise_url(self.url) if self.url else ""
