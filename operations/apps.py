"""How the paper is run, as a Django application."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings

from operations import system_checks


class OperationsConfig(AppConfig):
    name = "operations"

    def ready(self):
        """Errors are told from here on, a command's too."""
        system_checks.register()
        if settings.SENTRY_DSN:
            import_module("operations.observation.error_reports").begin()
