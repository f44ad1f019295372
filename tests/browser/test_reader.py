"""What a reader takes along, in a real browser: with scripts, without, and offline."""

import re

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser.test_reading import LONG, STORY, open_page, paper
from tests.browser.wait import until
from tests.support.reader import picture

__all__ = ["open_page", "paper"]

pytestmark = pytest.mark.browser

EVERY_KIND = [
    *("/", STORY, f"{STORY}?depth=brief", f"{STORY}?depth=glance"),
    *(f"{STORY}editions/", f"{STORY}editions/1/", "/corrections/", "/archive/"),
    *("/questions/", "/questions/can-a-barrier-be-mended/", "/search/?q=barrier"),
    *("/topics/", "/topics/port-maren/", "/outlets/", "/settings/", "/offline/"),
    *("/about/", "/contact/", "/stories/nowhere/"),
]
BLOCKED = """
for (const name of ["localStorage", "sessionStorage", "caches"])
  Object.defineProperty(window, name, {get() { throw new DOMException("blocked") }});
delete Navigator.prototype.serviceWorker;
"""
KEPT = "caches.open('pages').then(c => c.keys()).then(k => k.length)"
FOCUSED = "() => document.activeElement.closest('section')?.id"


def test_where_nothing_can_be_kept_no_page_complains(paper, open_page, complaints):
    page = open_page()
    page.add_init_script(BLOCKED)
    for address in EVERY_KIND:
        page.goto(address)
        page.keyboard.press("j")
        page.wait_for_load_state("load")
    page.goto("/offline/")
    expect(page.get_by_role("link", name="Keep nothing more")).to_be_hidden()
    page.goto("/settings/")
    page.get_by_label("Dark", exact=True).check()

    expect(page.get_by_role("status")).to_contain_text("keeps nothing")
    assert [said for said in complaints if "404" not in said] == []


def test_a_switch_of_depth_goes_on_at_the_passage_reached(paper, open_page):
    page = open_page(viewport={"width": 390, "height": 600})
    page.goto(STORY)
    fourth = page.locator("#full-4")
    across = fourth.get_attribute("data-across")
    fourth.evaluate("part => part.scrollIntoView({behavior: 'instant'})")
    brief = page.locator(".ladder").get_by_role("link", name="In brief")
    expect(brief).to_have_attribute("href", re.compile(f"depth=brief#{across}$"))
    at = page.evaluate("scrollY")

    brief.evaluate("link => link.click()")
    expect(page.locator(f"#{across}")).to_be_in_viewport()
    expect(page.locator(f"#{across}")).to_be_focused()
    shared = page.url
    page.go_back()

    expect(fourth).to_be_in_viewport()
    assert abs(page.evaluate("scrollY") - at) < 100
    first = page.locator("#full-1")
    first.evaluate("part => part.scrollIntoView({behavior: 'instant'})")
    back = first.get_attribute("data-across")
    expect(brief).to_have_attribute("href", re.compile(f"depth=brief#{back}$"))
    assert back != across
    friend = open_page(java_script_enabled=False)
    friend.goto(shared)
    expect(friend.locator(f"#{across}")).to_be_in_viewport()


def test_without_scripts_a_reader_can_do_all_but_remember(paper, open_page):
    make.edition(make.story(slug="rates", headline="Rates froze", report=LONG))
    page = open_page(java_script_enabled=False)
    page.goto(STORY)
    page.locator(".ladder").get_by_role("link", name="In brief").click()
    expect(page.get_by_role("heading", name="In brief")).to_be_visible()
    page.goto(f"{STORY}?since=1")
    expect(page.locator("#since")).to_contain_text("Nothing new")
    expect(page.locator("#share")).to_contain_text(STORY)
    expect(page.locator("#share").get_by_role("button")).to_have_count(0)
    expect(page.locator("#share noscript > p")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download for BibTeX").click()
    assert download.value.suggested_filename == "maren-tidal-barrier-1.bib"
    page.goto("/search/")
    page.get_by_role("searchbox", name="Words").fill("rates")
    page.get_by_role("searchbox", name="Words").press("Enter")
    expect(page.get_by_role("link", name="Rates froze")).to_be_visible()
    for address in ("/settings/", "/offline/"):
        page.goto(address)
        told = page.locator("main noscript > p")
        expect(told).to_contain_text("needs JavaScript. Everything else")
        expect(told).to_be_visible()
        expect(page.get_by_role("radio")).to_have_count(0)
    expect(page.get_by_role("link", name="Keep nothing more")).to_be_hidden()


def test_what_was_read_is_kept_and_goes_when_it_is_withdrawn(
    open_page, committed, complaints
):
    story = make.story(slug="rates", headline="Rates froze", report=LONG)
    make.edition(story)
    page = open_page()
    page.goto("/stories/rates/")
    until(page, KEPT)
    until(page, "Boolean(navigator.serviceWorker.controller)")
    page.goto("/stories/rates/?depth=glance")
    until(page, f"{KEPT}.then(count => count === 2)")

    page.context.set_offline(True)
    page.reload()
    expect(page.locator("aside.kept")).to_contain_text("Edition 1, kept on")
    page.goto("/about/")
    expect(page.get_by_role("link", name="Rates froze")).to_have_count(1)
    expect(page.get_by_role("link", name="Keep nothing more")).to_be_visible()
    page.context.set_offline(False)
    story.withdraw(note="It was wrong.")
    page.goto("/offline/")
    assert page.evaluate(KEPT) == 2  # it asks no more often than once an hour
    page.evaluate("localStorage.asked = JSON.stringify({at: Date.now() - 4e6})")
    page.reload()
    until(page, f"{KEPT}.then(count => !count)")


def test_pictures_that_were_never_scrolled_to_are_kept_as_well(open_page, committed):
    image = picture(make.story(slug="other"), size=(1700, 900))
    words = {"key": "a", "alt": "A port.", "credit": "A. Ruiz", "licence": "Own work"}
    parts = {"figures": [words | {"image": image}]}
    make.edition(make.story(parts, slug="rates", report="\n\n".join([LONG] * 4)))
    page = open_page(viewport={"width": 390, "height": 600})
    page.goto("/stories/rates/")

    kept = "caches.open('files').then(c => c.keys()).then(k => k.map(r => r.url))"
    shown = "document.images[0].currentSrc"
    until(page, f"{kept}.then(all => all.includes({shown}))")


def test_keys_move_through_a_story_until_they_are_turned_off(paper, open_page):
    page = open_page()
    page.goto(STORY)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#key-points h2")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#happened h2")).to_be_focused()
    page.keyboard.press("?")
    page.keyboard.press("?")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("dialog", name="Single keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.wait_for_url("**depth=brief*")
    page.keyboard.press("Control+f")
    page.keyboard.press("/")
    page.wait_for_url("**/search/")
    page.get_by_role("combobox", name="Words").press_sequentially("jkgbf/?")
    expect(page.get_by_role("combobox", name="Words")).to_have_value("jkgbf/?")

    page.goto("/settings/")
    page.get_by_role("group", name="Single keys").get_by_label("Off").check()
    page.goto(STORY)
    page.keyboard.press("j")

    assert page.evaluate("document.activeElement === document.body")


def test_what_a_reader_knows_stays_folded_until_it_is_asked_for(paper, open_page):
    page = open_page()
    page.goto(STORY)
    events = page.locator("#history .timeline:not(.ahead)")
    page.get_by_role("button", name="I know this").click()
    page.reload()
    expect(events).to_be_hidden()
    page.get_by_role("button", name="Show it").click()
    expect(events.locator("li").first).to_be_visible()
    page.get_by_role("button", name="I know this").click()

    page.goto("/settings/")
    page.get_by_role("button", name="Unfold what I know").click()
    page.goto(STORY)

    expect(events.locator("li").first).to_be_visible()


def test_who_comes_back_to_the_front_hears_how_much_is_new(open_page, committed):
    make.published_story(slug="rates", headline="They rose")
    page = open_page()
    page.goto("/")
    page.reload()
    expect(page.locator("#back")).to_be_hidden()
    page.evaluate("localStorage.visit = JSON.stringify({at: Date.now() - 4e6})")

    page.reload()
    expect(page.locator("#back")).to_contain_text("1 story has new facts since")
    page.get_by_role("link", name="Show only those").click()

    expect(page).to_have_url(re.compile(r"/since/\d{4}-\d{2}-\d{2}/$"))
    expect(page.get_by_role("main")).to_contain_text("They rose")


def test_keys_walk_all_blocks_of_a_long_story_to_the_end_and_back(paper, open_page):
    page = open_page()
    page.goto(STORY)
    ids = "all => all.map(block => block.id)"
    blocks = page.locator("main article > section[id]").evaluate_all(ids)

    def walk(key):
        page.keyboard.press(key)
        return page.evaluate(FOCUSED)

    assert [walk("j") for _ in blocks] == blocks
    assert walk("j") == blocks[-1]
    assert [walk("k") for _ in blocks[1:]] == blocks[-2::-1]


def test_the_menu_of_a_phone_is_left_with_escape(paper, open_page):
    page = open_page(viewport={"width": 390, "height": 600})
    page.goto("/")
    page.locator(".masthead summary").click()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    expect(page.locator(".masthead details")).not_to_have_attribute("open", "")
    expect(page.locator(".masthead summary")).to_be_focused()


def test_the_address_of_a_search_says_only_what_is_asked(paper, open_page):
    page = open_page()
    page.goto("/search/")
    page.get_by_role("combobox", name="Words").press_sequentially("barrier")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"/search/\?q=barrier$"))
    assert page.title().startswith("barrier – Search – ")


def test_on_a_phone_contents_are_seen_at_once_and_folded_topics_where_wanted(
    open_page, committed
):
    named = [make.entity(name=f"Name {n}", slug=f"e-{n}") for n in range(8)]
    parts = {"entities": [{"entity": entity} for entity in named]}
    make.edition(make.story(parts, slug="rates", summary="S.", report=LONG))
    page = open_page(viewport={"width": 390, "height": 844})
    page.goto("/stories/rates/")
    box = page.locator("details.contents summary").bounding_box()
    last = page.get_by_role("link", name="Name 7")

    assert box["y"] + box["height"] <= 844
    expect(last).to_be_hidden()
    page.locator("#deeper summary").click()
    expect(last).to_be_visible()
    page.reload()
    page.emulate_media(media="print")
    assert last.bounding_box()["height"] > 0
    # Within a grid a heading may end a page, and half of a page stay empty.
    expect(page.locator("#deeper")).to_have_css("display", "block")
