"""The bytes that are stored of a picture: upright, in sRGB, and nothing but pixels.

Every picture is encoded anew, so that nothing else can come along; the same file gives
the same bytes each time.
"""

import hashlib
import io
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import ImageCms, ImageOps, JpegImagePlugin

from images.embedded_metadata import words_in
from images.file_types import MOST_BYTES, SUFFIXES, RefusedPictureError, open_picture
from images.removals import is_bare, manifest_in, removals

ORIENTATION = 0x0112
UPRIGHT = 1
# Close to what came in, for whatever is made of it later; small is what renditions are.
# AVIF is quick enough to wait for, and says the same on every machine: tiles and a
# single thread would change its bytes.
OPTIONS = {
    "JPEG": {"optimize": True},
    "PNG": {},
    "WEBP": {"quality": 92, "method": 2},
    "AVIF": {"quality": 90, "speed": 9, "autotiling": False, "max_threads": 2},
}
LOSSLESS = {"lossless": True, "quality": 20, "method": 2}
# Modes with eight bits a colour, in which browsers show what we see.
PLAIN = ("1", "L", "LA", "P", "PA", "RGB", "RGBA")
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


@dataclass(frozen=True)
class CleanPicture:
    """A picture as it is stored, and what else its file held.

    `words` fill empty fields of its row; `removed` names what nobody gets, and
    `manifest` are its Content Credentials.
    """

    content: bytes
    kind: str
    width: int
    height: int
    transparent: bool
    words: dict[str, str]
    removed: list[str]
    manifest: bytes

    @property
    def name(self):
        return name_of(self.content, self.kind)


def name_of(content, kind):
    """The name under which these bytes are kept."""
    return f"images/{hashlib.sha256(content).hexdigest()}{SUFFIXES[kind]}"


def clean(content, *, src=""):
    """What to store of a file.

    One that is named by its own bytes and holds nothing but a picture is what we wrote
    once: it stays as it is, so that an export comes back hash for hash.
    """
    with open_picture(content) as (picture, kind):
        pixels, manifest = upright(picture), manifest_in(picture, content)
        words, removed = words_in(picture), removals(picture, manifest)
        ours = src == name_of(content, kind) and pixels is picture and not manifest
        if not ours or not is_bare(picture, content, kind):
            content = encode(pixels, kind, options_for(picture, kind, content))
        if len(content) > MOST_BYTES:  # An import of our own export would be refused.
            message = _("It would take more than 20 MB here: save it smaller.")
            raise RefusedPictureError(message)
        return CleanPicture(
            content=content,
            kind=kind,
            width=pixels.width,
            height=pixels.height,
            transparent=is_transparent(pixels),
            words=words,
            removed=removed,
            manifest=manifest,
        )


def options_for(picture, kind, content):
    """How to encode a picture anew: with the losses that it has, and hardly a new one.

    A JPEG's own tables add the least noise, and make its file no larger.
    """
    if kind == "WEBP" and re.search(rb"VP8[ L]", content)[0] == b"VP8L":
        return LOSSLESS
    if picture.format in ("JPEG", "MPO"):
        tables = [*picture.quantization.values()][:2]
        sampling = JpegImagePlugin.get_sampling(picture)
        return OPTIONS[kind] | {"qtables": tables, "subsampling": sampling}
    return OPTIONS[kind]


def encode(pixels, kind, options):
    """The pixels alone: encoders write what they find here, and need but this of it."""
    pixels.info = {k: v for k, v in pixels.info.items() if k == "transparency"}
    out = io.BytesIO()
    pixels.save(out, kind, **options)
    return out.getvalue()


def upright(picture):
    """The picture as it is looked at: turned, in sRGB; itself if it is so already."""
    if orientation(picture) != UPRIGHT:
        picture = ImageOps.exif_transpose(picture)
    picture = in_srgb(picture)
    if picture.mode.startswith("I"):  # 16 bits of grey, of which readers see 8.
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    return picture if picture.mode in PLAIN else picture.convert("RGB")


def orientation(picture):
    try:
        return picture.getexif().get(ORIENTATION, UPRIGHT)
    except Exception:  # What a camera wrote may be as broken as any other part.
        return UPRIGHT


def in_srgb(picture):
    """The same colours in sRGB; as they are if no profile says otherwise, or fits."""
    try:
        profile = ImageCms.getOpenProfile(io.BytesIO(picture.info["icc_profile"]))
        if "sRGB" in ImageCms.getProfileDescription(profile):
            return picture
        if picture.mode in ("P", "PA", "LA"):
            picture = picture.convert("RGBA" if is_transparent(picture) else "RGB")
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(picture, profile, SRGB, outputMode=mode)
    except (KeyError, OSError, TypeError, ValueError, ImageCms.PyCMSError):
        return picture


def is_transparent(picture):
    """Whether something behind the picture would be seen through it."""
    if not picture.has_transparency_data:
        return False
    least, _most = picture.convert("RGBA").getchannel("A").getextrema()
    return least < 255
