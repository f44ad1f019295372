"""Desks: the departments of the paper, at which people have their roles."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.identities import IdentityField, UniqueNameModel


class Desk(UniqueNameModel):
    """A department of the newspaper."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    identity = IdentityField()
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        help_text=_("Its address. It can't be changed later."),
    )
    position = models.PositiveIntegerField(
        pgettext_lazy("order", "position"), default=0
    )
    two_people = models.BooleanField(
        _("two people"),
        default=False,
        help_text=_("Publishing needs a second person's approval."),
    )

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("desk")
        verbose_name_plural = _("desks")

    def __str__(self):
        return self.name
