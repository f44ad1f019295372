"""Pictures: standing data with rights that end. Once they do, nobody is shown them."""

import datetime as dt

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from explainer.days import midnight_after, today
from people.compiled_query import changed
from people.refusals import RefusedError

DAY = models.DateField()
SOON = dt.timedelta(days=14)


class KilledAlreadyError(RefusedError):
    message = _("This picture has been killed already.")


class NotKilledError(RefusedError):
    message = _("This picture has not been killed.")


class ImageQuerySet(models.QuerySet):
    def showable(self, now):
        """Those that we still have the right to show."""
        lasts = Q(rights_until=None) | Q(rights_until__gte=changed(now, today, DAY))
        return self.filter(lasts).exclude(killed_at__lte=now)

    def ending(self, now, within):
        """Those whose rights end soon, the first to go first."""
        last = changed(now, lambda moment: today(moment + within), DAY)
        # Said as a stretch of an index: most pictures have no end, or ended long ago.
        ending = self.filter(rights_until__gte=changed(now, today, DAY))
        ending = ending.filter(rights_until__lte=last).exclude(killed_at__lte=now)
        return ending.order_by("rights_until")


def focal_field(label):
    return models.PositiveSmallIntegerField(
        label, default=50, validators=[MaxValueValidator(100)]
    )


class Image(models.Model):
    """A picture file, named by the hash of its bytes."""

    file = models.FileField(_("file"), upload_to="images/", max_length=200)
    name = models.CharField(max_length=200, unique=True, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    transparent = models.BooleanField(default=False, editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    alt = models.TextField(
        _("alternative text"),
        max_length=2000,
        blank=True,
        help_text=_("What the picture shows, for someone who can't see it."),
    )
    decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("It says nothing that the text doesn't: screen readers pass by."),
    )
    caption = models.TextField(_("caption"), max_length=2000, blank=True)
    credit = models.CharField(
        _("credit"), max_length=300, blank=True, help_text=_("Whose picture it is.")
    )
    licence = models.CharField(
        _("licence"),
        max_length=300,
        blank=True,
        help_text=_("Choose one, or write what was agreed. Readers see it."),
    )
    rights_until = models.DateField(
        _("rights until"),
        null=True,
        blank=True,
        help_text=_("After this day the picture is gone from every page."),
    )
    restrictions = models.TextField(
        _("restrictions"),
        max_length=1000,
        blank=True,
        help_text=_("For the desk, for example: this story only, not for sale."),
    )
    keep_whole = models.BooleanField(
        _("never crop"),
        default=False,
        help_text=_("Cards, too, show the whole picture."),
    )
    focal_x = focal_field(_("focal point, from the left in %"))
    focal_y = focal_field(_("focal point, from the top in %"))
    killed_at = models.DateTimeField(_("killed at"), null=True, editable=False)
    kill_notice = models.TextField(
        _("the agency's notice"), max_length=10_000, blank=True, editable=False
    )

    objects = ImageQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("revive_image", _("Can bring back a killed picture"))]
        indexes = [
            models.Index(
                "rights_until",
                condition=Q(rights_until__isnull=False),
                name="image_rights_end",
            )
        ]

    def __str__(self):
        said = self.alt or self.caption or self.name.removeprefix("images/")[:12]
        words = [Truncator(said).chars(120), self.credit, self.restrictions]
        return " · ".join(filter(None, words))

    def get_absolute_url(self):
        return reverse("image", args=[self.name.removeprefix("images/")])

    @transaction.atomic
    def kill(self, notice):
        """Take the picture from every page at once, and keep why."""
        if self.locked().killed_at:
            raise KilledAlreadyError
        self.killed_at, self.kill_notice = timezone.now(), notice
        self.save(update_fields=["killed_at", "kill_notice"])

    @transaction.atomic
    def revive(self):
        """Show a killed picture again, as long as its other rights last."""
        if not self.locked().killed_at:
            raise NotKilledError
        self.killed_at, self.kill_notice = None, ""
        self.save(update_fields=["killed_at", "kill_notice"])

    def locked(self):
        """The row as it is, nobody else's until the transaction ends."""
        return Image.objects.select_for_update().get(pk=self.pk)

    @property
    def focal(self):
        """The point that a crop keeps, in % from the left and from the top."""
        return self.focal_x, self.focal_y

    @property
    def ends_at(self):
        """The moment from which nobody may see it, or None."""
        ends = [self.killed_at, self.rights_until and midnight_after(self.rights_until)]
        return min(filter(None, ends), default=None)

    def showable(self, at):
        """Whether we still have the right to show it at that moment."""
        return self.ends_at is None or at < self.ends_at

    def days_left(self, now):
        """Days of rights after today, or None if they have no end or are over."""
        if not self.rights_until or not self.showable(now):
            return None
        return (self.rights_until - today(now)).days
