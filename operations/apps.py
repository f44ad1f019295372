"""How the paper is run, as a Django application."""

from django.apps import AppConfig

from operations import system_checks


class OperationsConfig(AppConfig):
    name = "operations"

    def ready(self):
        system_checks.register()
