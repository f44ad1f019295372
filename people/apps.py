"""Names the app for Django, and keeps its roles and guards as the code has them."""

from functools import partial

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth import get_user_model
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DeskSiteConfig(AdminConfig):
    """Django's admin, with our way of signing in."""

    default_site = "people.site.DeskSite"


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("People")
    roles = {
        "people.desk": ("view", "", "add change delete", ""),
        "people.auditevent": ("", "", "view", ""),
        "people.membership": ("", "", "", "view add change delete"),
        "auth.user": ("", "", "", "view add change delete"),
        "auth.group": ("", "", "", "view"),
    }

    def ready(self):
        from people import display_names, roles, triggers  # Models come after the apps.

        # What `str(person)` is, so that no page can say it in another way.
        get_user_model().add_to_class("__str__", display_names.full_name)

        post_migrate.connect(triggers.LOG.restore, sender=self)
        # The last of the apps: the rows of all permissions are there by then.
        post_migrate.connect(roles.grant, sender=self)
        checks.register(partial(triggers.LOG.check), checks.Tags.database)
