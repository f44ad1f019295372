"""Pictures made on the spot: harmless ones, talkative ones, and some that break."""

import io
import struct
import zlib

from PIL import Image as Pillow
from PIL import ImageCms, ImageDraw

PLACE = "N 52.5163"


def scene(size=(60, 40), mode="RGB"):
    """A picture whose corners differ: red, green, blue, white."""
    picture = Pillow.new("RGB", size, "white")
    draw, (width, height) = ImageDraw.Draw(picture), size
    half = (width // 2 - 1, height // 2 - 1)
    draw.rectangle((0, 0, *half), "red")
    draw.rectangle((half[0] + 1, 0, width, half[1]), "lime")
    draw.rectangle((0, half[1] + 1, half[0], height), "blue")
    return picture.convert(mode)


def encoded(picture, kind="PNG", **options):
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def drawn(kind="PNG", size=(6, 4), colour="navy"):
    """The bytes of a picture of one colour."""
    return encoded(Pillow.new("RGB", size, colour), kind)


def talkative(kind="JPEG", size=(60, 40), **said):
    """A picture that says where, when and by whom it was taken, and which way is up."""
    words = {0x010E: "A port.", 0x013B: "A. Ruiz", 0x8298: "(c) The Lantern"}
    exif = Pillow.Exif()
    for tag, value in (words | {0x0110: PLACE} | said).items():
        exif[tag] = value
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (52.0, 30.0, 0.0)
    options = {} if kind in ("WEBP", "AVIF") else {"comment": PLACE}
    return encoded(scene(size), kind, exif=exif, **options)


def with_iptc(*fields):
    """A JPEG with these (record, dataset, bytes), as agencies send them."""
    said = b"".join(
        struct.pack(">BBBH", 0x1C, record, dataset, len(text)) + text
        for record, dataset, text in fields
    )
    block = b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(said)) + said
    block += b"\0" * (len(said) % 2)
    marker = b"Photoshop 3.0\0" + block
    segment = b"\xff\xed" + struct.pack(">H", len(marker) + 2) + marker
    plain = encoded(scene(), "JPEG")
    return plain[:2] + segment + plain[2:]


def moving(kind):
    frames = [Pillow.new("RGB", (6, 4), colour) for colour in ("navy", "red")]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:])


def from_a_phone():
    """A JPEG that brings a second picture, as phones write them."""
    frames = [scene(), scene((30, 20))]
    return encoded(frames[0], "MPO", save_all=True, append_images=frames[1:])


def chunk(name, content):
    whole = name + content
    return (
        struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))
    )


def bomb(width, height):
    """A PNG of a few bytes that says it has this many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    return start + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def in_swapped_colours(kind="JPEG"):
    """A picture with a profile by which its red is green, and its green red."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile.replace("sRGB".encode("utf-16-be"), "swap".encode("utf-16-be"))
    for old, new in ((b"rXYZ", b"????"), (b"gXYZ", b"rXYZ"), (b"????", b"gXYZ")):
        head, tail = profile[:400], profile[400:]
        profile = head.replace(old, new, 1) + tail
    return encoded(scene(), kind, icc_profile=profile)


def opened(content):
    picture = Pillow.open(io.BytesIO(content))
    picture.load()
    return picture
