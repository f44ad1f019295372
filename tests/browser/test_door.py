"""The way in, in a real browser: no complaint of the policy, usable by everybody."""

import pytest
from playwright.sync_api import expect

from people import factor
from tests import make
from tests.browser.axe import barriers
from tests.support import door

pytestmark = pytest.mark.browser


@pytest.fixture
def ana(committed):
    return door.with_password(make.person("editor", username="ana"))


@pytest.fixture
def page(browser, committed, live_server, complaints):
    """A phone in front of the desk."""
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 390, "height": 800}
    )
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    opened.on("console", lambda said: complaints.append(said.text))
    opened.on("pageerror", lambda fault: complaints.append(str(fault)))
    yield opened
    context.close()


def faults(page, shown):
    """What stands in somebody's way, and whether anything sticks out.

    A click does not wait for the page that it leads to, which may have no element yet:
    `shown` is what only that page has.
    """
    expect(shown).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return barriers(page) + (["wide"] if wide else [])


def sign_in(page, ana):
    page.goto("/admin/login/?next=/admin/second-factor/")
    page.get_by_label("Username:").fill(ana.username)
    page.get_by_label("Password:").fill(door.PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_a_second_factor_is_taken_and_asked_for(page, ana, complaints):
    found = []
    sign_in(page, ana)
    found += faults(page, page.get_by_role("img", name="QR code of your key"))
    key = page.locator(".key").inner_text()
    page.get_by_label("The six digits").fill(door.code_of_letters(key))
    page.get_by_role("button", name="Switch it on").click()
    found += faults(page, page.locator(".codes li").last)
    expect(page.locator(".codes li")).to_have_count(10)
    recovery = page.locator(".codes li").first.inner_text()
    page.get_by_role("button", name="Sign out").click()

    sign_in(page, ana)
    found += faults(page, page.get_by_label("Code:"))
    page.get_by_label("Code:").fill(recovery)
    page.get_by_role("button", name="Sign in").click()

    expect(
        page.get_by_text("Signed in with a recovery code; 9 are left.")
    ).to_be_visible()
    assert factor.codes_left(ana) == 9
    assert found == []
    assert complaints == []
