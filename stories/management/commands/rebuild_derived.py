"""Make all derived rows anew from the record. Safe at any time; changes nothing."""

import logging

from django.core.management.base import BaseCommand

from images.models import Image
from images.rendition_files import NoPictureError, prepare, sweep
from stories.database import update_statistics
from stories.models import Showing
from stories.models.rebuild import rebuild

log = logging.getLogger(__name__)


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
            made, removed = rebuild_pictures()
            self.stdout.write(f"Made {made} renditions, removed {removed}.")


def rebuild_pictures():
    """Make every rendition that pages ask for and remove the others; both counts."""
    made = 0
    for image in Image.objects.iterator():
        shown = Showing.objects.filter(image=image.name)
        cards = {*shown.values_list("focal_x", "focal_y")}
        try:
            made += sum(prepare(image, focal=focal) for focal in (None, *sorted(cards)))
        except NoPictureError:
            log.warning("The file of %s is missing or damaged.", image.name)
    return made, sweep()
