"""Picture files: what is kept of one, what it says in words, and what is refused."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from PIL import ImageChops, ImageStat

from images import file_types, rendition_files
from images.file_types import RefusedPictureError
from images.image_store import take_in
from images.models import Image
from images.removals import is_bare
from images.sanitizer import clean, name_of
from stories.models import HeroImage
from tests.support import photos
from tests.support.files import WHOLE, take

KINDS = ("JPEG", "PNG", "WEBP", "AVIF")
WHERE = photos.PLACE.encode()


def refusal(content):
    with pytest.raises(RefusedPictureError) as refused:
        clean(content)
    return str(refused.value)


def bare(content, kind):
    """Whether there is nothing but a picture in these bytes."""
    return is_bare(photos.opened(content), content, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_camera_wrote_is_not_kept(kind):
    content = photos.talkative(kind)
    assert WHERE in content
    assert not bare(content, kind)

    kept = clean(content).content

    assert WHERE not in kept
    assert not photos.opened(kept).getexif()
    assert bare(kept, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_looks_as_it_did(kind):
    content = photos.talkative(kind, size=(320, 200))

    kept = photos.opened(clean(content).content)

    pairs = (picture.convert("RGB") for picture in (kept, photos.opened(content)))
    means = ImageStat.Stat(ImageChops.difference(*pairs)).mean
    assert max(means) <= (0 if kind == "PNG" else 1.5)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_file_gives_the_same_bytes(kind):
    content = photos.talkative(kind)

    assert clean(content).content == clean(content).content


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("quality", [30, 75, 92])
def test_what_we_wrote_comes_back_byte_for_byte_under_its_name(kind, quality):
    content = photos.encoded(photos.scene(), kind, quality=quality)
    once = clean(content)

    again = clean(once.content, src=once.name)

    assert (again.content, again.name, again.removed) == (once.content, once.name, [])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tail", [b"", b"PK\5\6 and more"])
def test_a_name_alone_does_not_keep_what_is_no_picture(kind, tail):
    content = photos.talkative(kind) if not tail else photos.drawn(kind) + tail

    picture = clean(content, src=name_of(content, kind))

    assert picture.name != name_of(content, kind)
    assert bare(picture.content, kind)


def test_a_still_gif_is_stored_as_what_loses_nothing_of_it():
    sheet = photos.scene(mode="RGBA")
    sheet.paste((0, 0, 0, 0), (0, 0, 9, 9))
    content = photos.encoded(sheet, "GIF")

    picture = clean(content)

    assert (picture.kind, picture.transparent) == ("PNG", True)
    kept, was = (photos.opened(c).convert("RGBA") for c in (picture.content, content))
    assert kept.tobytes() == was.tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_turned_the_way_it_was_held(kind):
    turned = clean(photos.encoded(photos.scene((60, 40)), kind, exif=held(6)))

    assert (turned.width, turned.height) == (40, 60)
    red, green, blue = photos.opened(turned.content).convert("RGB").getpixel((30, 10))
    assert red > 200
    assert max(green, blue) < 60


def held(orientation):
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    return exif


@pytest.mark.parametrize("kind", KINDS)
def test_colours_are_brought_into_srgb(kind):
    picture = clean(photos.in_swapped_colours(kind))

    kept = photos.opened(picture.content)
    red, green, blue = kept.convert("RGB").getpixel((15, 10))
    assert green > 200
    assert max(red, blue) < 60
    assert "icc_profile" not in kept.info


def test_ink_colours_become_light_colours():
    content = photos.encoded(photos.scene(mode="CMYK"), "JPEG")

    assert photos.opened(clean(content).content).mode == "RGB"


def test_deep_grey_keeps_its_tones():
    deep = Pillow.new("I;16", (4, 4), 40_000)

    kept = photos.opened(clean(photos.encoded(deep)).content)

    assert kept.convert("L").getpixel((0, 0)) == 156


def test_deep_colours_are_stored_as_readers_see_them():
    content = photos.deep((0xFFFF, 0x8080, 0x00FF))

    picture = clean(content)

    kept = photos.opened(picture.content)
    assert (kept.mode, kept.getpixel((0, 0))) == ("RGB", (255, 128, 0))
    assert len(picture.content) < len(content)


@pytest.mark.parametrize(("alpha", "transparent"), [(100, True), (255, False)])
def test_only_what_can_be_seen_through_is_transparent(alpha, transparent):
    picture = photos.scene()
    picture.putalpha(alpha)

    assert clean(photos.encoded(picture)).transparent is transparent


def test_a_phones_second_picture_is_dropped():
    content = photos.from_a_phone()

    picture = clean(content)

    assert picture.kind == "JPEG"
    assert photos.opened(picture.content).format == "JPEG"
    assert len(picture.content) < len(content)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tail", [b"<?php evil(); ?>", b"<script>evil()</script>"])
def test_nothing_stays_behind_the_end_of_a_picture(kind, tail):
    kept = clean(photos.drawn(kind) + tail).content

    assert tail not in kept
    assert bare(kept, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_that_is_an_archive_too_is_only_a_picture_then(kind):
    whole = io.BytesIO(photos.drawn(kind))
    whole.seek(0, io.SEEK_END)
    with zipfile.ZipFile(whole, "a") as archive:
        archive.writestr("evil.html", "<script>evil()</script>")
    assert zipfile.is_zipfile(whole)

    assert not zipfile.is_zipfile(io.BytesIO(clean(whole.getvalue()).content))


def test_markup_inside_a_picture_goes_with_the_rest():
    page = b"*/=1;<html><script>evil()</script>"
    content = photos.encoded(photos.scene(), "JPEG", comment=page)

    assert b"<script>" not in clean(content).content


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"plain words", "This isn't a JPEG, PNG, WebP, AVIF or GIF picture."),
        (b"<svg xmlns='x'/>", "SVG drawings can carry scripts."),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<svg/>", "SVG drawings can carry"),
        (photos.drawn("BMP"), "This is a BMP file"),
        (photos.drawn("TIFF"), "This is a TIFF file"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "This is a HEIC file"),
        (b"%PDF-1.7", "This is a PDF file"),
        (photos.drawn("JPEG", size=(400, 400))[:-900], "damaged or cut short"),
        (photos.drawn("PNG", size=(400, 400))[:-50], "damaged or cut short"),
        (photos.bomb(60_000, 60_000), "more than 50 million pixels"),
        (photos.bomb(10_000, 10_000), "more than 50 million pixels"),
        (photos.bomb(7_000, 7_200), "more than 50 million pixels"),
        (photos.bomb(2, 20_000), "more than 16,383 pixels"),
        (photos.moving("PNG"), "This picture moves."),
        (photos.moving("GIF"), "This picture moves."),
        (photos.moving("WEBP"), "This picture moves."),
        (photos.moving("AVIF"), "This picture moves."),
    ],
)
def test_each_kind_of_wrong_file_is_refused_with_its_own_sentence(content, said):
    assert said in refusal(content)


def test_a_file_that_is_too_large_is_not_even_opened(monkeypatch):
    monkeypatch.setattr(file_types, "MOST_BYTES", 10)

    assert refusal(photos.drawn()) == "The file is larger than 20 MB."


@pytest.mark.parametrize("name", ["a.php", "a.html", "a.jpg.zip", "A.SVG", "a.bin"])
def test_what_calls_itself_something_else_is_refused(name):
    with pytest.raises(RefusedPictureError, match="which is no picture"):
        file_types.refuse_name(name, b"JPEG")


@pytest.mark.parametrize("name", ["a.jpg", "A.JPEG", "a.b.png", "no-ending", "a.jfif"])
def test_a_picture_may_be_called_as_pictures_are(name):
    file_types.refuse_name(name, b"")


@settings(max_examples=60)
@given(
    kind=st.sampled_from(KINDS),
    at=st.integers(0, 700),
    junk=st.binary(min_size=1, max_size=12),
    cut=st.booleans(),
)
def test_a_damaged_file_is_refused_or_made_harmless(kind, at, junk, cut):
    content = photos.talkative(kind)
    content = content[:at] + junk + (b"" if cut else content[at + len(junk) :])

    try:
        picture = clean(content)
    except RefusedPictureError:
        return
    assert bare(picture.content, picture.kind)
    assert photos.opened(picture.content).size == (picture.width, picture.height)


def test_a_file_says_what_it_shows_and_whose_it_is():
    assert clean(photos.talkative()).words == {
        "caption": "A port.",
        "credit": "A. Ruiz",
        "licence": "(c) The Lantern",
    }


def test_an_agencys_words_come_before_the_cameras():
    content = photos.with_iptc(
        (2, 80, b"Ben Li"), (2, 110, b"Calder"), (2, 120, "Hafen, März".encode())
    )

    words = clean(content).words

    assert (words["credit"], words["caption"]) == ("Ben Li/Calder", "Hafen, März")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("OLYMPUS DIGITAL CAMERA", ""),
        ("DCIM\\100MEDIA\\DJI_0001.JPG", ""),
        ("  A \0 port\n ", "A port"),
        ("Hafen, März".encode(), "Hafen, März"),
        ("Hafen, März".encode("latin-1"), "Hafen, März"),
        ("x" * 5000, "x" * 2000),
    ],
)
def test_words_of_machines_are_none(said, kept):
    content = photos.encoded(photos.scene(), "JPEG", exif=described(said))

    assert clean(content).words["caption"] == kept


def described(words):
    exif = Pillow.Exif()
    exif[0x010E] = words
    return exif


@pytest.mark.django_db
def test_a_picture_keeps_the_name_that_an_export_knows_it_by():
    first = take_in(photos.talkative())

    assert take_in(rendition_files.original(first), src=first.name) == first
    assert take_in(photos.talkative(), src="port.jpg") == first
    assert Image.objects.count() == 1


@pytest.mark.django_db
def test_a_file_fills_only_what_nobody_has_said():
    content = photos.talkative()

    image = take_in(content, caption="Ours.", alt="A port")

    assert (image.alt, image.caption, image.credit) == ("A port", "Ours.", "A. Ruiz")
    assert image.licence == ""  # its own word, which nobody has looked at


@pytest.mark.django_db
def test_an_imported_file_says_that_a_picture_only_decorates(tmp_path):
    (tmp_path / "port.png").write_bytes(photos.drawn())
    picture = {"src": "port.png", "decorative": True}

    take(WHOLE | {"image": picture}, media=tmp_path)

    part = HeroImage.objects.get()
    assert part.decorative
    assert part.image.decorative
    assert part.story.revisions.head().content["image"]["decorative"] is True
