"""Addresses offered while a name is typed, by whichever form."""

import re

import pytest
from playwright.sync_api import expect

from desk.models import Buffer
from stories.models import Story
from tests import make
from tests.browser.wait import until

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("add", "field", "more"),
    [
        ("/admin/stories/story/add/", "headline", ""),
        ("/admin/stories/question/add/", "title", ""),
        ("/admin/sources/outlet/add/", "name", "2"),
    ],
)
def test_an_address_is_offered_until_somebody_writes_one(
    page,
    complaints,
    add,
    field,
    more,
):
    make.outlet(name="Lodz Thjod", slug="lodz-thjod")
    page.goto(add)
    name, slug = page.locator(f"#id_{field}"), page.locator("#id_slug")

    name.press_sequentially("Łódź, Þjóð")
    expect(slug).to_have_value(f"lodz-thjod-{more}".strip("-"))
    slug.fill("mine")
    name.fill("北京")
    expect(slug).to_have_value("mine")
    slug.fill("")
    name.fill("Đà Nẵng")

    expect(slug).to_have_value("da-nang")
    assert complaints == []


def test_the_short_form_shows_the_address_that_it_will_have(page, complaints):
    page.goto("/admin/stories/story/new/")
    page.get_by_label("Paste links or type what happened").fill("So.")
    page.get_by_role("button", name="Go on").click()

    page.locator("#id_headline").fill("Прем’єр подав заяву")

    expect(page.locator(".address")).to_contain_text("/stories/premier-podav-zayavu/")
    assert complaints == []


def test_an_address_that_is_offered_while_one_saves_is_no_unsaved_text(page):
    page.goto("/admin/stories/story/new/")
    page.get_by_label("Paste links or type what happened").fill("So.")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("desk-quick:defined")).to_be_visible()
    offers, saves = [], []
    page.route(re.compile("/slug/"), lambda route: offers.append(route))
    page.route("**/story/new/", lambda route: saves.append(route))

    with page.expect_request(re.compile("/slug/")):
        page.locator("#id_headline").fill("Rain at the port")
    with page.expect_request("**/story/new/"):
        page.locator("[name=_save]").click(no_wait_after=True)
    with page.expect_response(re.compile("/slug/")):
        offers.pop().fulfill(json={"slug": "rain-late"})
    saves.pop().continue_()
    page.get_by_text("Saved.").wait_for()
    own = "!Object.keys(localStorage).some((name) => name.startsWith('desk.kept:'))"
    until(page, own)

    assert Story.objects.get().slug != "rain-late"
    assert not Buffer.objects.unsaved().exists()
