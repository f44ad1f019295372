"""What a picture file is made of, piece by piece, and which pieces are its pixels.

Pure. Cameras, phones and programs write much else into a file: where it was taken, the
picture before it was cut, another file behind its end. Only what is listed here stays.
"""

import re
from collections.abc import Iterator

# A piece: its bytes, and whether it is needed to show the picture.
Piece = tuple[bytes, bool]

# Markers of a JPEG and the most bytes that they need: frames, tables, scans, restarts.
MOST = 65_535
JPEG = dict.fromkeys((0xC0, 0xC1, 0xC2, 0xC4, 0xDA, 0xDB, 0xDD), MOST)
JPEG |= {0xE0: 16, 0xEE: 14}  # JFIF without its thumbnail, and Adobe's kind of colour.
END_OF_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7]")
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG = {b"IHDR": 13, b"PLTE": 768, b"tRNS": 256, b"IDAT": 2**31, b"IEND": 0}
PNG |= {b"sRGB": 1, b"pHYs": 9, b"sBIT": 4, b"bKGD": 6}
WEBP = (b"VP8 ", b"VP8L", b"VP8X", b"ALPH")
AVIF = (b"ftyp", b"meta", b"mdat")
# Items in an AVIF's table of contents that aren't pixels, and a colour profile.
FOREIGN = re.compile(rb"infe.{8,10}?(?:Exif|mime)|colr(?:prof|rICC)", re.DOTALL)


def pieces(content: bytes, kind: str) -> Iterator[Piece]:
    """Every byte of the file, in pieces; what stands behind its end is not needed."""
    return {"JPEG": of_jpeg, "PNG": of_png, "WEBP": of_webp, "AVIF": of_avif}[kind](
        content
    )


def is_bare(content: bytes, kind: str) -> bool:
    """Whether a file holds nothing but its picture."""
    return all(needed for _piece, needed in pieces(content, kind))


def stripped(content: bytes, kind: str) -> bytes:
    """The file without what isn't its picture; its pixels are the same.

    Of an AVIF no piece can be taken out alone: others count the bytes before them.
    """
    kept = b"".join(piece for piece, needed in pieces(content, kind) if needed)
    return whole_webp(kept) if kind == "WEBP" else kept


def of_jpeg(content: bytes) -> Iterator[Piece]:
    yield content[:2], True
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker, size = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if marker == 0xD9:
            break
        end = min(at + 2 + size, len(content))
        if marker == 0xDA:
            found = END_OF_SCAN.search(content, end)
            end = found.start() if found else len(content)
        yield content[at:end], size <= JPEG.get(marker, 0)
        at = end
    yield content[at : at + 2], content[at : at + 2] == b"\xff\xd9"
    if at + 2 < len(content):
        yield content[at + 2 :], False


def of_png(content: bytes) -> Iterator[Piece]:
    yield content[:8], content[:8] == PNG_SIGNATURE
    at, name = 8, b""
    while at + 12 <= len(content) and name != b"IEND":
        size, name = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        yield content[at : at + 12 + size], size <= PNG.get(name, -1)
        at += 12 + size
    if at < len(content):
        yield content[at:], False


def of_webp(content: bytes) -> Iterator[Piece]:
    end = min(8 + int.from_bytes(content[4:8], "little"), len(content))
    yield content[:12], True
    at = 12
    while at + 8 <= end:
        name, size = (
            content[at : at + 4],
            int.from_bytes(content[at + 4 : at + 8], "little"),
        )
        yield content[at : at + 8 + size + size % 2], name in WEBP
        at += 8 + size + size % 2
    if at < len(content):
        yield content[at:], False


def whole_webp(kept: bytes) -> bytes:
    """With the size that its pieces have, and no promise of pieces that are gone."""
    made = bytearray(kept)
    made[4:8] = (len(kept) - 8).to_bytes(4, "little")
    if made[12:16] == b"VP8X":
        made[20] &= 0x10  # Of its flags only the one for transparency.
    return bytes(made)


def of_avif(content: bytes) -> Iterator[Piece]:
    at = 0
    while at + 8 <= len(content):
        size, name = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        if size == 1:
            size = int.from_bytes(content[at + 8 : at + 16])
        end = at + size if size >= 8 else len(content)
        box = content[at:end]
        yield box, name in AVIF and not (name == b"meta" and FOREIGN.search(box))
        at = end
    if at < len(content):
        yield content[at:], False
