"""What a file really is, by its bytes alone: a still picture, or why it is refused."""

import io
from contextlib import contextmanager
from threading import Lock

from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import UnidentifiedImageError

SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "AVIF": ".avif"}
ENDINGS = ("jpg", "jpeg", "jpe", "jfif", "png", "webp", "avif", "gif")
# Stored as what loses nothing of them, and is no larger.
STORED_AS = {"MPO": "JPEG", "GIF": "PNG"}
MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 50_000_000
MOST_SIDE = 16_383  # What a WebP can have.

# Pictures that browsers don't all show, by how their files begin.
OTHERS = {
    b"BM": "BMP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"%PDF": "PDF",
    b"8BPS": "PSD",
}
HEIC = (b"ftyphei", b"ftyphev", b"ftypmif1", b"ftypmsf1")

# A large picture takes some hundred megabytes while it is open: one at a time.
ONE_AT_A_TIME = Lock()


class RefusedPictureError(Exception):
    """The file isn't a picture that we can show; the message says why."""


def refuse_name(name, content):
    """What calls itself something else than a picture may be meant for others.

    What its first bytes say is a kind of picture that we don't take is called that.
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending and ending not in ENDINGS:
        words = _("Its name ends in .%(ending)s, which is no picture.")
        raise RefusedPictureError(other_kind(content) or words % {"ending": ending})


@contextmanager
def open_picture(content, least=None):
    """The picture with its first frame decoded, and the format to store it in.

    `least`: so many pixels on each side are enough, which can save time and memory.
    """
    refuse_size(content)
    with ONE_AT_A_TIME, io.BytesIO(content) as file:
        picture = decode(file, content, least)
        yield picture, STORED_AS.get(picture.format, picture.format)


def decode(file, content, least):
    """The picture with its pixels read; any decoder's fault is RefusedPictureError."""
    try:
        picture = Pillow.open(file, formats=[*SUFFIXES, "GIF"])
        refuse_shape(picture)
        if least:
            picture.draft(None, (least, least))
        picture.load()
        drop_texts(picture)
    except RefusedPictureError:
        raise
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning):
        refuse_pixels()
    except UnidentifiedImageError:
        words = _("This isn't a JPEG, PNG, WebP, AVIF or GIF picture.")
        raise RefusedPictureError(other_kind(content) or words) from None
    except Exception:  # Some files are made to break decoders, each in its own way.
        raise RefusedPictureError(_("The picture is damaged or cut short.")) from None
    return picture


def drop_texts(picture):
    """Texts of a PNG may be called like what Pillow itself tells of a picture."""
    for name in getattr(picture, "text", ()):
        if not name.startswith("Raw profile"):  # EXIF as old programs wrote it
            picture.info.pop(name, None)


def refuse_size(content):
    if not content:
        raise RefusedPictureError(_("The file is empty."))
    if len(content) > MOST_BYTES:
        raise RefusedPictureError(_("The file is larger than 20 MB."))


def refuse_shape(picture):
    """What the head of the file says, before anything is unpacked."""
    if picture.width * picture.height > MOST_PIXELS:
        refuse_pixels()
    if max(picture.size) > MOST_SIDE:
        raise RefusedPictureError(_("One of its sides has more than 16,383 pixels."))
    # A phone's picture may bring a second one, for depth or brightness: it has no use.
    if picture.format != "MPO" and getattr(picture, "is_animated", False):
        raise RefusedPictureError(
            _("This picture moves. Readers get still ones: save one frame of it.")
        )


def refuse_pixels():
    raise RefusedPictureError(_("It has more than 50 million pixels.")) from None


def other_kind(content):
    """What to do with a picture of a kind that we don't take; nothing for others."""
    head = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<svg") or (head.startswith(b"<") and b"<svg" in head):
        return _("SVG drawings can carry scripts. Save it as PNG and upload that.")
    names = [name for start, name in OTHERS.items() if content.startswith(start)]
    names += ["HEIC"] if content[4:].startswith(HEIC) else []
    if names:
        return _(
            "This is a %(kind)s file, which not every browser shows. Save it as JPEG, "
            "PNG, WebP or AVIF and upload that."
        ) % {"kind": names[0]}
    return ""
