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


def box(name, content):
    return struct.pack(">I", 8 + len(content)) + name + content


def credentials(size=100):
    """A C2PA manifest store, of which no more than its head is ever looked at."""
    kind = bytes.fromhex("6332706100110010800000AA00389B71")
    return box(b"jumb", box(b"jumd", kind + b"\3c2pa\0") + box(b"cbor", bytes(size)))


def credentialed(kind, store):
    """A picture that comes with a manifest store, where its format has it."""
    content = encoded(scene(), kind)
    if kind == "JPEG":
        return content[:2] + b"".join(segments(store)) + content[2:]
    if kind == "PNG":
        return content[:33] + chunk(b"caBX", store) + content[33:]
    if kind == "AVIF":
        place = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
        return content + box(b"uuid", place + b"\0\0\0\0manifest\0" + store)
    content = encoded(scene(), kind, exif=Pillow.Exif().tobytes())
    content += b"C2PA" + struct.pack("<I", len(store)) + store
    content += b"\0" * (len(store) % 2)
    return content[:4] + struct.pack("<I", len(content) - 8) + content[8:]


def segments(store, most=60_000):
    """A box in segments of a JPEG: each says which it is, and begins like the first."""
    parts = [store[at : at + most] for at in range(8, len(store), most)]
    for number, part in enumerate(parts, 1):
        said = b"JP\0\1" + struct.pack(">I", number) + store[:8] + part
        yield b"\xff\xeb" + struct.pack(">H", len(said) + 2) + said


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


def deep(colour):
    """A PNG of sixteen bits a colour, four dots wide and high, that packs nothing."""
    head = struct.pack(">IIBBBBB", 4, 4, 16, 2, 0, 0, 0)
    rows = (b"\0" + struct.pack(">3H", *colour) * 4) * 4
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    return start + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")


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
