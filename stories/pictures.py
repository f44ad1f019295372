"""Takes in picture files: looks at what they really are, names them by their bytes."""

import io
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


def take_in(content, **words):
    """The image of these bytes, stored once. `words` fill what the row leaves empty."""
    shape, (width, height) = looked_at(content)
    name = Image.name_of(content, SUFFIXES[shape])
    image = Image.objects.filter(name=name).first()
    if image is None:
        image = Image(name=name, width=width, height=height)
        if not image.file.storage.exists(name):
            image.file.storage.save(name, ContentFile(content))
        image.file.name = name
    for field, text in words.items():
        if text and not getattr(image, field):
            setattr(image, field, text)
    image.save()
    return image


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
    except (OSError, SyntaxError, ValueError, Warning):
        raise RefusedPictureError(_("The picture is damaged or cut short.")) from None
