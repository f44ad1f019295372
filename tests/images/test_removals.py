"""What a file holds beside its picture: found, told at every door, and never stored."""

import pytest
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo

from images.image_store import manifest_name, take_in
from images.removals import LABELS, in_words
from images.sanitizer import clean, name_of
from tests.support import photos

KINDS = ("JPEG", "PNG", "WEBP", "AVIF")


def shot(kind="JPEG", tags=(), details=(), place=(), **said):
    """A picture with these tags of EXIF."""
    exif = Pillow.Exif()
    for number, more in ((0x8769, details), (0x8825, place)):
        if more:
            exif.get_ifd(number).update(more)
    exif.update(tags)
    return photos.encoded(photos.scene(), kind, exif=exif, **said)


def with_text(key):
    said = PngInfo()
    said.add_itxt(key, "Said.")
    return photos.encoded(photos.scene(), "PNG", pnginfo=said)


def with_xmp(name, kind="JPEG"):
    packet = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><{name}>1</{name}></x:xmpmeta>'
    return photos.encoded(photos.scene(), kind, xmp=packet.encode())


def with_iptc(dataset):
    return photos.with_iptc((2, dataset, b"Said"))


@pytest.mark.parametrize(
    ("content", "removed"),
    [
        *((photos.drawn(kind), []) for kind in (*KINDS, "GIF")),
        (photos.in_swapped_colours(), []),
        (shot(tags={0x0112: 6, 0x011A: 300.0}), []),
        (shot(tags={0x010F: "Make"}), ["camera"]),
        (shot(tags={0x0110: "Model"}), ["camera"]),
        (shot(details={0xA431: "Serial"}), ["camera"]),
        (shot(place={1: "N", 2: (52.0, 30.0, 0.0)}), ["place"]),
        (shot(place={0: b"\2\3\0\0"}, tags={0x0110: "Model"}), ["camera"]),
        (shot(tags={0x0132: "2026:01:02 03:04:05"}), ["time"]),
        (shot(details={0x9003: "2026:01:02 03:04:05"}), ["time"]),
        (shot(tags={0x013B: "A. Ruiz"}), ["rights"]),
        (shot(tags={0x8298: "(c)"}), ["rights"]),
        (shot(tags={0x010E: "A port."}), ["comments"]),
        (shot(details={0x9286: b"ASCII\0\0\0Hi"}), ["comments"]),
        (shot(tags={0x0131: "A program"}), ["other"]),
        (with_iptc(90), ["place"]),
        (with_iptc(55), ["time"]),
        (with_iptc(80), ["rights"]),
        (with_iptc(120), ["comments"]),
        (with_iptc(25), ["other"]),
        (with_xmp("tiff:Model"), ["camera"]),
        (with_xmp("exif:GPSLatitude", "WEBP"), ["place"]),
        (with_xmp("photoshop:DateCreated"), ["time"]),
        (with_xmp("dc:creator", "AVIF"), ["rights"]),
        (with_xmp("dc:description"), ["comments"]),
        (with_xmp("xmpMM:History"), ["other"]),
        (with_text("Author"), ["comments"]),
        (with_text("XML:com.adobe.xmp"), ["other"]),
        (photos.encoded(photos.scene(), "JPEG", comment=b"Hi"), ["comments"]),
        (photos.encoded(photos.scene(), "GIF", comment=b"Hi"), ["comments"]),
        (photos.from_a_phone(), ["other"]),
        (photos.talkative(), ["camera", "place", "rights", "comments"]),
    ],
)
def test_what_a_file_holds_is_named_as_precisely_as_it_can_be(content, removed):
    assert clean(content).removed == removed


@pytest.mark.parametrize("mode", ["RGB", "L", "P"])
@pytest.mark.parametrize(
    "name", ["transparency", "xmp", "exif", "icc_profile", "photoshop", "comment"]
)
def test_a_text_that_is_called_like_a_part_of_a_picture_is_a_comment(name, mode):
    said = PngInfo()
    said.add_text(name, "Said.")
    content = photos.encoded(photos.scene(mode=mode), "PNG", pnginfo=said)

    picture = clean(content, src=name_of(content, "PNG"))

    assert (picture.removed, picture.transparent) == (["comments"], False)
    assert b"Said." not in picture.content


@pytest.mark.parametrize("kind", KINDS)
def test_of_a_picture_as_it_is_stored_nothing_more_is_removed(kind):
    once = clean(photos.talkative(kind))

    assert once.removed
    assert clean(once.content).removed == []


def test_the_desk_is_told_in_one_sentence_or_not_at_all():
    assert in_words([]) == ""
    assert in_words(LABELS) == (
        "Removed from the file: camera, where it was taken, when it was taken, author "
        "and copyright, comments, Content Credentials (the desk keeps them), "
        "other data."
    )


@pytest.mark.parametrize("size", [100, 101, 200_000])
@pytest.mark.parametrize("kind", KINDS)
def test_content_credentials_are_found_byte_for_byte(kind, size):
    store = photos.credentials(size)

    picture = clean(photos.credentialed(kind, store))

    assert picture.manifest == store
    assert picture.removed == ["credentials"]
    assert b"c2pa" not in picture.content


@pytest.mark.parametrize("kind", KINDS)
def test_other_boxes_are_no_content_credentials(kind):
    store = photos.credentials().replace(b"jumb", b"junk")

    assert clean(photos.credentialed(kind, store)).manifest == b""


def test_a_jpeg_s_other_boxes_are_told_from_its_credentials():
    store, depth = photos.credentials(70_000), photos.box(b"jumb", b"depth" * 20)
    other = b"".join(photos.segments(depth)).replace(b"JP\0\1", b"JP\0\2")
    content = photos.credentialed("JPEG", store)

    picture = clean(content[:2] + other + content[2:])

    assert picture.manifest == store


@pytest.fixture
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.mark.django_db
@pytest.mark.once
def test_credentials_lie_beside_the_picture_at_no_address_of_its_own(client, store):
    manifest = photos.credentials()

    image = take_in(photos.credentialed("JPEG", manifest))

    assert (store / manifest_name(image)).read_bytes() == manifest
    name = manifest_name(image).rpartition("/")[2]
    for address in (
        f"/images/{name}",
        f"/manifests/{name}",
        f"/media/manifests/{name}",
    ):
        assert client.get(address).status_code == 404
    assert image.removed == ["credentials"]
