"""What a file holds beside its picture. None of it is stored; the desk is told of it.

Content Credentials (C2PA) say who made a picture and with what: they are read here, to
be kept in a file of their own.
"""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import IptcImagePlugin

from images.embedded_metadata import read_fields

LABELS = {
    "camera": gettext_lazy("camera"),
    "place": gettext_lazy("where it was taken"),
    "time": gettext_lazy("when it was taken"),
    "rights": gettext_lazy("author and copyright"),
    "comments": gettext_lazy("comments"),
    "credentials": gettext_lazy("Content Credentials (the desk keeps them)"),
    "other": gettext_lazy("other data"),
}
DETAILS, PLACE, LATITUDE = 0x8769, 0x8825, 2
# Where each is written: tags of EXIF, fields of IPTC, names in XMP.
SIGNS = {
    "camera": ({0x010F, 0x0110, 0xA431, 0xA434}, (), rb"tiff:M(ake|odel)|aux:"),
    "place": ({PLACE}, {(2, 90), (2, 92), (2, 101)}, rb"exif:GPSL|photoshop:City"),
    "time": ({0x0132, 0x9003}, {(2, 55)}, rb"DateTimeOriginal|photoshop:DateCreated"),
    "rights": (
        *({0x013B, 0x8298}, {(2, 80), (2, 110), (2, 116)}),
        rb"dc:(creator|rights)|photoshop:Credit",
    ),
    "comments": ({0x010E, 0x9286}, {(2, 120)}, rb"dc:description"),
}
# What a decoder tells of pixels and of nothing else.
OF_PIXELS = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "adobe", "dpi"}
OF_PIXELS |= {"adobe_transform", "progressive", "progression", "transparency", "loop"}
OF_PIXELS |= {"background", "timestamp", "duration", "version", "gamma", "srgb"}
OF_PIXELS |= {"chromaticity", "interlace", "aspect", "extension"}
APPLIED = {0x0112, 0x011A, 0x011B, 0x0128}  # which way is up, and dots an inch
# Segments of a JPEG: what every one begins with, and where the above are written.
HEADS, USUAL = {"APP0", "APP14"}, {"APP1", "APP2", "APP13"}
# How a C2PA manifest store begins, after its size and `jumb`, and a size again.
STORE = b"jumdc2pa\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71"


def in_words(removed):
    """The sentence for the desk, of keys of LABELS; nothing if there are none."""
    what = ", ".join(str(LABELS[name]) for name in removed)
    return _("Removed from the file: %(what)s.") % {"what": what} if what else ""


def removals(picture, manifest):
    """The keys of LABELS for what an opened file holds, and readers never get."""
    tags = read_fields(tags_of, picture).keys()
    fields = read_fields(IptcImagePlugin.getiptcinfo, picture).keys()
    packet = picture.info.get("xmp", b"")
    found = [
        name
        for name, (exif, iptc, xmp) in SIGNS.items()
        if not tags.isdisjoint(exif)
        or not fields.isdisjoint(iptc)
        or re.search(xmp, packet)
    ]
    if "comments" not in found and comments(picture):
        found.append("comments")
    if manifest:
        found.append("credentials")
    unknown = {*picture.info} - OF_PIXELS - {"exif", "icc_profile"}
    unknown |= (tags - APPLIED) | (segments(picture) - USUAL)
    return found or (["other"] if unknown or private_chunks(picture) else [])


def tags_of(picture):
    """The tags of EXIF that say something; a place without its latitude doesn't."""
    exif = picture.getexif()
    tags = dict(exif) | exif.get_ifd(DETAILS)
    if LATITUDE not in exif.get_ifd(PLACE):
        tags.pop(PLACE, None)
    return tags


def comments(picture):
    """Words that stand in a JPEG, a GIF or a PNG in fields of their own."""
    texts = {*getattr(picture, "text", ())} - {"XML:com.adobe.xmp"}
    return picture.info.get("comment") or texts


def segments(picture):
    """The kinds of segments of a JPEG, but for the short heads that each has."""
    listed = getattr(picture, "applist", ())
    return {name for name, said in listed if name not in HEADS or len(said) > 14}


def private_chunks(picture):
    """Chunks of a PNG that only some programs know."""
    return getattr(picture, "private_chunks", ())


def is_bare(picture, content, kind):
    """Whether a file holds nothing but its picture: those that we wrote do."""
    listed = {*picture.info} - OF_PIXELS or segments(picture) or private_chunks(picture)
    if listed or comments(picture):
        return False
    ends = {"JPEG": b"\xff\xd9", "PNG": b"IEND\xaeB`\x82"}
    if kind in ends:
        return content.endswith(ends[kind])
    if kind == "WEBP":
        return int.from_bytes(content[4:8], "little") == len(content) - 8
    pixels = content.find(b"mdat") - 4
    return int.from_bytes(content[pixels : pixels + 4]) == len(content) - pixels


def manifest_in(picture, content):
    """The C2PA manifest store of a file, byte for byte; nothing if it has none.

    A JPEG has it in segments, whose heads say again which box they belong to; in a PNG,
    a WebP or an AVIF it stands in one piece.
    """
    boxes = {}
    for name, segment in getattr(picture, "applist", ()):
        if name == "APP11" and segment.startswith(b"JP"):
            box = boxes.setdefault(segment[2:4], [])
            box.append(segment[16 if box else 8 :])
    content = b"".join(b"".join(box) for box in boxes.values()) if boxes else content
    start = content.find(STORE) - 12
    if start < 0 or content[start + 4 : start + 8] != b"jumb":
        return b""
    size = int.from_bytes(content[start : start + 4])
    return content[start : start + size]
