"""Makes the renditions that readers get. They are derived: lost ones are made again.

The folder `renditions/` mirrors `images/`; a picture's sizes lie below its name.
"""

import io
import logging
import math
import time
from contextlib import contextmanager

from PIL import Image as Pillow

from images.file_types import SUFFIXES, RefusedPictureError, open_picture
from images.image_store import discard, keep
from images.models import Image
from images.renditions import all_renditions, box, scaled_size

FOLDER = "renditions"
KINDS = {suffix[1:]: kind for kind, suffix in SUFFIXES.items()}
OPTIONS = {
    "AVIF": {"quality": 58, "speed": 6},
    "WEBP": {"quality": 78, "method": 4},
    "JPEG": {"quality": 80, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
}
log = logging.getLogger(__name__)


class NoPictureError(Exception):
    """The file of a picture is missing, or is none any more."""


def folder_of(image):
    return image.name.replace("images", FOLDER, 1)


def rendition(image, asked, *, kept=True):
    """The bytes of one rendition, made if it isn't there."""
    name = f"{folder_of(image)}/{asked.name}"
    found = read_stored(image, name)
    if found is not None:
        return found
    with pixels_of(image, [asked]) as pixels:
        made = encode(pixels, size_of(image), asked)
    if kept:
        store(image, name, made)
    return made


def prepare(image, *, focal=None, within=math.inf):
    """Make what is missing, as far as there is time; returns how many were made."""
    until, count = time.monotonic() + within, 0
    wanted = missing_renditions(
        image, all_renditions(size_of(image), image.transparent, focal)
    )
    if not wanted:
        return 0
    with pixels_of(image, wanted) as pixels:
        for asked in wanted:
            if time.monotonic() >= until:
                break
            made = encode(pixels, size_of(image), asked)
            store(image, f"{folder_of(image)}/{asked.name}", made)
            count += 1
    return count


def missing_renditions(image, wanted):
    storage, folder = image.file.storage, folder_of(image)
    return [item for item in wanted if not storage.exists(f"{folder}/{item.name}")]


def original(image):
    """The picture as large as it is stored: nothing but pixels, for everybody."""
    content = read_stored(image, image.name)
    if content is None:
        raise NoPictureError(image.name)
    return content


@contextmanager
def pixels_of(image, wanted):
    """The picture, with as many pixels as the largest of these needs."""
    share = max(asked.width / across(image, asked.focal) for asked in wanted)
    least = math.ceil(max(size_of(image)) * share)
    try:
        with open_picture(original(image), least) as (picture, _kind):
            yield picture
    except RefusedPictureError:
        raise NoPictureError(image.name) from None


def size_of(image):
    return image.width, image.height


def across(image, focal):
    """How many of a picture's pixels lie across what is shown of it."""
    left, _top, right, _bottom = box(size_of(image), focal)
    return right - left


def encode(pixels, size, asked):
    """One size of a picture in one format, without a word of where it came from."""
    kind = KINDS[asked.suffix]
    clear = pixels.has_transparency_data and kind != "JPEG"
    made = pixels.convert("RGBA" if clear else "RGB").resize(
        scaled_size(size, asked),
        Pillow.Resampling.LANCZOS,
        box=box(pixels.size, asked.focal),
        reducing_gap=3.0,
    )
    made.info = {}
    out = io.BytesIO()
    made.save(out, kind, **OPTIONS[kind])
    return out.getvalue()


def read_stored(image, name):
    try:
        with image.file.storage.open(name) as file:
            return file.read()
    except OSError:
        return None


def store(image, name, content):
    """Keep what was made. A full disk costs time at the next request, not a picture."""
    try:
        keep(image.file.storage, name, content)
    except OSError as error:
        log.warning("The rendition %s could not be kept: %s", name, error)


def sweep():
    """Remove the renditions of pictures that we don't have; returns how many."""
    storage = Image._meta.get_field("file").storage
    known = {
        name.rpartition("/")[2] for name in Image.objects.values_list("name", flat=True)
    }
    if not storage.exists(FOLDER):
        return 0
    folders, _files = storage.listdir(FOLDER)
    return sum(
        empty_folder(storage, f"{FOLDER}/{name}")
        for name in folders
        if name not in known
    )


def empty_folder(storage, folder):
    _folders, files = storage.listdir(folder)
    for file in files:
        storage.delete(f"{folder}/{file}")
    storage.delete(folder)
    return len(files)


def forget(image):
    """Remove the picture and all that lies beside it, unless it is here again."""
    if Image.objects.filter(name=image.name).exists():
        return
    discard(image)
    storage = image.file.storage
    if storage.exists(folder_of(image)):
        empty_folder(storage, folder_of(image))
