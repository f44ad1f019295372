"""Renditions: which sizes a picture has, what they show, and who may have them."""

import datetime as dt
import logging

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from images import rendition_files, renditions
from images.image_store import take_in
from images.models import Image
from images.renditions import (
    Rendition,
    all_renditions,
    box,
    parse_name,
    responsive_image,
    scaled_size,
    widths,
)
from images.sanitizer import name_of
from stories.management.commands.rebuild_derived import rebuild_pictures
from stories.models import Showing
from tests import make
from tests.support import photos
from tests.support.reader import get, picture

pytestmark = pytest.mark.once

SIDES = st.integers(1, 16_383)
SIZES = st.tuples(SIDES, SIDES)
POINTS = st.tuples(st.integers(0, 100), st.integers(0, 100))


@pytest.fixture
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files(store):
    return sorted(str(p.relative_to(store)) for p in store.rglob("*") if p.is_file())


@given(size=SIZES, focal=st.none() | POINTS)
def test_nothing_is_blown_up_and_every_size_has_pixels(size, focal):
    left, _top, right, _bottom = box(size, focal)

    for item in all_renditions(size, transparent=False, focal=focal):
        assert item.width <= right - left
        assert min(scaled_size(size, item)) >= 1


@given(size=SIZES, focal=POINTS)
def test_a_card_lies_in_the_picture_and_has_the_focal_point(size, focal):
    left, top, right, bottom = box(size, focal)

    assert 0 <= left < right <= size[0]
    assert 0 <= top < bottom <= size[1]
    assert left <= size[0] * focal[0] // 100 <= right
    assert top <= size[1] * focal[1] // 100 <= bottom


@given(size=SIZES, focal=POINTS, whole=st.booleans(), clear=st.booleans())
def test_pages_offer_only_what_there_is(size, focal, whole, clear):
    image = Image(name="images/a.jpg", width=size[0], height=size[1])
    image.get_absolute_url = lambda: "/images/a.jpg"
    image.keep_whole, image.transparent = whole, clear
    have = {
        f"/images/a.jpg/{item.name}"
        for cut in (None, focal)
        for item in all_renditions(size, clear, cut)
    }

    for view in (responsive_image(image), responsive_image(image, focal)):
        srcsets = [view.srcset, *(srcset for _type, srcset in view.sources)]
        offered = [
            entry.split()[0] for srcset in srcsets for entry in srcset.split(", ")
        ]
        assert {view.address, *offered} <= have
        assert all(srcset.count(", ") < 4 for srcset in srcsets)


def test_a_picture_is_offered_as_large_as_it_is():
    assert widths(200, renditions.WIDTHS) == [200]
    assert widths(1000, renditions.ON_PAGES) == [640, 960, 1000]
    assert widths(6000, renditions.ON_PAGES) == [640, 960, 1280, 1920]


@pytest.mark.parametrize("focal", [None, (0, 0), (100, 100), (62, 70)])
def test_a_rendition_is_found_by_its_name(focal):
    item = Rendition(640, "avif", focal)

    assert parse_name(item.name) == item


@pytest.mark.parametrize(
    "name",
    [
        *("0640.avif", "640.gif", "640", "-640.avif", "6a-1-640.jpg"),
        *("062-70-640.jpg", "640.avif\n", "٦٤٠.avif", "640.AVIF", "999999.jpg"),
    ],
)
def test_each_rendition_has_one_name_alone(name):
    assert parse_name(name) is None


def test_a_platform_without_avif_does_without(monkeypatch):
    monkeypatch.setattr(renditions.features, "check", lambda name: False)

    assert renditions.suffixes(transparent=False) == ("webp", "jpg")


def shot(size=(900, 600), **words):
    """A picture that is stored, with corners of different colours."""
    return take_in(photos.encoded(photos.scene(size), "JPEG"), **words)


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", ["avif", "webp", "jpg"])
def test_a_rendition_is_what_its_name_says(store, suffix):
    made = rendition_files.rendition(shot(), Rendition(640, suffix))

    opened = photos.opened(made)
    assert opened.size == (640, 427)
    assert Rendition(640, suffix).type == opened.get_format_mimetype()


@pytest.mark.django_db
def test_a_card_is_cut_around_its_point(store):
    made = rendition_files.rendition(shot((400, 400)), Rendition(400, "png", (50, 0)))

    opened = photos.opened(made)
    assert opened.size == (400, 225)
    assert opened.convert("RGB").getpixel((10, 10))[0] > 200
    assert opened.convert("RGB").getpixel((10, 220))[2] > 200


@pytest.mark.django_db
def test_a_large_picture_is_reduced_while_it_is_read(store):
    image = shot((6000, 3000))
    wanted = [Rendition(640, "jpg")]

    with rendition_files.pixels_of(image, wanted) as pixels:
        assert pixels.width < 3000
    with rendition_files.pixels_of(image, [Rendition(640, "jpg", (50, 50))]) as pixels:
        assert pixels.width < 3000


@pytest.mark.django_db
def test_what_can_be_seen_through_stays_so(store):
    sheet = photos.scene((400, 200))
    sheet.putalpha(90)
    image = take_in(photos.encoded(sheet))

    for suffix in renditions.suffixes(image.transparent):
        made = photos.opened(rendition_files.rendition(image, Rendition(320, suffix)))
        assert made.convert("RGBA").getpixel((5, 5))[3] == 90


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_readers_get_nothing_but_pixels_whatever_a_file_is_called(store, kind):
    content = photos.talkative(kind, size=(400, 200))
    image = take_in(content, src=name_of(content, kind))

    answers = [rendition_files.original(image)]
    answers += [
        rendition_files.rendition(image, item)
        for item in all_renditions((400, 200), False)
    ]

    for answer in answers:
        assert photos.PLACE.encode() not in answer
        assert not photos.opened(answer).getexif()


@pytest.mark.django_db
def test_preparing_makes_each_rendition_once_and_then_nothing(store):
    image = shot((700, 400))
    before = files(store)

    assert (
        rendition_files.prepare(image)
        == len(all_renditions((700, 400), transparent=False))
        == 9
    )
    made = files(store)
    assert rendition_files.prepare(image) == 0
    assert files(store) == made
    assert len(made) == len(before) + 9


@pytest.mark.django_db
def test_preparing_stops_when_its_time_is_over(store):
    assert rendition_files.prepare(shot(), within=0) == 0


@pytest.mark.django_db
def test_the_same_picture_always_gives_the_same_bytes(store):
    image, item = shot(), Rendition(640, "avif")

    first = rendition_files.rendition(image, item, kept=False)

    assert rendition_files.rendition(image, item, kept=False) == first


@pytest.mark.django_db
def test_a_store_that_is_full_costs_no_reader_a_picture(store, monkeypatch, caplog):
    def full(*args):
        raise OSError("No space left on device")

    image = shot()
    monkeypatch.setattr(rendition_files, "keep", full)

    with caplog.at_level(logging.WARNING):
        assert rendition_files.rendition(image, Rendition(320, "jpg"))
    assert "No space left" in caplog.text


@pytest.mark.django_db
def test_a_rebuild_makes_what_is_missing_and_removes_what_is_left_over(store, capsys):
    image = picture(make.story(), size=(700, 400), focal_x=10)
    stray = store / "renditions" / f"{'0' * 64}.jpg" / "640.jpg"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"x")

    call_command("rebuild_derived", "--pictures")
    once = files(store)
    call_command("rebuild_derived", "--pictures")

    said = capsys.readouterr().out
    cards = len(all_renditions((700, 400), False, (10, 50)))
    assert f"Made {9 + cards} renditions, removed 1." in said
    assert "Made 0 renditions, removed 0." in said
    assert files(store) == once
    assert f"renditions/{image.name[7:]}/10-50-640.avif" in once
    assert not stray.exists()


@pytest.mark.django_db
def test_a_rebuild_passes_by_a_picture_whose_file_is_lost(store, caplog):
    image = shot()
    image.file.storage.delete(image.name)

    assert rebuild_pictures() == (0, 0)
    assert image.name in caplog.text


@pytest.mark.django_db
def test_a_deleted_picture_takes_its_renditions_with_it(store):
    image = shot()
    rendition_files.prepare(image)
    image.delete()

    rendition_files.forget(image)

    assert files(store) == []


@pytest.fixture
def printed(store):
    """A picture that a live story shows, with the middle of its card at 10, 90."""
    return picture(make.story(slug="ports"), size=(700, 700), focal_x=10, focal_y=90)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("640.avif", 200),
        ("700.webp", 200),
        ("10-90-640.jpg", 200),
        ("960.avif", 404),
        ("641.avif", 404),
        ("640.png", 404),
        ("640.gif", 404),
        ("50-50-640.jpg", 404),
        ("10-90-960.jpg", 404),
        ("..", 404),
    ],
)
def test_readers_get_the_sizes_that_pages_offer_and_no_others(
    client, printed, name, status
):
    address = f"{printed.get_absolute_url()}/{name}"

    assert client.get(address).status_code == status
    assert client.head(address).status_code == status
    assert client.post(address).status_code == 405 or status == 404


@pytest.mark.django_db
def test_a_picture_that_may_never_be_cut_has_no_card(client, printed):
    Image.objects.update(keep_whole=True)

    assert client.get(f"{printed.get_absolute_url()}/10-90-640.jpg").status_code == 404
    assert "/640.jpg 640w" in get(client, "/")


@pytest.mark.django_db
def test_a_rendition_of_a_picture_that_nobody_published_is_not_found(client, store):
    image = shot()
    make.add_parts(make.story(), {"image": [{"image": image}]})

    assert client.get(f"{image.get_absolute_url()}/640.avif").status_code == 404


@pytest.mark.django_db
def test_a_rendition_says_what_it_is_and_nothing_guesses(client, printed):
    response = client.get(f"{printed.get_absolute_url()}/640.avif")

    assert response["Content-Type"] == "image/avif"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_a_rendition_is_kept_by_its_name_and_not_sent_again(client, printed):
    address = f"{printed.get_absolute_url()}/640.avif"
    response = client.get(address)

    again = client.get(address, headers={"if-none-match": response["ETag"]})

    assert "immutable" in response["Cache-Control"]
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_a_lost_rendition_is_made_again(client, printed, store):
    address = f"{printed.get_absolute_url()}/640.avif"
    first = client.get(address).content
    for path in (store / "renditions").rglob("*.avif"):
        path.unlink()

    assert client.get(address).content == first


@pytest.mark.django_db
def test_a_rendition_of_a_lost_file_is_not_found(client, printed):
    printed.file.storage.delete(printed.name)

    assert client.get(f"{printed.get_absolute_url()}/640.avif").status_code == 404


@pytest.mark.django_db
def test_a_page_offers_each_format_and_keeps_the_place(client, printed):
    page = get(client, "/stories/ports/")

    assert page.count("<source type=") == 2
    assert 'width="700" height="700" fetchpriority="high"' in page
    assert f'{printed.get_absolute_url()}/10-90-700.jpg"' in page  # for other sites


@pytest.mark.django_db
def test_a_front_page_shows_the_part_of_the_picture_that_counts(client, printed):
    assert f"{printed.get_absolute_url()}/10-90-640.avif 640w" in get(client, "/")


@pytest.mark.django_db
def test_a_decorative_picture_is_passed_by(client, store):
    picture(make.story(slug="ports"), alt="", decorative=True)

    assert 'alt=""' in get(client, "/stories/ports/")
    assert Showing.objects.get().edition.revision.content["image"]["decorative"] is True


@pytest.mark.django_db
def test_a_size_is_kept_no_longer_than_the_picture_may_be_shown(client, printed):
    Image.objects.update(killed_at=timezone.now() + dt.timedelta(seconds=30))

    for address in (f"{printed.get_absolute_url()}/640.avif", "/"):
        assert 20 <= int(client.get(address)["X-Accel-Expires"]) < 30
