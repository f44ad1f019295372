"""The desk in a real browser: written, moved, previewed and published by hand."""

import pytest
from django.contrib.auth import get_user_model
from django.test import override_settings
from playwright.sync_api import expect

from stories.models import Showing, Story
from tests import make
from tests.browser.cookies import session
from tests.browser.wait import until
from tests.support import desk

pytestmark = pytest.mark.browser


def test_a_story_is_written_published_and_read(page, complaints):
    page.goto("/admin/stories/story/add/")
    page.get_by_label("Headline:", exact=True).press_sequentially("Bridge closes")
    expect(page.get_by_label("Slug:")).to_have_value("bridge-closes")
    page.locator("#id_summary").fill("The bridge closed at six.")
    expect(page.locator(".field-summary .words")).to_have_text("Words: 5")
    page.locator("#block-key_points > summary").click()
    page.locator("#id_keypoint_set-0-lead_in").fill("Closed.")
    page.locator("#id_keypoint_set-0-text").fill("Nobody crosses.")
    page.locator("#block-sources > summary").click()
    page.locator("#id_storysource_set-0-key").fill("own")
    page.locator("#id_storysource_set-0-title").fill("Seen by our reporter")
    page.get_by_role("button", name="Save and publish…").click()
    page.get_by_role("button", name="Publish edition 1").click()
    expect(page.locator(".state")).to_have_text("Live: edition 1.")

    page.locator(".desk-bar").get_by_text("More", exact=True).click()
    page.get_by_role("link", name="View on site").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Bridge closes")
    expect(page.get_by_role("main")).to_contain_text("Nobody crosses.")
    assert Showing.objects.get().headline == "Bridge closes"
    assert complaints == []


def test_parts_are_moved_with_the_keyboard(page):
    points = [{"text": "One."}, {"text": "Two."}, {"text": "Three."}]
    story = make.story({"key_points": points})
    page.goto(desk.address("change", story))

    page.get_by_role("button", name="Move up: Key point 3").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#keypoint_set-group [role=status]")).to_have_text(
        "Now at place 1"
    )
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()

    texts = [point.text for point in story.keypoint_set.all()]
    assert texts == ["Three.", "One.", "Two."]


def test_a_new_part_may_be_moved_before_saved_ones_and_others_removed(page):
    story = make.story({"key_points": [{"text": "One."}, {"text": "Two."}]})
    page.goto(desk.address("change", story))

    add = page.get_by_role("button", name="Add: Key point")
    add.click()
    page.locator("#id_keypoint_set-2-text").fill("Zero.")
    page.locator("#keypoint_set-2 [data-step=up]").click()
    page.locator("#keypoint_set-2 [data-step=up]").click()
    add.click()
    page.locator("#keypoint_set-3 .more > summary").click()
    page.locator("#keypoint_set-3").get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()

    texts = [point.text for point in story.keypoint_set.all()]
    assert texts == ["Zero.", "One.", "Two."]


def test_the_preview_shows_what_nobody_has_saved(page, complaints):
    story = make.story(headline="Saved")
    page.goto(desk.address("change", story))
    page.locator("#id_headline").fill("Not saved")

    with page.expect_popup() as opened:
        page.get_by_role("button", name="Open in a tab").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Not saved")
    inside = page.frame_locator(".desk-frame")
    expect(inside.get_by_role("heading", level=1)).to_have_text("Not saved")
    page.locator("#id_headline").fill("Still not saved")
    expect(inside.get_by_role("heading", level=1)).to_have_text("Still not saved")

    assert Story.objects.get().headline == "Saved"
    assert complaints == []


def test_a_double_click_saves_once(page):
    page.goto("/admin/stories/story/add/")
    page.get_by_label("Headline:", exact=True).press_sequentially("Bridge closes")
    page.locator("#block-key_points > summary").click()
    page.locator("#id_keypoint_set-0-text").fill("Nobody crosses.")

    page.get_by_role("button", name="Save", exact=True).dblclick()
    page.wait_for_url("**/change/")
    page.get_by_text("Saved.").wait_for()
    page.locator("#id_keypoint_set-0-text").fill("Nobody ever crosses.")
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).dblclick()
    page.get_by_text("Saved.").wait_for()
    page.wait_for_load_state("networkidle")
    page.go_back()
    page.locator("#id_summary").fill("It closed.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".messagelist, .errornote").first.wait_for()

    story = Story.objects.get()
    assert [point.text for point in story.keypoint_set.all()] == [
        "Nobody ever crosses."
    ]


def test_signed_out_in_between_the_text_stays(page, client, live_server):
    story = make.story(headline="Before")
    page.goto(desk.address("change", story))
    page.locator("#id_headline").fill("After")
    client.logout()

    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("You were signed out.")
    client.force_login(get_user_model().objects.get())
    page.context.add_cookies([session(client, live_server)])
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()

    story.refresh_from_db()
    assert story.headline == "After"


@pytest.mark.parametrize("scripts", [True, False])
def test_why_it_was_refused_is_in_view_and_has_the_focus(
    page, browser, live_server, client, scripts
):
    waiting = make.story({"sources": []}, summary="", report="It was. " * 400)
    waiting.save_revision()
    live = make.published_story(summary="Twelve met.", report="It was.\n\n" * 90)
    bare = browser.new_context(
        base_url=live_server.url, java_script_enabled=scripts, locale="en-GB"
    )
    bare.add_cookies([session(client, live_server)])
    opened = bare.new_page()
    said = {}

    for verb, story, width in [("publish", waiting, 390), ("correct", live, 1280)]:
        opened.set_viewport_size({"width": width, "height": 700})
        opened.goto(desk.address(verb, story))
        opened.locator("desk-verb input[type=submit]").click()
        refusal = opened.locator(".errornote:focus")
        expect(refusal).to_be_in_viewport(ratio=0.9)
        said[verb] = refusal.inner_text().splitlines()
    opened.get_by_role("alert").get_by_role("link", name="Note to readers").click()
    expect(opened.locator("#id_note")).to_be_in_viewport()
    opened.locator("desk-verb input[type=submit]").click()  # from where a link led
    expect(opened.locator(".errornote:focus")).to_be_in_viewport(ratio=0.9)
    bare.close()

    assert said["publish"][0] == "This can't be published yet:"
    assert "Sources: Name a source, at least one." in said["publish"]
    assert said["correct"][0] == "Nothing was done yet."
    assert "Note to readers: This field is required." in said["correct"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_is_there_for_everyone_and_fits_a_phone(page, complaints, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    story = make.story({"key_points": [{"text": "One."}]}, headline="Rates rise")
    make.edition(story)
    desk_pages = [
        "/admin/stories/story/",
        "/admin/stories/story/add/",
        desk.address("change", story),
        desk.address("publish", story),
        desk.address("correct", story),
        "/admin/entities/entity/add/",
    ]
    story.headline = "Rates fall"
    story.save()
    story.save_revision()
    page.emulate_media(color_scheme=scheme)

    for address in desk_pages:
        page.goto(address)
        found = axe.run(page).response["violations"]
        assert [fault["id"] for fault in found] == [], address
        page.set_viewport_size({"width": 390, "height": 800})
        until(page, "document.documentElement.scrollWidth <= 390")
        page.set_viewport_size({"width": 1280, "height": 900})
    assert complaints == []


def test_a_correction_outlives_a_search_a_lost_session_and_a_slip(
    page, client, live_server, complaints
):
    story = make.published_story(summary="Twelve met.", brief="Others left.")
    page.goto(desk.address("correct", story))
    page.get_by_label("What's happened").fill("Nine met.")
    page.get_by_label("Note to readers").fill("Nine met, not twelve.")

    page.get_by_label("Wrong words").fill("others")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_text("Found in 1 place.")).to_be_visible()
    expect(page.get_by_label("What's happened")).to_have_value("Nine met.")
    expect(page.get_by_label("Note to readers")).to_have_value("Nine met, not twelve.")
    with page.expect_event("dialog") as asked:
        page.evaluate("void setTimeout(() => location.assign('/admin/'))")
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    client.logout()
    page.get_by_role("button", name="Correct what is live").click()
    expect(page.get_by_role("alert")).to_contain_text("You were signed out.")
    client.force_login(make.editor())
    page.context.add_cookies([session(client, live_server)])
    page.get_by_role("button", name="Correct what is live").click()
    expect(page.locator(".state")).to_contain_text("Live: edition 2.")

    assert Showing.objects.order_by("number").last().summary == "Nine met."
    assert complaints == []


def test_a_desk_read_from_the_right_leaves_each_text_its_own_direction(page):
    story = make.story()
    page.set_viewport_size({"width": 390, "height": 844})
    with override_settings(LANGUAGE_CODE="ar"):
        page.goto(desk.address("changelist"))
        title, rows = (
            page.locator(each).bounding_box() for each in ("h1", "#changelist")
        )
        page.goto(desk.address("change", story))
        headline = page.locator("#id_headline")

        assert title["x"] + title["width"] == rows["x"] + rows["width"]
        assert headline.evaluate("one => getComputedStyle(one).direction") == "rtl"
        expect(headline).to_have_css("unicode-bidi", "plaintext")
