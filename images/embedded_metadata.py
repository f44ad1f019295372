"""What a picture's file says: caption, credit and copyright, from IPTC or EXIF.

Only an offer: cameras and programs fill these in, too.
"""

import re

from PIL import IptcImagePlugin

# The most characters of a field, where IPTC has it, and where EXIF has it.
FIELDS = {
    "caption": (2000, (2, 120), 0x010E),
    "licence": (300, (2, 116), 0x8298),
    "credit": (300, (2, 80), 0x013B),
}
AGENCY = (2, 110)
MACHINES = re.compile(
    r"(olympus|sony|minolta|konica|kodak|samsung) (dsc|digital|camera).*|dcim.*"
    r"|exif_jpeg_picture|default",
    re.IGNORECASE,
)


def words_in(picture):
    """Words for the empty fields of an image."""
    exif, iptc = (
        read_fields(picture.getexif),
        read_fields(IptcImagePlugin.getiptcinfo, picture),
    )
    words = {
        field: text(iptc.get(there)) or text(exif.get(tag))
        for field, (_most, there, tag) in FIELDS.items()
    }
    names = [words["credit"], text(iptc.get(AGENCY))]
    words["credit"] = "/".join(dict.fromkeys(filter(None, names)))
    return {field: said[: FIELDS[field][0]].strip() for field, said in words.items()}


def read_fields(reader, *args):
    """What the file has, or nothing: unreadable words are not worth a refusal."""
    try:
        return dict(reader(*args) or {})
    except Exception:
        return {}


def text(value):
    """A value as text; where there are several, the first."""
    value = value[0] if isinstance(value, list | tuple) and value else value
    if isinstance(value, str):  # EXIF is read as Latin-1, and often isn't.
        value = value.encode("latin-1", "replace")
    if not isinstance(value, bytes):
        return ""
    value = in_letters(value)
    said = " ".join(value.replace("\0", " ").split())
    return "" if MACHINES.fullmatch(said) else said


def in_letters(value):
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
