"""Pages about the paper as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = _("Pages")
    roles = {
        "pages.flatpage": ("view", "", "add change delete", ""),
        "pages.readermessage": ("", "view change", "delete", ""),
    }
