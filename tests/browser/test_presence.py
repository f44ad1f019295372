"""Who else is at a form, as windows of a real browser tell each other."""

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser.cookies import session
from tests.support import desk

pytestmark = pytest.mark.browser

OTHER = "You, in another window"


@pytest.fixture
def context(browser, committed, live_server, client):
    """The browser of an editor who has signed in."""
    client.force_login(make.editor(username="ana"))
    opened = browser.new_context(base_url=live_server.url)
    opened.add_cookies([session(client, live_server)])
    opened.set_default_timeout(20_000)
    yield opened
    opened.close()


@pytest.fixture
def story():
    made = make.story()
    made.save_revision()
    return made


def pinged(said):
    return said.url.endswith("/presence/") and said.status == 200


def opened(page, story):
    """Open the form; who is there is known when the newsroom has answered."""
    with page.expect_response(pinged):
        page.goto(desk.address("change", story))


def test_a_window_that_saves_is_no_other_window(context, story):
    page = context.new_page()
    opened(page, story)
    told = []

    for number in range(4):
        page.locator("#id_summary").fill(f"It happened {number} times.")
        with page.expect_response(pinged):
            page.get_by_role("button", name="Save", exact=True).click()
        page.locator(".saved.fresh").wait_for()
        told.append(page.locator("desk-presence").inner_text())

    assert told == [""] * 4


def test_a_second_window_is_another_and_so_is_a_copy_of_the_first(context, story):
    first, second = context.new_page(), context.new_page()
    opened(first, story)
    # What a browser copies with a window, while its page is open.
    copied = first.evaluate("Object.entries(sessionStorage)")
    second.goto("/admin/login/")
    second.evaluate(
        "kept => { for (const [name, said] of kept) sessionStorage[name] = said }",
        copied,
    )

    opened(second, story)

    expect(second.locator("desk-presence")).to_have_text(OTHER)
    first.bring_to_front()
    with first.expect_response(pinged):
        first.reload()
    expect(first.locator("desk-presence")).to_have_text(OTHER)
