"""The explainer as a Django application: puts the guards of the record in place."""

from django.apps import AppConfig
from django.core import checks
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    name = "stories"
    verbose_name = _("Stories")
    roles = {
        "stories.story": ("view add change", "publish", "withdraw delete", ""),
        "stories.question": ("view add change", "publish", "withdraw delete", ""),
        "stories.pick": ("view", "add change delete", "", ""),
        "stories.rule": ("view", "", "change", ""),
        "stories.redaction": ("", "", "view", ""),
        "stories.tag": ("view", "add change", "delete", ""),
        "stories.telling": ("", "", "", ""),  # as the story that it may be
    }

    def ready(self):
        """Have `migrate` end with the guards in place and the index of words full."""
        from stories import doorkeeper, guards  # Models come after the apps.
        from stories.index import index_tables
        from stories.models import rebuild

        # SQLite drops a table's triggers whenever a migration rebuilds the table.
        post_migrate.connect(guards.restore, sender=self)
        post_migrate.connect(index_tables.make, sender=self)
        post_migrate.connect(rebuild.fill_new_index, sender=self)
        checks.register(guards.check, checks.Tags.database)
        connection_created.connect(doorkeeper.attend)
