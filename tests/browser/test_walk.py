"""One story from nothing to print, in one sitting, as an editor would write it."""

import pytest
from playwright.sync_api import expect

from stories.models import Story
from tests import make, web
from tests.browser.windows import last_click
from tests.support import door, photos

pytestmark = pytest.mark.browser

PAGE = "<title>{0}</title><meta name='author' content='{1}'>"
OUTLETS = ("Gazette", "Herald", "Courier")


@pytest.fixture
def site(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.FETCH_SOURCES = True
    settings.FETCH_SECONDS = 2
    settings.FETCH_ALLOW_HOSTS = ["127.0.0.1"]
    with web.site() as opened:
        yield opened


@pytest.fixture
def page(browser, committed, live_server, complaints):
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 1400, "height": 900}
    )
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    opened.on("console", lambda said: complaints.append(said.text))
    opened.on("pageerror", lambda fault: complaints.append(str(fault)))
    yield opened
    context.close()


def sign_in(page):
    ana = door.with_password(make.editor(username="ana"))
    key, _codes = door.with_phone(ana)
    page.goto("/admin/")
    page.get_by_label("Username").fill("ana")
    page.get_by_label("Password").fill(door.PASSWORD)
    page.keyboard.press("Enter")
    page.locator("[name=code]").fill(door.code_of(key))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The desk")).to_be_visible()
    return ana


def start(page, site):
    """Paste three links and what happened into the one box."""
    links = [
        site.says(f"/{name}", PAGE.format(f"{name}: ferries stop", "A. Reporter"))
        for name in OUTLETS
    ]
    page.get_by_role("link", name="New story").click()
    box = page.get_by_label("Paste links or type what happened")
    box.fill("\n".join(["The ferries have stopped.", *links]))
    page.get_by_role("button", name="Go on").click()
    page.locator("#id_headline").fill("Why the ferries stopped")
    expect(page.locator(".address")).to_be_visible()  # it moves what stands below
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def open_block(page, name):
    """Open an empty block from the list of blocks, with the keys."""
    page.locator(f"nav.desk-blocks a[href='#block-{name}']").focus()
    page.keyboard.press("Enter")
    block = page.locator(f"#block-{name}")
    expect(block).to_have_attribute("open", "")
    return block


def write_by_keys(page, keys):
    """The brief and a section, with citations and a mention, and no mouse."""
    board = page.keyboard
    expect(page.locator(".unsaved-line")).to_be_attached()  # the scripts are there
    page.wait_for_load_state("networkidle")
    page.locator("#id_summary").focus()
    expect(page.get_by_role("toolbar", name="Markup")).to_be_visible()
    board.press("Control+End")
    cite(page, keys[0])
    open_block(page, "brief")
    page.locator("#id_brief").focus()
    board.type("Nobody sails to @Kettle")
    page.get_by_role("option", name="Kettle Island").wait_for()
    board.press("Enter")
    board.type(" today.")
    cite(page, keys[1])
    open_block(page, "sections").locator(".addlink").focus()
    board.press("Enter")
    board.type("Why now?")
    board.press("Tab")
    board.type("Talks failed.")
    cite(page, keys[2])


def cite(page, key):
    page.keyboard.type(f"[^{key}")
    page.get_by_role("option", name=key).wait_for()
    page.keyboard.press("Enter")


def add_parts(page, keys, question):
    """A quote with its source, and a question that readers ask."""
    quotes = open_block(page, "quotes")
    quotes.locator(".addlink").click()
    page.locator("#id_quote_set-0-text").fill("We will not sail.")
    quotes.get_by_label("Speaker:").fill("A captain")
    page.locator("#id_quote_set-0-source").fill(keys[0])
    asked = open_block(page, "questions")
    asked.locator(".addlink").click()
    asked.get_by_label("Question:").fill("sail")
    page.get_by_role("option", name=question.title).click()


def look_at_each_depth(page):
    """The page beside the form, as readers would get it."""
    inside = page.frame_locator("iframe.desk-frame")
    for depth, words in (
        ("Glance", "The ferries have stopped."),
        ("Brief", "Nobody sails to"),
        ("Full", "Talks failed."),
    ):
        page.get_by_role("button", name=depth, exact=True).click()
        expect(inside.get_by_text(words).first).to_be_attached()


def add_picture(page, story, tmp_path):
    file = tmp_path / "port.jpg"
    file.write_bytes(photos.talkative())
    row = open_block(page, "image")
    row.locator(".addlink").click()
    with page.expect_popup() as opening:
        row.get_by_text("Upload a picture").click()
    opened = opening.value
    opened.locator("#id_file").set_input_files(file)
    opened.get_by_label("Alternative text:").fill("A port without ships.")
    opened.get_by_label("Credit:").fill("A. Ruiz")
    opened.get_by_label("Licence:").fill("Own work")
    last_click(opened.get_by_role("button", name="Save"))
    expect(row.locator("desk-picture img")).to_be_visible()


def test_a_story_goes_from_three_links_to_print(page, site, tmp_path, complaints):
    make.entity(name="Kettle Island", slug="kettle-island", kind="place", open=True)
    question = make.question(title="When do they sail again?", slug="when")
    make.edition(question)
    sign_in(page)
    start(page, site)
    story = Story.objects.get()
    keys = [row.key for row in story.storysource_set.all()]
    assert len(keys) == 3
    write_by_keys(page, keys)
    add_parts(page, keys, question)
    look_at_each_depth(page)
    add_picture(page, story, tmp_path)
    with page.expect_navigation():  # A save before this one has said “Saved.”, too.
        page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_role("button", name="Save and publish").click()
    page.get_by_role("button", name="Publish edition 1").click()
    expect(page.get_by_text("Live: edition 1.").first).to_be_visible()

    page.goto(f"/stories/{Story.objects.get().slug}/")

    for words in ("Why the ferries stopped", "We will not sail.", question.title):
        expect(page.get_by_text(words).first).to_be_attached()
    assert page.get_by_role("link", name="Kettle Island").count() >= 1
    assert page.locator(".picture img").count() == 1
    assert complaints == []
