"""The writing desk in a browser: blocks, parts, what stands beside, and a phone."""

import re

import pytest
from playwright.sync_api import expect

from explainer.story_blocks import STORY_BLOCKS
from paper.page import depth
from stories.models import Story
from tests import make
from tests.browser.wait import until
from tests.support import desk

pytestmark = pytest.mark.browser

TEXT = (
    "**Lead-in.** One two[^notes] three @[four](four) [five](https://a.example/).\n\n"
)
POINTS = [{"lead_in": "First.", "text": "One."}, {"text": "Two."}, {"text": "Three."}]

# The field in focus, if the bar lies over its beginning or its end.
COVERED = """() => {
    const field = document.activeElement;
    const { x, top, bottom, width } = field.getBoundingClientRect();
    const ends = [Math.max(top, 0) + 4, Math.min(bottom, innerHeight) - 4];
    const seen = ends.map((y) => document.elementFromPoint(x + width / 2, y));
    const isCovered = seen.some((element) => element?.closest(".desk-bar"));
    return isCovered && !field.closest(".desk-bar") && field.id;
}"""


def saved(page):
    page.keyboard.press("Control+s")
    page.locator(".saved.fresh").wait_for()


def test_the_list_of_blocks_counts_as_the_page_does(page, complaints):
    story = make.story(
        {"sections": [{"heading": "Why", "body": "Because of it."}]},
        report="- A list\n- of words\n\n::quote none\n\n> And more.",
    )
    page.goto(desk.address("change", story))
    names = page.locator("#desk-blocks")

    page.locator("#block-brief > summary").click()
    page.locator("#id_summary").fill("It happened. " * 120)
    page.locator("#id_brief").fill(TEXT)  # Last, since it is waited for.
    expect(names.locator("li[data-block=brief] .size")).to_have_text("6")
    expect(names.locator("li[data-block=brief]")).to_have_class("filled")
    live = names.locator(".lengths").inner_text()
    saved(page)

    document = Story.objects.get(pk=story.pk).revisions.head().content
    words = [
        str(depth.words(document, step)) for step in depth.available_depths(document)
    ]
    assert re.findall(r"(\d+) words", live) == words
    assert names.locator(".lengths").inner_text() == live
    assert complaints == []


def test_parts_are_dragged_copied_removed_and_brought_back(page, complaints):
    story = make.story({"key_points": POINTS})
    page.goto(desk.address("change", story))
    rows = page.locator("#keypoint_set-group > .part")

    def drag(row, to):
        grip = row.locator(".grip").bounding_box()
        page.mouse.move(grip["x"] + 9, grip["y"] + 9)
        page.mouse.down()
        page.mouse.move(grip["x"] + 9, rows.nth(to).bounding_box()["y"] + 4, steps=5)

    rows.first.scroll_into_view_if_needed()
    drag(rows.nth(2), 0)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(rows.nth(2)).to_have_attribute("id", "keypoint_set-2")
    drag(rows.nth(2), 0)
    page.mouse.up()
    expect(rows.first).to_have_attribute("id", "keypoint_set-2")
    rows.nth(1).locator("textarea").press("Alt+ArrowDown")
    expect(rows.nth(2).locator("textarea")).to_be_focused()

    for act in ("Duplicate", "Remove"):
        rows.nth(2).locator(".more > summary").click()
        rows.nth(2).get_by_role("button", name=act).click()
    rows.nth(3).locator(".more > summary").click()
    rows.nth(3).get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Undo").click()
    expect(rows.nth(2)).to_contain_text("Goes with the next save: Key point")
    saved(page)

    points = story.keypoint_set.values_list("lead_in", "text")
    assert [*points] == [("", "Three."), ("", "Two."), ("First.", "One.")]
    assert complaints == []


def test_what_stands_beside_follows_what_is_written(page, complaints):
    story = make.story(summary="Saved.", brief="Short.", report="Long.\n\n" * 90)
    page.goto(desk.address("change", story))
    inside = page.frame_locator(".desk-frame")

    page.get_by_role("button", name="Brief").click()
    expect(inside.locator("#telling h2")).to_have_text("In brief")
    page.get_by_role("button", name="Full").click()
    page.locator("#id_report").press("Control+End")
    page.locator("#id_report").press_sequentially("\n\nThe end.")
    expect(inside.get_by_text("The end.")).to_be_in_viewport()

    page.get_by_role("tab", name="Preview").press("ArrowRight")
    expect(page.get_by_role("tab", name="Checks")).to_be_focused()
    expect(page.locator("#panel-preview")).to_be_hidden()
    expect(page.locator("#panel-checks")).to_be_visible()
    page.reload()
    expect(page.locator("#panel-checks")).to_be_visible()
    assert complaints == []


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_covers_the_field_that_one_is_in(page, complaints, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    story = make.story({"key_points": POINTS}, brief="Short.\n\n" * 40)
    make.edition(story)
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(desk.address("change", story))
    page.locator("#block-headline > summary").focus()
    for _stop in range(45):
        page.keyboard.press("Tab")
        assert not page.evaluate(COVERED)
    if width == 390:
        page.get_by_role("button", name="Blocks").click()
        page.get_by_role("link", name="In brief").click()
        expect(page.locator("#block-brief")).to_be_visible()
        expect(page.locator("#block-headline")).to_be_hidden()
        expect(page.locator(".place")).to_have_text(f"7 of {len(STORY_BLOCKS)}")
        page.get_by_role("button", name="Next").click()
        expect(page.locator("#block-report")).to_be_visible()
    until(page, f"document.documentElement.scrollWidth <= {width}")
    found = axe.run(page).response["violations"]
    assert [fault["id"] for fault in found] == []
    assert complaints == []
