"""The paper in a real browser: what only a browser shows."""

import datetime as dt
import functools
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from playwright.sync_api import expect

from stories.models.record import CANCEL_BEFORE
from tests import make
from tests.browser.axe import barriers
from tests.support.folio import barrier, canteens
from tests.support.reader import publish
from tests.test_paper import crawl

pytestmark = pytest.mark.browser

STORY = "/stories/maren-tidal-barrier/"
# Data for machines, and what a reader does not open.
NO_PAGES = re.compile("_json$|^cite|^manifest$|^offline_worker$|^image$|^rendition$")


@functools.cache  # The paper is the same each time, and a crawl takes seconds.
def every_kind():
    """One address of each kind of page that a reader can get to."""
    found = {}
    for address, (status, page) in crawl(Client()).items():
        name = resolve(urlsplit(address).path).url_name if status == 200 else "missing"
        if page and not NO_PAGES.search(name):
            found.setdefault((name, urlsplit(address).query), address)
    assert len(found) > 20
    return [*found.values(), "/search/?q=barrier", "/offline/", f"{STORY}?since=1"]


@pytest.fixture
def paper(committed):
    publish(barrier())
    publish(canteens())
    make.first_pages()


@pytest.fixture
def open_page(browser, committed, live_server, complaints):
    """Opens pages of the paper, in contexts of the kind that a test asks for."""
    contexts = []

    def opened(**options):
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text))
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        return page

    yield opened
    for context in contexts:
        context.close()


def test_a_scheduled_edition_goes_live_with_nothing_running_but_the_server(
    open_page, time_machine
):
    story = make.published_story(slug="rates", headline="Before")
    story.headline = "After"
    story.save()
    at = timezone.now() + CANCEL_BEFORE + dt.timedelta(seconds=1)
    make.edition(story, at=at)
    page = open_page()
    page.goto("/stories/rates/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Before")

    time_machine.move_to(at)
    page.reload()

    expect(page.get_by_role("heading", level=1)).to_have_text("After")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_readers_of_every_kind_can_read_every_page(
    paper, open_page, complaints, width, scheme
):
    page = open_page(
        color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True
    )
    for address in every_kind():
        page.goto(address)

        assert barriers(page) == [], address


def test_without_scripts_a_deeper_telling_begins_at_the_matching_passage(
    paper, open_page
):
    page = open_page(java_script_enabled=False)
    page.goto(f"{STORY}?depth=brief")

    page.get_by_role("link", name="More on this in the full version").nth(1).click()

    assert "#" in page.url
    place = page.url.rpartition("#")[2]
    expect(page.locator(f'[id="{place}"]')).to_be_in_viewport()
    page.go_back()
    assert page.url.endswith("depth=brief")


LONG = "\n\n".join(f"Paragraph {number}." for number in range(60))


def changed(story):
    story.report += "\n\nNews."
    story.save()
    make.edition(story, kind="development", note="There is news.")


def test_who_comes_back_is_told_what_is_new_and_nobody_else_is(open_page, complaints):
    story = make.story(slug="rates", report=LONG)
    make.edition(story)
    page, stranger = open_page(), open_page()
    page.goto("/stories/rates/")
    page.locator("#method").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    changed(story)

    page.reload()
    page.get_by_role("link", name="See what is new since").click()

    expect(page.locator("#since")).to_contain_text("1 part is new or changed")
    expect(page.locator(".mark")).to_have_text(["New since edition 1"])
    stranger.goto("/stories/rates/")
    expect(stranger.get_by_role("link", name="See what is new since")).to_have_count(0)
    assert complaints == []


COLUMNS = """() => {
  const ends = {};
  for (const item of document.querySelectorAll(".desks :is(h2, li)")) {
    const {left, bottom} = item.getBoundingClientRect();
    ends[left] = Math.max(ends[left] ?? 0, bottom);
  }
  return Object.values(ends);
}"""


def test_desks_of_any_size_fill_columns_that_end_together(open_page):
    for name, stories in (("Small", 1), ("Large", 9), ("Last", 1)):
        desk = make.desk(name=name)
        for number in range(stories):
            make.published_story(desk=desk, headline=f"{name} {number}")
    for number in range(5):
        make.pick(make.published_story(headline=f"On top {number}"))
    page = open_page(viewport={"width": 1280, "height": 800})
    page.goto("/")

    ends = page.evaluate(COLUMNS)

    assert len(ends) == 3
    a_story = page.locator(".desks li").first.bounding_box()["height"]
    assert max(ends) - min(ends) < 2 * a_story


def test_a_page_that_was_only_opened_was_not_read(open_page):
    story = make.story(slug="rates", report=LONG)
    make.edition(story)
    page = open_page(viewport={"width": 390, "height": 400})
    page.goto("/stories/rates/")
    page.wait_for_timeout(200)

    assert page.evaluate("localStorage.getItem('read')") is None


def test_with_storage_blocked_the_page_reads_as_ever(open_page, complaints):
    make.edition(make.story(slug="rates", headline="Rates", report="Short."))
    page = open_page()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage',"
        " {get() { throw new DOMException('blocked') }})"
    )
    page.goto("/stories/rates/")
    page.locator("#method").scroll_into_view_if_needed()
    page.wait_for_timeout(200)

    expect(page.get_by_role("heading", level=1)).to_have_text("Rates")
    assert complaints == []


def test_settings_are_kept_in_the_browser_and_nowhere_else(open_page, complaints):
    make.edition(make.story(slug="rates", summary="S.", brief="Short.", report=LONG))
    page = open_page()
    page.goto("/settings/")
    for choice in ("Dark", "Larger", "In brief"):
        page.get_by_label(choice, exact=True).check()
    expect(page.get_by_role("status")).to_have_text("Kept in this browser.")

    page.goto("/stories/rates/")

    expect(page.get_by_role("heading", name="In brief")).to_be_visible()
    paper = page.evaluate("getComputedStyle(document.documentElement).colorScheme")
    assert paper == "dark"
    assert (
        page.evaluate("getComputedStyle(document.documentElement).fontSize") == "18px"
    )
    page.get_by_role("link", name="In full").first.click()
    expect(page.get_by_text("Paragraph 59.")).to_be_attached()
    assert page.context.cookies() == []
    assert complaints == []


def test_search_answers_without_a_script(open_page):
    make.edition(make.story(headline="Harbour froze"))
    plain = open_page(java_script_enabled=False)

    plain.goto("/search/")
    plain.get_by_role("searchbox").fill("harbour")
    plain.get_by_role("searchbox").press("Enter")

    expect(plain.get_by_role("link", name="Harbour froze")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_term_is_explained_beside_it_by_keyboard_and_without_scripts(
    open_page, language
):
    """Where a reader has the text, in the paper's own type and within the window."""
    meaning = "A wall that holds water, told in so many words that they fill lines."
    parts = {"glossary": [{"term": "dam", "meaning": meaning}]}
    text = {"summary": "The name of what has broken is a dam.", "language": language}
    make.published_story(parts=parts, slug="dam", **text)
    page = open_page(java_script_enabled=False, viewport={"width": 390, "height": 700})
    page.goto("/stories/dam/")
    button, said = page.locator("dfn + button"), page.locator("[popover]")

    expect(said).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")

    expect(said).to_be_visible()
    there, shown = button.bounding_box(), said.bounding_box()
    assert 0 <= shown["y"] - (there["y"] + there["height"]) <= 40, "not under its term"
    assert shown["x"] >= 0
    assert shown["x"] + shown["width"] <= 390
    page.keyboard.press("Escape")
    expect(said).to_be_hidden()


def test_a_term_and_its_meaning_have_no_barriers(open_page):
    parts = {"glossary": [{"term": "dam", "meaning": "A wall that holds water."}]}
    make.published_story(parts=parts, slug="dam", summary="What has broken is a dam.")
    page = open_page()
    page.goto("/stories/dam/")
    page.locator("dfn + button").click()

    expect(page.locator("[popover]")).to_be_visible()
    assert barriers(page) == []
