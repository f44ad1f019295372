"""The who's who as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EntitiesConfig(AppConfig):
    name = "entities"
    verbose_name = _("Who's who")
    roles = {
        "entities.entity": ("view add", "change", "merge", ""),
        "entities.alias": ("view add", "change delete", "", ""),
        "entities.role": ("view add", "change delete", "", ""),
    }
