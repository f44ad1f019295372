"""A share link in real browsers: the desk's, and one that has nothing else."""

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser.axe import barriers
from tests.browser.cookies import session
from tests.browser.wait import until
from tests.support import desk

pytestmark = pytest.mark.browser
# The addresses of all that the worker keeps.
KEPT = """caches.keys().then(names => Promise.all(names.map(
    name => caches.open(name).then(one => one.keys())))).then(
    lists => lists.flat().map(({url}) => url))"""


@pytest.fixture
def opened(browser, live_server, committed, complaints, settings):
    """A function that opens a page: the desk's with a session, or an outsider's."""
    settings.SITE_URL = live_server.url
    contexts = []

    def open_page(cookie=None, **options):
        wide = {"base_url": live_server.url, "viewport": {"width": 1280, "height": 900}}
        context = browser.new_context(**wide | options)
        contexts.append(context)
        if cookie:
            context.add_cookies([cookie])
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda said: complaints.append(said.text))
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_a_link_is_made_opened_commented_answered_and_taken_back(
    opened, client, live_server, complaints
):
    client.force_login(make.editor(username="ana"))
    story = make.story(summary="Twelve ministers met.", brief="Short.", report="Long.")
    story.save_revision()
    editor = opened(session(client, live_server))
    editor.goto(desk.address("change", story))
    editor.get_by_text("More", exact=True).last.click()
    editor.get_by_role("link", name="Shared with outsiders").click()
    editor.get_by_label("For whom").fill("Ruth, lawyer")
    editor.get_by_label("They may leave comments").press("Space")
    editor.get_by_role("button", name="Make the link").press("Enter")
    expect(editor.get_by_role("heading", name="The link for Ruth")).to_be_focused()
    expect(editor.get_by_role("button", name="Copy")).to_be_visible()
    address = editor.get_by_role("status", name="Address").inner_text()

    outside = opened(java_script_enabled=False, viewport={"width": 390, "height": 800})
    outside.goto(address)
    expect(outside.get_by_text("Draft. Confidential")).to_be_visible()
    outside.get_by_label("About", exact=True).select_option("What's happened")
    outside.get_by_label("The words it is about").fill("Twelve")
    outside.get_by_role("textbox", name="Your comment").fill("Nine met.")
    outside.get_by_role("button", name="Send").press("Enter")
    expect(outside.locator(".remarks li")).to_contain_text("Nine met.")
    assert outside.context.cookies() == []

    editor.goto(desk.address("talk", story))
    expect(editor.get_by_text("from outside, by the link for Ruth")).to_be_visible()
    editor.get_by_text("Reply", exact=True).first.click()
    editor.get_by_label("Reply", exact=True).fill("Mended.")
    editor.get_by_label("Ruth, lawyer may read this reply").check()
    editor.get_by_role("button", name="Send the reply").click()
    expect(editor.get_by_text("seen outside")).to_be_visible()
    outside.goto(f"{address}?depth=brief")
    expect(outside.get_by_text("Mended.")).to_be_visible()

    # The rules of axe are a script, which the page itself has none of.
    for scheme in ("light", "dark"):
        options = {"color_scheme": scheme, "viewport": {"width": 390, "height": 800}}
        looked = opened(bypass_csp=True, **options)
        looked.goto(address)
        assert barriers(looked) == []
        assert looked.evaluate("document.documentElement.scrollWidth") == 390
    rules = opened(session(client, live_server), bypass_csp=True)
    rules.goto(desk.address("sharing", story))
    assert barriers(rules) == []

    editor.goto(desk.address("sharing", story))
    editor.get_by_role("button", name="Take back: Ruth, lawyer").press("Enter")
    expect(editor.get_by_text("Taken back: Ruth, lawyer")).to_be_visible()
    outside.goto(address)
    expect(outside.get_by_role("heading", name="Nothing to see here")).to_be_visible()
    assert [said for said in complaints if "404" not in said] == []


def test_a_reader_s_browser_keeps_no_page_of_a_link(opened, live_server):
    """Its worker keeps what was read in the paper, for when there is no net."""
    make.published_story(slug="public")
    _link, secret = make.share_link(make.story(headline="Not out"))
    page = opened()
    page.goto("/stories/public/")
    until(page, "Boolean(navigator.serviceWorker.controller)")
    page.goto(f"/shared/{secret}/")
    expect(page.get_by_role("heading", name="Not out")).to_be_visible()
    page.goto("/stories/public/")
    until(page, f"{KEPT}.then(urls => urls.some(url => url.includes('/public/')))")

    assert not [url for url in page.evaluate(KEPT) if "shared" in url]
