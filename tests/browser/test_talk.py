"""Talk beside the form in a real browser: it never costs a word of what isn't saved."""

import pytest
from playwright.sync_api import expect

from desk.models import Comment
from tests import make
from tests.browser.axe import barriers
from tests.browser.cookies import session
from tests.support import desk

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser, committed, live_server, client, complaints):
    """A page of an editor, in which the checks of accessibility may run."""
    client.force_login(make.editor(username="ana"))
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": 1280, "height": 900},
        bypass_csp=True,
    )
    context.add_cookies([session(client, live_server)])
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    opened.on("pageerror", lambda fault: complaints.append(str(fault)))
    yield opened
    context.close()


def opened(page, story):
    page.goto(desk.address("change", story))
    page.get_by_role("tab", name="Comments").click()


def test_a_comment_on_selected_words_leaves_what_is_not_saved(page, complaints):
    story = make.story({"key_points": [{"text": "Twelve ministers met."}]})
    story.save_revision()
    opened(page, story)
    page.locator("#id_headline").fill("Not saved")
    point = page.locator("#id_keypoint_set-0-text")
    point.evaluate("field => { field.focus(); field.setSelectionRange(0, 6); }")
    panel = page.locator("desk-talk")

    expect(panel.locator("[data-chosen] q")).to_have_text("Twelve")
    panel.get_by_label("New comment").fill("Or nine?")
    panel.get_by_role("button", name="Comment", exact=True).click()
    expect(panel.locator(".comment .body")).to_have_text("Or nine?")
    panel.get_by_role("link", name="Key point 1: text").click()

    expect(point).to_be_focused()
    chosen = "field => field.value.slice(field.selectionStart, field.selectionEnd)"
    assert point.evaluate(chosen) == "Twelve"
    assert page.locator("#id_headline").input_value() == "Not saved"
    assert Comment.objects.get().quote == "Twelve"
    point.fill("Nine ministers met.")
    panel.get_by_role("link", name="Key point 1: text").click()
    expect(panel.get_by_text("The words have changed.")).to_be_visible()
    assert complaints == []


def test_a_lock_note_asks_once_before_its_block_changes(page):
    story = make.story(summary="Agreed wording.")
    story.save_revision()
    make.lock_note(story, field="summary", words="Ask Ruth first.")
    opened(page, story)
    summary = page.locator("#id_summary")
    asks = page.get_by_text("There is a lock note on this.")

    expect(page.get_by_text("Lock note: Ask Ruth first.")).to_be_visible()
    summary.press_sequentially("x")
    expect(asks).to_be_visible()
    page.get_by_role("button", name="Put it back").click()
    expect(summary).to_have_value("Agreed wording.")
    summary.press_sequentially("y")
    page.get_by_role("button", name="Keep my change").click()
    summary.press_sequentially("z")

    expect(asks).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_talk_page_is_readable_on_a_phone(page, scheme):
    ana = make.editor()
    story = make.story(summary="So.")
    story.reviews.submit(revision=story.save_revision(by=ana), by=ana)
    make.comment(story, parent=make.comment(story, field="summary", quote="So."))
    make.handover(story, note="Do not touch paragraph 3.")
    make.lock_note(story, field="summary")
    make.contact(story)
    page.set_viewport_size({"width": 390, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(desk.address("talk", story))

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert barriers(page) == []
