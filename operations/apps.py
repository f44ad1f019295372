"""How the paper is run, as a Django application."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "operations"
