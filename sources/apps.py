"""Outlets and sources as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SourcesConfig(AppConfig):
    name = "sources"
    verbose_name = _("Sources")
    roles = {
        "sources.source": ("view add", "change", "delete", ""),
        "sources.outlet": ("view", "add change", "delete", ""),
        "sources.feed": ("view", "add change", "delete", ""),
        "sources.feeditem": ("view", "", "", ""),
    }
