"""Makes every rendition that the pages of the paper ask for, and removes the others."""

import logging

from images.models import Image
from images.rendition_files import NoPictureError, prepare, sweep
from stories.models.showing import Showing

log = logging.getLogger(__name__)


def rebuild():
    """Make every missing rendition, remove those of no picture; returns both counts."""
    made = sum(prepare_sizes(image) for image in Image.objects.iterator())
    return made, sweep()


def prepare_sizes(image):
    try:
        cards = {
            *Showing.objects.filter(image=image.name).values_list("focal_x", "focal_y")
        }
        return sum(prepare(image, focal=focal) for focal in (None, *sorted(cards)))
    except NoPictureError:
        log.warning("The file of %s is missing or damaged.", image.name)
        return 0
