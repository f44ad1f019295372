"""The explainer as a Django application: puts the guards of the record in place."""

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    name = "stories"
    verbose_name = _("Stories")

    def ready(self):
        from stories import guards  # Models come after the apps.
        from stories.search import index, upgrade

        # SQLite drops a table's triggers whenever a migration rebuilds the table.
        post_migrate.connect(guards.restore, sender=self)
        post_migrate.connect(index.make, sender=self)
        post_migrate.connect(upgrade.fill, sender=self)
        checks.register(guards.check, checks.Tags.database)
