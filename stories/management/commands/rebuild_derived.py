"""Make all derived rows anew from the record. Safe at any time; changes nothing."""

from django.core.management.base import BaseCommand

from stories import picture_rebuild
from stories.models.rebuild import rebuild
from stories.statistics import update_statistics


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "--pictures",
            action="store_true",
            help="also make the renditions that are missing; this can take long",
        )

    def handle(self, **options):
        count = rebuild()
        update_statistics()
        self.stdout.write(f"Rebuilt the rows of {count} editions.")
        if options["pictures"]:
            made, removed = picture_rebuild.rebuild()
            self.stdout.write(f"Made {made} renditions, removed {removed}.")
