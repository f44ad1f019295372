"""Which pieces of a picture file are its pixels: every byte of it is in one piece."""

import pytest

from stories.pictures.anatomy import is_bare, pieces, stripped

PNG = b"\x89PNG\r\n\x1a\n"


def segment(marker, size):
    """A segment of a JPEG; its size counts its own two bytes."""
    return bytes([0xFF, marker]) + size.to_bytes(2) + b"x" * (size - 2)


def chunk(name, size):
    """A chunk of a PNG, with four bytes of a checksum."""
    return size.to_bytes(4) + name + b"x" * size + b"sum!"


def riff(*parts, size=0):
    """A WebP of these parts, that says to be so long."""
    whole = b"WEBP" + b"".join(parts)
    return b"RIFF" + (size or len(whole)).to_bytes(4, "little") + whole


def part(name, body):
    return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)


def box(name, body=b""):
    """A box of an AVIF."""
    return (8 + len(body)).to_bytes(4) + name + body


def found(content, kind):
    """The pieces of a file that are kept, and those that are not."""
    made = [*pieces(content, kind)]
    assert b"".join(piece for piece, _needed in made) == content
    assert is_bare(content, kind) == all(needed for _piece, needed in made)
    return [(piece, bool(needed)) for piece, needed in made]


@pytest.mark.parametrize(
    ("marker", "size", "kept"),
    [
        *((marker, 40, True) for marker in (0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD)),
        *((marker, 40, False) for marker in (0xC3, 0xE1, 0xE2, 0xED, 0xFE)),
        (0xC4, 65_535, True),
        (0xE0, 16, True),  # JFIF; one that is longer has a picture of its own in it.
        (0xE0, 17, False),
        (0xEE, 14, True),
        (0xEE, 15, False),
        (0xE1, 2, False),
    ],
)
def test_a_jpeg_keeps_its_frames_tables_and_short_headers(marker, size, kept):
    one = segment(marker, size)
    content = b"\xff\xd8" + one + b"\xff\xd9"

    assert found(content, "JPEG") == [
        (b"\xff\xd8", True),
        (one, kept),
        (b"\xff\xd9", True),
    ]
    assert stripped(content, "JPEG") == b"\xff\xd8" + one * kept + b"\xff\xd9"


def test_a_scan_goes_on_to_the_next_marker_that_is_none_of_its_own():
    scan = segment(0xDA, 12) + b"a\xff\x00b\xff\xd0c\xff\xd7d"
    start, end, table = b"\xff\xd8", b"\xff\xd9", segment(0xC4, 20)

    assert found(start + scan + table + scan + end + b"tail", "JPEG") == [
        *((start, True), (scan, True), (table, True), (scan, True), (end, True)),
        (b"tail", False),
    ]
    assert found(start + scan, "JPEG") == [(start, True), (scan, True), (b"", False)]
    assert found(start + table[:-1], "JPEG")[1] == (table[:-1], True)
    assert found(start + segment(0xDB, 2), "JPEG")[1] == (b"\xff\xdb\0\2", True)
    assert found(start + b"\xff\xd8x", "JPEG")[1:] == [
        (b"\xff\xd8", False),
        (b"x", False),
    ]
    assert found(start + b"other", "JPEG")[1:] == [(b"ot", False), (b"her", False)]


@pytest.mark.parametrize(
    ("name", "most"),
    [
        *((b"IHDR", 13), (b"PLTE", 768), (b"tRNS", 256), (b"sRGB", 1)),
        *((b"pHYs", 9), (b"sBIT", 4), (b"bKGD", 6)),
    ],
)
def test_a_png_keeps_what_shows_it_up_to_its_size(name, most):
    whole, more = chunk(name, most), chunk(name, most + 1)

    assert found(PNG + whole + more, "PNG") == [
        (PNG, True),
        (whole, True),
        (more, False),
    ]


def test_a_png_ends_at_its_end():
    pixels, text, end = chunk(b"IDAT", 900), chunk(b"tEXt", 0), chunk(b"IEND", 0)

    assert found(PNG + text + pixels + end + pixels, "PNG") == [
        *((PNG, True), (text, False), (pixels, True), (end, True)),
        (pixels, False),
    ]
    assert found(PNG + chunk(b"IEND", 1), "PNG")[1] == (chunk(b"IEND", 1), False)
    assert found(PNG + end[:-1], "PNG")[1] == (end[:-1], False)
    assert found(PNG[:-1] + b"x", "PNG") == [(PNG[:-1] + b"x", False)]
    assert stripped(PNG + text + pixels + end + b"x", "PNG") == PNG + pixels + end


def test_a_webp_keeps_its_pixels_and_says_how_long_it_is_then():
    pixels, alpha = part(b"VP8 ", b"odd"), part(b"ALPH", b"even")
    exif, lossless = part(b"EXIF", b"where"), part(b"VP8L", b"")
    content = riff(exif, alpha, pixels, lossless) + b"tail"

    assert found(content, "WEBP") == [
        (content[:12], True),
        *((exif, False), (alpha, True), (pixels, True), (lossless, True)),
        (b"tail", False),
    ]
    assert stripped(content, "WEBP") == riff(alpha, pixels, lossless)


def test_a_webp_is_read_to_the_end_that_it_has_and_says():
    pixels, rest = part(b"VP8 ", b"pixels"), part(b"VP8L", b"more")
    short = riff(pixels, rest, size=4 + len(pixels))

    assert found(short, "WEBP")[1:] == [(pixels, True), (rest, False)]
    assert found(riff(pixels, size=9999), "WEBP")[1:] == [(pixels, True)]
    assert found(riff(pixels, b"VP8L\0\0\0"), "WEBP")[1:] == [
        (pixels, True),
        (b"VP8L\0\0\0", False),
    ]


def test_a_webp_promises_nothing_that_is_gone_but_transparency():
    plain = part(b"VP8X", b"\0" * 10)
    flags, clear = (part(b"VP8X", bytes([n]) + b"\0" * 9) for n in (0xFF, 0x10))
    pixels = part(b"VP8L", b"\xff" * 10)

    assert stripped(riff(flags, pixels), "WEBP") == riff(clear, pixels)
    assert stripped(riff(plain, pixels), "WEBP") == riff(plain, pixels)
    assert stripped(riff(pixels), "WEBP") == riff(pixels)


@pytest.mark.parametrize(
    "foreign",
    [
        b"infe" + b"12345678" + b"Exif",
        b"infe" + b"1234567890" + b"mime",
        b"colrprof",
        b"colrrICC",
    ],
)
def test_an_avif_is_its_kind_its_contents_and_its_pixels(foreign):
    kind, pixels = box(b"ftyp", b"avif"), box(b"mdat", foreign)
    contents, other = box(b"meta", b"infe1234567Exif colrnclx"), box(b"free")

    assert found(kind + contents + pixels + other + b"7 bytes", "AVIF") == [
        *((kind, True), (contents, True), (pixels, True), (other, False)),
        (b"7 bytes", False),
    ]
    assert found(box(b"meta", b"a" + foreign), "AVIF")[0][1] is False


def test_a_box_of_an_avif_may_say_its_size_in_eight_bytes_or_not_at_all():
    kind = box(b"ftyp")
    long = (1).to_bytes(4) + b"mdat" + (20).to_bytes(8) + b"four"
    last = (0).to_bytes(4) + b"mdat" + b"pixels"

    assert found(long + kind + last, "AVIF") == [
        (long, True),
        (kind, True),
        (last, True),
    ]
    vast = (1).to_bytes(4) + b"mdat" + (2**56 + 20).to_bytes(8) + b"four"
    assert found(vast + kind, "AVIF") == [(vast + kind, True)]
    assert found((7).to_bytes(4) + b"mdat" + kind, "AVIF")[0][1] is True
