"""A list under the field of a search, for mouse, keyboard and screen readers."""

import re

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser.axe import barriers

pytestmark = pytest.mark.browser


def open_list(page, address="/search/"):
    """Half a word is typed; the field, and the options that are shown."""
    make.entity(name="Harbour Board", slug="board", open=True)
    make.published_story(headline="The harbour froze", slug="froze")
    page.goto(address)
    field = page.locator("main form.search [name=q]")
    field.fill("")  # who found nothing has words there
    field.press_sequentially("harb")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options).to_have_count(2)
    return field, options


def test_a_page_is_chosen_by_keys_and_the_field_says_which(page, committed):
    field, options = open_list(page)

    expect(field).to_have_attribute("aria-expanded", "true")
    assert barriers(page) == []
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "suggestion-1")
    field.press("ArrowUp")
    expect(field).to_have_attribute("aria-activedescendant", "")
    field.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    expect(field).to_be_focused()
    field.press("Enter")

    page.wait_for_url("**/stories/froze/")


def test_a_list_closes_and_what_was_typed_is_still_there(page, committed):
    field, options = open_list(page)

    field.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_value("harb")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press("o")
    expect(options).to_have_count(2)
    page.locator("h1").click()
    expect(options).to_have_count(0)
    field.press("Enter")

    page.wait_for_url(re.compile(r"/search/\?q=harbo$"))


def test_what_is_typed_while_an_answer_comes_is_asked_for_too(page, committed):
    make.published_story(headline="The harbour froze", slug="froze")
    held = []
    page.clock.install()
    page.goto("/search/")
    field = page.locator("main form.search [name=q]")
    page.route(re.compile(r"/suggestions/\?q=ha$"), lambda route: held.append(route))
    with page.expect_request(re.compile(r"\?q=ha$")):
        field.press_sequentially("ha")
        page.clock.run_for(250)
    field.press_sequentially("rb")
    while not held:
        page.wait_for_timeout(10)

    held.pop().continue_()

    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    with page.expect_request(re.compile(r"\?q=harb$")):
        page.clock.run_for(250)


def test_a_page_is_chosen_by_mouse_where_nothing_was_found(page, committed):
    _field, options = open_list(page, "/no-such-page/")

    options.first.click()

    page.wait_for_url("**/topics/board/")


def test_what_a_search_is_narrowed_to_is_answered_in_place(page, committed):
    make.published_story(headline="The harbour froze")
    make.published_question(title="Whose harbour?")
    page.goto("/search/?q=harbour")
    links = page.locator("#found").get_by_role("link")
    expect(links).to_have_count(2)
    page.get_by_text("Narrow it down").click()

    page.get_by_label("Kind").select_option("question")

    expect(links).to_have_count(1)
    page.wait_for_url(re.compile(r"/search/\?q=harbour&kind=question$"))
