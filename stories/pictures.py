"""Takes in picture files: looks at what they really are, names them by their bytes."""

import io
import os
import warnings

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import UnidentifiedImageError

from stories.models import Image

SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "AVIF": ".avif"}
MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 50_000_000


class RefusedPictureError(Exception):
    """The file isn't a picture that we can show; the message says why."""


def take_in(content, *, written=None, **words):
    """The image of these bytes, stored once. `words` fill what the row leaves empty.

    `written` collects the files that weren't there, for who may have to give them up.
    """
    shape, (width, height) = looked_at(content)
    name = Image.name_of(content, SUFFIXES[shape])
    image = Image.objects.filter(name=name).first()
    if image is None:
        image = Image(name=name, width=width, height=height)
        image.file.name = name
    for field, text in words.items():
        if text and not getattr(image, field):
            setattr(image, field, text)
    # The row comes first: another import of this picture waits until we are through.
    image.save()
    if keep(image.file.storage, name, content) and written is not None:
        written.append(image.file)
    return image


def keep(storage, name, content):
    """Store these bytes under their name; says whether nothing was there."""
    is_new = not storage.exists(name)
    if not is_new and same(storage, name, content):
        return False
    # A file appears whole or not at all, and one that was cut short is replaced.
    folder, _, last = name.rpartition("/")
    made = storage.save(f"{folder}/.{last}.part", ContentFile(content))
    try:
        os.replace(storage.path(made), storage.path(name))
    except NotImplementedError:  # No disk of ours: such a store saves all or nothing.
        storage.delete(made)
        storage.delete(name)
        storage.save(name, ContentFile(content))
    return is_new


def same(storage, name, content):
    if storage.size(name) != len(content):
        return False
    with storage.open(name) as file:
        return file.read() == content


def looked_at(content):
    """The format and size of a picture, after reading it to its end."""
    if len(content) > MOST_BYTES:
        raise RefusedPictureError(_("The file is larger than 20 MB."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            with Pillow.open(io.BytesIO(content), formats=[*SUFFIXES]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise RefusedPictureError(_("It has more than 50 million pixels."))
                picture.load()
                return picture.format, picture.size
    except (UnidentifiedImageError, Pillow.DecompressionBombError):
        message = _("This isn't a JPEG, PNG, WebP or AVIF picture.")
        raise RefusedPictureError(message) from None
    except (OSError, RuntimeError, SyntaxError, ValueError, Warning):
        raise RefusedPictureError(_("The picture is damaged or cut short.")) from None
