"""Checks and suggestions in a real browser: asked while one types, done by a click."""

import pytest
from playwright.sync_api import expect

from stories.models import Waiver
from tests import make
from tests.support import desk

pytestmark = pytest.mark.browser


def opened(page, story, panel):
    page.goto(desk.address("change", story))
    page.get_by_role("tab", name=panel).click()
    return page.get_by_role("tabpanel", name=panel)


def selected(page):
    """The field that has the focus, and the words that are selected in it."""
    return page.evaluate(
        "() => { const f = document.activeElement;"
        " return [f.id, f.value.slice(f.selectionStart, f.selectionEnd)]; }"
    )


def test_a_finding_in_what_is_typed_leads_to_its_words(page, complaints):
    parts = {"sections": [{"heading": "Why", "body": "So."}]}
    panel = opened(page, make.story(parts, slug="told"), "Checks")
    page.evaluate(
        "document.addEventListener('desk:checks', (e) => (window.told = e.detail))"
    )
    gist = page.locator("#section_set-0 summary").first
    gist.click()
    body = page.locator("#id_section_set-0-body")
    body.fill("It was late. They met yesterday.")
    gist.click()

    panel.get_by_role("link", name="Section 1").click()

    assert selected(page) == ["id_section_set-0-body", "yesterday"]
    assert page.evaluate("window.told.fields['id_section_set-0-body']") == {
        "must": 0,
        "look": 1,
    }
    assert complaints == []


def test_a_warning_is_silenced_without_leaving_what_was_typed(page, complaints):
    panel = opened(page, make.story(slug="told", headline="Told"), "Checks")
    page.locator("#id_summary").fill("They met yesterday.[^notes]")
    expect(panel).to_contain_text("“yesterday” will soon be wrong")
    expect(page.get_by_role("tab", name="Checks")).to_have_text("Checks 0+1")

    panel.get_by_text("Never for this story").click()
    panel.get_by_label("Why?").fill("It is a quote.")
    panel.get_by_label("Why?").press("Enter")

    expect(page.locator("desk-beside + [data-said]")).to_contain_text("Not shown again")
    expect(panel).to_contain_text("Nothing stands in the way.")
    expect(page.locator("#id_summary")).to_have_value("They met yesterday.[^notes]")
    assert Waiver.objects.get().reason == "It is a quote."
    assert complaints == []


def test_a_name_is_linked_with_a_click_undone_and_saved(page, complaints):
    make.entity(name="The Harbour Board", slug="board")
    story = make.story(brief="Then The Harbour Board met.")
    panel, brief = opened(page, story, "Suggestions"), page.locator("#id_brief")
    link = panel.get_by_role("button", name="Link to The Harbour Board")

    link.click()
    expect(brief).to_have_value("Then @[The Harbour Board](board) met.")
    panel.get_by_role("button", name="Undo").click()
    expect(brief).to_have_value("Then The Harbour Board met.")
    link.click()
    brief.focus()
    page.keyboard.press("Control+z")
    expect(brief).to_have_value("Then The Harbour Board met.")
    page.keyboard.press("Control+Shift+z")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()

    story.refresh_from_db()
    assert story.brief == "Then @[The Harbour Board](board) met."
    assert story.storyentity_set.get().entity.slug == "board"
    assert complaints == []


def test_a_half_filled_row_says_what_it_lacks_until_it_is_there(page):
    story = make.story(
        {"timeline": [{"text": "It began."}], "quotes": [{"text": "So."}]}
    )
    page.goto(desk.address("change", story))
    event, quote = page.locator("#timelineevent_set-0"), page.locator("#quote_set-0")

    expect(event.locator(".unfinished")).to_have_text(
        "Before this can be published: "
        "Date: missing; give a day, or words in its place."
    )
    event.locator("summary").first.click()
    event.get_by_label("instead of a date").fill("spring")

    expect(event.locator(".unfinished")).to_be_hidden()
    expect(quote.locator(".unfinished")).to_be_visible()
