"""Make all derived rows anew from the record. Safe at any time; changes nothing."""

from django.core.management.base import BaseCommand

from stories.models import deriving


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        count = deriving.rebuild()
        self.stdout.write(f"Rebuilt the rows of {count} editions.")
