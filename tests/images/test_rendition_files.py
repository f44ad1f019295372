"""Renditions as they are made, kept, found again and swept away."""

from contextlib import contextmanager

import pytest
from PIL import Image as Pillow

from images import rendition_files
from images.image_store import take_in
from images.models import Image
from images.rendition_files import NoPictureError
from images.renditions import Rendition, all_renditions
from stories.management.commands.rebuild_derived import rebuild_pictures
from tests import make
from tests.support import photos
from tests.support.reader import picture

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PNG = Rendition(400, "png")


@pytest.fixture
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files(store):
    return sorted(str(p.relative_to(store)) for p in store.rglob("*") if p.is_file())


def drawing(size=(400, 200)):
    return take_in(photos.encoded(photos.scene(size)))


@pytest.mark.parametrize(
    ("suffix", "kind", "options"),
    [
        ("avif", "AVIF", {"quality": 58, "speed": 6}),
        ("webp", "WEBP", {"quality": 78, "method": 4}),
        ("jpg", "JPEG", {"quality": 80, "optimize": True, "progressive": True}),
        ("png", "PNG", {"optimize": True}),
    ],
)
def test_a_rendition_is_encoded_as_small_as_it_may_be(suffix, kind, options):
    pixels = photos.scene((400, 200))
    pixels.info = {"comment": b"words", "exif": b"words"}
    half = photos.scene((400, 200)).resize(
        (200, 100), Pillow.Resampling.LANCZOS, reducing_gap=3.0
    )

    made = rendition_files.encode(pixels, (400, 200), Rendition(200, suffix))

    assert made == photos.encoded(half, kind, **options)


@pytest.mark.parametrize(
    ("suffix", "mode"), [("webp", "RGBA"), ("png", "RGBA"), ("jpg", "RGB")]
)
def test_only_a_format_that_can_is_seen_through(suffix, mode):
    sheet = photos.scene((400, 200))
    sheet.putalpha(90)

    made = rendition_files.encode(sheet, (400, 200), Rendition(200, suffix))

    assert photos.opened(made).mode == mode


def test_a_rendition_is_kept_and_then_given_as_it_was(store):
    image = drawing()
    folder = f"renditions/{image.name.removeprefix('images/')}"
    name = f"{folder}/400.png"

    unkept = rendition_files.rendition(image, PNG, kept=False)
    before = files(store)
    made = rendition_files.rendition(image, PNG)

    assert unkept == made
    assert (before, files(store)) == ([image.name], [image.name, name])
    assert (store / name).read_bytes() == made
    (store / name).write_bytes(b"as it was")
    assert rendition_files.rendition(image, PNG) == b"as it was"
    assert (
        rendition_files.folder_of(Image(name="images/images.png"))
        == "renditions/images.png"
    )


def test_a_file_that_is_lost_or_damaged_is_no_picture(store):
    image, other = drawing(), drawing((300, 200))
    (store / image.name).unlink()
    (store / other.name).write_bytes(b"words")

    for call in (rendition_files.original, rendition_files.prepare):
        with pytest.raises(NoPictureError, match=image.name):
            call(image)
    with pytest.raises(NoPictureError, match=other.name):
        rendition_files.prepare(other)
    for each in (image, other):
        with pytest.raises(NoPictureError):
            rendition_files.rendition(each, PNG)


@pytest.mark.parametrize(
    ("size", "wanted", "least"),
    [
        ((4000, 2000), [Rendition(1280, "jpg"), Rendition(640, "jpg")], 1280),
        ((2000, 4000), [Rendition(640, "jpg")], 1280),
        ((1000, 999), [Rendition(333, "jpg")], 333),
        ((1000, 300), [Rendition(320, "jpg", (50, 50))], 601),
        ((4000, 2000), [Rendition(640, "a"), Rendition(960, "a", (0, 0))], 1081),
    ],
)
def test_no_more_pixels_are_read_than_the_largest_rendition_needs(
    monkeypatch, size, wanted, least
):
    asked = []

    @contextmanager
    def opened(content, least):
        asked.append((content, least))
        yield photos.scene(), "JPEG"

    monkeypatch.setattr(rendition_files, "open_picture", opened)
    monkeypatch.setattr(rendition_files, "original", lambda image: b"its bytes")

    image = Image(name="images/a.jpg", width=size[0], height=size[1])
    with rendition_files.pixels_of(image, wanted) as pixels:
        assert pixels.size == (60, 40)
    assert asked == [(b"its bytes", least)]


def test_how_many_pixels_lie_across_what_is_shown():
    image = Image(width=1000, height=300)

    assert rendition_files.across(image, None) == 1000
    assert rendition_files.across(image, (100, 0)) == 300 * 16 // 9


def test_only_what_is_missing_is_made_until_the_time_is_over(store, monkeypatch):
    image = drawing()
    wanted = all_renditions((400, 200), transparent=False)
    assert rendition_files.missing_renditions(image, wanted) == wanted
    rendition_files.rendition(image, wanted[1])
    clock = iter(range(100))
    monkeypatch.setattr(rendition_files.time, "monotonic", lambda: next(clock))

    made = rendition_files.prepare(image, within=3)

    left = [wanted[0], *wanted[2:]]
    assert made == 2
    assert rendition_files.missing_renditions(image, wanted) == left[2:]
    assert rendition_files.prepare(image) == len(left) - 2
    assert rendition_files.prepare(image, focal=(10, 20)) == len(
        all_renditions((400, 200), transparent=False, focal=(10, 20))
    )


def test_a_rebuild_makes_the_whole_and_each_card_that_is_shown(store, caplog):
    one = picture(make.story(), size=(400, 200), focal_x=10)
    picture(make.story(), size=(500, 300), focal_x=90)
    lost = drawing((200, 100))
    (store / lost.name).unlink()

    made, removed = rebuild_pictures()

    whole, card = (len(all_renditions((400, 200), False, f)) for f in (None, (10, 50)))
    assert (made, removed) == (2 * (whole + card), 0)
    cards = {
        path.name.rpartition("-")[0]
        for path in (store / rendition_files.folder_of(one)).iterdir()
    }
    assert cards == {"", "10-50"}
    assert [record.getMessage() for record in caplog.records] == [
        f"The file of {lost.name} is missing or damaged."
    ]


def test_the_renditions_of_no_picture_are_swept_away(store):
    assert rendition_files.sweep() == 0
    image = drawing()
    rendition_files.rendition(image, PNG)
    before = files(store)
    for name in ("gone.jpg", "lost.png"):
        (store / "renditions" / name).mkdir()
        for size in (320, 640):
            (store / "renditions" / name / f"{size}.jpg").write_bytes(b"x")

    assert rendition_files.sweep() == 4

    assert files(store) == before
    assert [path.name for path in (store / "renditions").iterdir()] == [
        image.name.removeprefix("images/")
    ]


def test_a_picture_is_forgotten_unless_it_is_here_again(store):
    image, other = drawing(), drawing((300, 200))
    for each in (image, other):
        rendition_files.rendition(each, Rendition(200, "png"))
    before = files(store)

    rendition_files.forget(image)
    assert files(store) == before
    Image.objects.filter(pk=image.pk).delete()
    rendition_files.forget(image)

    kept = [other.name, f"{rendition_files.folder_of(other)}/200.png"]
    assert files(store) == kept
    rendition_files.forget(image)  # of which there is nothing left
    assert files(store) == kept
    assert not (store / rendition_files.folder_of(image)).exists()


def test_content_credentials_are_forgotten_with_their_picture(store):
    image = take_in(photos.credentialed("PNG", photos.credentials()))
    Image.objects.all().delete()
    assert len(files(store)) == 2

    rendition_files.forget(image)

    assert files(store) == []


def test_what_cannot_be_kept_is_told_with_why(store, monkeypatch, caplog):
    def full(*given):
        raise OSError("no space left")

    monkeypatch.setattr(rendition_files, "keep", full)

    rendition_files.store(drawing(), "renditions/a", b"x")

    assert [record.getMessage() for record in caplog.records] == [
        "The rendition renditions/a could not be kept: no space left"
    ]
