"""The readers' side as a Django application: puts up what moves the generation."""

from functools import partial

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate

from paper import generation


class PaperConfig(AppConfig):
    name = "paper"

    def ready(self):
        post_migrate.connect(generation.begin, sender=self)
        checks.register(partial(generation.WATCH.check), checks.Tags.database)
