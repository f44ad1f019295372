"""Taking in what others say, in a real browser: pasted, ticked, dragged."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from desk.models import Buffer, Comment
from sources.models import Outlet
from stories.models import Story, StorySource
from tests import make, web
from tests.browser.wait import until
from tests.support import desk

pytestmark = pytest.mark.browser

PAGE = "<title>{0}</title><meta name='author' content='{1}'>"


@pytest.fixture
def site(settings):
    settings.FETCH_SOURCES = True
    settings.FETCH_SECONDS = 2
    settings.FETCH_ALLOW_HOSTS = ["127.0.0.1"]
    with web.site() as opened:
        yield opened


def test_pasted_addresses_become_rows_of_the_form(page, site, complaints):
    make.outlet(name="The Paper", slug="the-paper", domains="127.0.0.1")
    known = make.source(url="https://other.example/x", title="Known")
    had = {"key": "the-paper-1", "title": "First"}
    story = make.story({"sources": [had]}, headline="Rates rise")
    one = site.says("/1", PAGE.format("One", "Reuters"))
    two = site.says("/2", PAGE.format("Two", "Jo Doe"))
    lines = [one, "http://10.0.0.1/", two, known.url, f"{one}?utm_source=x"]

    page.goto(desk.address("change", story))
    page.get_by_label("Paste addresses").fill("\n".join(lines))
    page.get_by_role("button", name="Fetch and add").click()
    found = page.locator("desk-intake li")
    expect(found.nth(0)).to_contain_text("This looks like Reuters text.")
    expect(found.nth(4)).to_contain_text("has it already, as the-paper-2.")
    expect(found.nth(1)).to_contain_text("leads into a private network")
    expect(found.nth(3)).to_contain_text("We have this already.")
    found.nth(0).get_by_role("button", name="Set “text from” to Reuters").click()
    found.nth(1).get_by_role("button", name="Add anyway").click()
    expect(found.nth(1)).to_contain_text("Added as 10-1.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()

    rows = StorySource.objects.filter(story=story)
    assert [(row.key, row.title, row.syndicated_from) for row in rows] == [
        ("the-paper-1", "First", ""),
        ("the-paper-2", "One", "Reuters"),
        ("the-paper-3", "Two", ""),
        ("other-1", "Known", ""),
        ("10-1", "", ""),
    ]
    assert all(row.source for row in rows[1:])
    assert complaints == []


def test_an_editor_confirms_whose_a_host_is_where_it_was_pasted(page, site, complaints):
    other = make.outlet(name="Other", domains="other.example")
    story = make.story({"sources": [{"key": "first", "title": "First"}]})
    named = PAGE.format("One", "Jo Doe")
    address = site.says(
        "/1", f'{named}<meta property="og:site_name" content="Reuters">'
    )

    page.goto(desk.address("change", story))
    page.get_by_label("Paste addresses").fill(address)
    page.get_by_role("button", name="Fetch and add").click()
    outlet = page.locator("#id_storysource_set-1-outlet")
    expect(outlet).to_have_value("")
    page.get_by_role("button", name="127.0.0.1 is Reuters: note it").click()
    expect(page.locator("desk-intake li")).to_contain_text("Noted.")
    expect(outlet).to_have_value("Reuters")
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()

    reuters = Outlet.objects.exclude(pk=other.pk).get()
    assert (reuters.name, reuters.domains) == ("Reuters", "127.0.0.1")
    assert story.storysource_set.last().outlet == "Reuters"
    assert complaints == []


def test_the_pages_of_intake_are_there_for_everyone(page, site, complaints):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    story = make.story()
    feed = make.feed(outlet=make.outlet(name="The Paper"))
    make.announced(feed=feed, title="Rates rise", author="Reuters")
    make.announced(title="Rates rise", gone=True)

    for scheme, address in (
        ("light", "/admin/sources/feeditem/"),
        ("dark", "/admin/sources/feeditem/"),
        ("light", "/admin/sources/feed/add/"),
        ("dark", f"/admin/sources/feed/{feed.pk}/change/"),
        ("light", desk.address("sources", story)),
        ("dark", "/admin/sources/source/take/?url=https://paper.example/a"),
        ("light", "/admin/sources/source/add/"),
        ("dark", "/admin/sources/source/bookmark/"),
    ):
        page.emulate_media(color_scheme=scheme)
        page.goto(address)
        found = axe.run(page).response["violations"]
        assert [fault["id"] for fault in found] == [], address
        page.set_viewport_size({"width": 390, "height": 800})
        until(page, "document.documentElement.scrollWidth <= 390")
        page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="Take as a source").click()
    expect(page.get_by_text("drag it to the bar of your bookmarks")).to_be_visible()
    assert complaints == []


PASTED = Path(__file__).parent.parent / "support/pasted"
COPY = """([html, words]) => document.addEventListener("copy", (event) => {
  event.clipboardData.setData("text/html", html);
  event.clipboardData.setData("text/plain", words);
  event.preventDefault();
}, { once: true })"""


def copy(page, name):
    """Put a document on the clipboard, as another programme would."""
    html = (PASTED / f"{name}.html").read_text()
    words = re.sub(r"<[^>]*>", "", re.sub(r"</(?:p|h\d)>", "\n", html))
    page.evaluate(COPY, [html, words])
    page.locator("body").press("Control+c")


def test_a_document_that_is_pasted_fills_the_whole_form_and_comes_back(
    page, complaints
):
    page.goto("/admin/stories/story/new/")
    box = page.get_by_label("Paste links or type what happened")
    kept, said = page.locator("[name=document]"), page.locator("desk-manuscript")
    copy(page, "word")
    box.focus()
    page.keyboard.press("Control+v")
    expect(said).to_contain_text("3 headings. It can fill the whole form.")
    page.keyboard.type(".")
    expect(kept).to_have_value("")
    expect(said).to_contain_text("Or a whole document")
    copy(page, "docs")
    box.focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+v")
    expect(kept).not_to_have_value("")
    page.get_by_role("button", name="Make a whole draft of it").click()

    expect(page.locator("#id_headline")).to_have_value("Water returns to the old canal")
    report = page.get_by_role("region", name="What you pasted")
    expect(report).to_contain_text("Key points → Key points")
    expect(report.locator("textarea")).to_have_value(re.compile("Is this still true"))
    page.locator("#id_kicker").fill("Water")
    expect(page.locator("desk-buffer")).to_contain_text("Kept")
    report.get_by_role("button", name="Undo all of it").click()

    expect(page.get_by_text("what you pasted is in the box again")).to_be_visible()
    expect(box).to_have_value(re.compile("After nine years the sluice opened"))
    expect(said).to_contain_text("4 headings. It can fill the whole form.")
    (typed,) = Buffer.objects.unsaved()
    assert dict(typed.pairs)["kicker"] == "Water"
    page.get_by_role("button", name="Make a whole draft of it").click()
    expect(page.locator("desk-buffer")).to_contain_text("Kept")
    page.get_by_role("button", name="Undo all of it").click()
    expect(box).to_have_value(re.compile("After nine years the sluice opened"))
    assert [*Buffer.objects.unsaved()] == [typed]
    page.get_by_role("button", name="Make a whole draft of it").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    story = Story.objects.get()
    assert [point.text.replace("\r", "") for point in story.keypoint_set.all()] == [
        *("Boats return in June\n\n- small ones only", "Tolls stay")
    ]
    (comment,) = Comment.objects.of(story)
    assert comment.body.replace("\r", "") == (
        "Comments:\n– Is this still true?\n\nStruck out:\n– , and badly"
    )
    assert complaints == []
