"""What the form of a story fetches, and what it does without Django's own scripts."""

import pytest
from playwright.sync_api import expect

from entities.models import Entity
from stories.models import StoryEntity
from tests import make
from tests.browser.windows import last_click
from tests.support import desk

pytestmark = pytest.mark.browser

# The one that makes rows stands by itself: drawing waits for it, and for no other.
MOST = 13


def fetched(page):
    """The addresses of all scripts that the page itself asks for, imports included."""
    scripts = []
    page.on(
        "request",
        lambda asked: (
            asked.resource_type == "script"
            and asked.frame == page.main_frame
            and scripts.append(asked.url)
        ),
    )
    return scripts


@pytest.mark.parametrize("kind", ["story", "question"])
def test_the_form_asks_for_few_scripts_and_for_no_library(page, kind, complaints):
    owner = make.story() if kind == "story" else make.question()
    scripts = fetched(page)
    page.goto(desk.address("change", owner))
    expect(page.frame_locator(".desk-frame").locator("h1")).to_be_visible()
    expect(page.locator(":not(:defined)")).to_have_count(0)
    page.wait_for_load_state("networkidle")

    assert len(scripts) <= MOST, scripts
    assert len({*scripts}) == len(scripts)
    assert (
        page.evaluate("typeof window.jQuery + typeof window.django") == "undefined" * 2
    )
    assert complaints == []


def topics(page, story):
    """The row of a new topic, in the form of a story."""
    page.goto(desk.address("change", story))
    page.locator("#block-entities > summary").click()
    return page.locator("#storyentity_set-0")


def test_a_choice_is_looked_for_walked_and_taken_back_with_the_keys(page, complaints):
    for number in range(25):
        make.entity(name=f"Port {number:02}")
    make.entity(name="North harbour"), make.entity(name="South harbour")
    meloni = make.entity(name="Giorgia Meloni")
    row = topics(page, make.story())
    box, keys = row.get_by_label("Entity:"), page.keyboard
    listed = page.locator("desk-choice").get_by_role("option")
    expect(box).to_be_focused()

    keys.press("ArrowDown")
    expect(listed).to_have_count(21)  # a page of them, and the way to the next
    keys.press("ArrowUp")
    keys.press("Enter")
    expect(listed).to_have_count(28)
    keys.type("harbour")
    expect(listed).to_have_count(2)
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(box).to_have_value("South harbour")
    expect(listed.first).not_to_be_visible()

    box.fill("nobody at all")
    expect(page.locator("desk-choice [role=status]")).to_have_text("Nothing found")
    keys.press("Escape")
    expect(box).to_have_value("South harbour")
    box.fill("")
    keys.press("Tab")
    expect(page.locator("#id_storyentity_set-0-entity")).to_have_value("")
    box.fill("melon")
    listed.filter(has_text="Giorgia Meloni").click()
    row.get_by_label("Name:").fill("Meloni")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".messagelist .success")).to_be_visible()
    assert StoryEntity.objects.get().entity == meloni
    assert complaints == []


def test_who_is_missing_from_the_whos_who_is_made_in_another_window(page, complaints):
    row = topics(page, make.story())

    with page.expect_popup() as opening:
        row.locator("a.add-related").click()
    made = opening.value
    made.get_by_label("Name:").fill("Port of Rotterdam")
    made.get_by_label("Kind:").select_option("place")
    last_click(made.get_by_role("button", name="Save", exact=True))
    expect(row.get_by_label("Entity:")).to_have_value("Port of Rotterdam")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".messagelist .success")).to_be_visible()
    assert StoryEntity.objects.get().entity == Entity.objects.get()
    assert complaints == []


def test_windows_that_the_form_opened_close_with_it(page):
    row = topics(page, make.story())
    with page.expect_popup() as opening:
        row.locator("a.add-related").click()

    with opening.value.expect_event("close"):
        page.goto("/admin/")
