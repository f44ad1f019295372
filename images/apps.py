"""Pictures as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImagesConfig(AppConfig):
    name = "images"
    verbose_name = _("Pictures")
    roles = {"images.image": ("view add", "change", "delete revive", "")}
