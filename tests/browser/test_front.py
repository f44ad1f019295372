"""The front page arranged in a browser: with the keyboard, and by dragging."""

import pytest
from playwright.sync_api import expect

from stories.models import Pick
from tests import make

pytestmark = pytest.mark.browser


def titles(arranging):
    return arranging.locator(".pick .said > a").all_inner_texts()


@pytest.fixture
def arranging(page, committed):
    for headline in ("First", "Second", "Third"):
        make.pick(make.published_story(headline=headline))
    page.goto("/admin/stories/pick/")
    return page


def test_the_front_page_is_arranged_by_keyboard(arranging, complaints):
    arranging.get_by_role("button", name="Move up: Third").focus()
    arranging.keyboard.press("Enter")
    arranging.keyboard.press("Alt+ArrowUp")
    assert titles(arranging) == ["Third", "First", "Second"]
    expect(arranging.locator(".unsaved")).to_have_text("Moved to place 1")

    arranging.get_by_label("Words of a headline").fill("second")
    arranging.keyboard.press("Enter")
    arranging.get_by_role("button", name="Add: Second").focus()
    arranging.keyboard.press("Enter")
    expect(arranging.locator(".pick")).to_have_count(4)
    expect(arranging.locator(".pick").last.get_by_label("From")).to_be_focused()
    arranging.get_by_role("button", name="Remove: First").press("Enter")
    arranging.get_by_role("button", name="Save").press("Enter")

    expect(arranging.get_by_text("Readers see it now.")).to_be_visible()
    assert titles(arranging) == ["Third", "Second", "Second"]
    assert Pick.objects.count() == 3
    assert complaints == []


def test_a_pick_is_dragged_to_its_place_and_escape_puts_it_back(arranging, complaints):
    grips = arranging.locator(".grip")
    target = arranging.locator(".pick").first.bounding_box()

    for key, expected in (
        ("Escape", ["First", "Second", "Third"]),
        ("", ["Third", "First", "Second"]),
    ):
        grips.last.hover()
        arranging.mouse.down()
        arranging.mouse.move(target["x"] + 10, target["y"] + 5, steps=5)
        if key:
            arranging.keyboard.press(key)
        arranging.mouse.up()
        assert titles(arranging) == expected

    assert complaints == []
