"""The bytes that are stored of a picture: upright, in sRGB, and nothing but pixels."""

import hashlib
import io
from dataclasses import dataclass

from PIL import Image as Pillow
from PIL import ImageCms, ImageOps

from stories.pictures.anatomy import is_bare, stripped
from stories.pictures.reading import SUFFIXES, opened
from stories.pictures.words import words_in

ORIENTATION = 0x0112
UPRIGHT = 1
# Modes with eight bits a colour, in which browsers show what we see.
PLAIN = ("1", "L", "LA", "P", "PA", "RGB", "RGBA")
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


@dataclass(frozen=True)
class Cleaned:
    """A picture as it is stored, and what its file said in words."""

    content: bytes
    kind: str
    width: int
    height: int
    transparent: bool
    words: dict[str, str]

    @property
    def name(self):
        return name_of(self.content, self.kind)


def name_of(content, kind):
    """The name under which these bytes are kept."""
    return f"images/{hashlib.sha256(content).hexdigest()}{SUFFIXES[kind]}"


def cleaned(content, *, src=""):
    """What to store of a file; as it came if it is named by its own bytes already."""
    with opened(content) as (picture, kind):
        pixels = upright(picture)
        stored = content
        if src != name_of(content, kind):
            stored = cleansed(content, kind, pixels, moved=pixels is not picture)
        return Cleaned(
            content=stored,
            kind=kind,
            width=pixels.width,
            height=pixels.height,
            transparent=is_transparent(pixels),
            words=words_in(picture),
        )


def cleansed(content, kind, pixels, *, moved):
    """The file without what isn't its picture; encoded anew only if it must be."""
    if not moved:
        if is_bare(content, kind):
            return content
        bare = stripped(content, kind) if kind != "AVIF" else b""
        if bare and is_bare(bare, kind) and opens(bare):
            return bare
    return encoded(pixels, kind, lossless=b"VP8L" in content[:40])


def opens(content):
    """Whether nothing was lost that a decoder needs; a small look is enough."""
    try:
        picture = Pillow.open(io.BytesIO(content), formats=[*SUFFIXES])
        picture.draft(None, (1, 1))
        picture.load()
    except Exception:  # As when it was first decoded: anything may be wrong.
        return False
    return True


def encoded(pixels, kind, *, lossless):
    """The pixels alone, in the format that they came in and close to what they were."""
    pixels = pixels.convert("RGBA" if is_transparent(pixels) else "RGB")
    pixels.info = {}  # Some encoders write what they find here.
    options = {
        "JPEG": {"quality": 92, "optimize": True},
        "PNG": {},
        "WEBP": {"lossless": True} if lossless else {"quality": 92},
        "AVIF": {"quality": 90},
    }[kind]
    out = io.BytesIO()
    pixels.save(out, kind, **options)
    return out.getvalue()


def upright(picture):
    """The picture as it is looked at: turned, in sRGB; itself if it is so already."""
    if orientation(picture) != UPRIGHT:
        picture = ImageOps.exif_transpose(picture)
    if (profile := foreign_profile(picture)) is not None:
        picture = in_srgb(picture, profile)
    if picture.mode.startswith("I"):  # 16 bits of grey, of which readers see 8.
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    return picture if picture.mode in PLAIN else picture.convert("RGB")


def orientation(picture):
    try:
        return picture.getexif().get(ORIENTATION, UPRIGHT)
    except Exception:  # What a camera wrote may be as broken as any other part.
        return UPRIGHT


def foreign_profile(picture):
    """The colour profile of a picture, unless it has none or says sRGB."""
    try:
        profile = ImageCms.getOpenProfile(io.BytesIO(picture.info["icc_profile"]))
        said = ImageCms.getProfileDescription(profile)
    except (KeyError, OSError, TypeError, ImageCms.PyCMSError):
        return None
    return None if "sRGB" in said else profile


def in_srgb(picture, profile):
    """The same colours in sRGB; as they are if the profile doesn't fit the picture."""
    if picture.mode in ("P", "PA", "LA"):
        picture = picture.convert("RGBA" if is_transparent(picture) else "RGB")
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        return ImageCms.profileToProfile(picture, profile, SRGB, outputMode=mode)
    except (ValueError, ImageCms.PyCMSError):
        return picture


def is_transparent(picture):
    """Whether something behind the picture would be seen through it."""
    if not picture.has_transparency_data:
        return False
    least, _most = picture.convert("RGBA").getchannel("A").getextrema()
    return least < 255
