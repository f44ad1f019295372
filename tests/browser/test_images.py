"""Pictures in a real browser: dropped, pointed at, and chosen by sight."""

import pytest
from playwright.sync_api import expect

from images.image_store import take_in
from images.models import Image
from stories.models import HeroImage, Story
from tests import make
from tests.browser.windows import last_click
from tests.support import desk, photos

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def pictures_go_with_the_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def scene(colour="navy", **words):
    return take_in(photos.drawn(size=(400, 200), colour=colour), **words)


def test_a_focal_point_is_pointed_at_and_moved_by_the_arrow_keys(page, complaints):
    image = scene()
    page.goto(f"/admin/images/image/{image.pk}/change/")
    picture = page.locator("desk-focal img")
    width, height = (picture.bounding_box()[side] for side in ("width", "height"))

    picture.click(position={"x": width * 0.25, "y": height * 0.6})
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    expect(page.get_by_role("slider")).to_have_attribute(
        "aria-valuetext", "26 % from the left, 50 % from the top"
    )
    page.locator("#id_focal_y").fill("90")
    expect(page.get_by_role("slider")).to_have_attribute(
        "aria-valuetext", "26 % from the left, 90 % from the top"
    )
    page.get_by_role("button", name="Save").click()

    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Image.objects.get().focal == (26, 90)
    assert complaints == []


def open_row(page, story):
    """The row of the picture at the top, empty, in the form of a story."""
    page.goto(desk.address("change", story))
    page.locator("#block-image > summary").click()
    return page.locator("#heroimage_set-0")


def test_a_picture_is_chosen_by_sight_and_brings_its_words(page, complaints):
    image = scene(alt="A blue sea", credit="A. Ruiz")
    scene("red", alt="A red sea")
    row = open_row(page, make.story())

    with page.expect_popup() as opening:
        row.get_by_text("Choose a picture").click()
    last_click(opening.value.locator("a img").nth(1))

    expect(row.locator("desk-picture img")).to_be_visible()
    expect(row.get_by_label("Alternative text:")).to_have_value("A blue sea")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    part = HeroImage.objects.get()
    assert (part.image, part.credit) == (image, "A. Ruiz")
    assert complaints == []


def test_a_picture_is_uploaded_from_the_row_that_needs_it(page, tmp_path, complaints):
    source = tmp_path / "port.jpg"
    source.write_bytes(photos.talkative())
    row = open_row(page, make.story())

    with page.expect_popup() as opening:
        row.get_by_text("Upload a picture").click()
    opening.value.locator("#id_file").set_input_files(source)
    last_click(opening.value.get_by_role("button", name="Save"))

    expect(row.locator("desk-picture img")).to_be_visible()
    expect(row.get_by_label("Caption:")).to_have_value("A port.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Story.objects.get().heroimage_set.get().image.caption == "A port."
    assert complaints == []
