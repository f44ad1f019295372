"""A form whose rows came as values is the form that came whole."""

from itertools import zip_longest

import pytest
from playwright.sync_api import expect

from stories.models import Question, Story
from tests import filled, filled_paper
from tests.browser.cookies import session
from tests.support import desk

pytestmark = pytest.mark.browser

# Every element of the groups of rows: its name and attributes, what it says, what it
# holds and whether that was touched. How a group shows that it is equipped is the same.
MADE = """() => [...document.querySelectorAll("desk-parts .part, desk-parts .part *")]
    .map((one) => [
        one.localName,
        Object.fromEntries([...one.attributes]
            .filter(({ name, value }) => name !== "value" || value)
            .map(({ name, value }) => [name, value])),
        one.children.length || one.matches("textarea") ? "" : one.textContent,
        one.matches("input, textarea, select") ? one.value : "",
        one.checked ?? one.selected ?? "",
        one.matches("input, textarea") && one.value !== one.defaultValue,
        one.parentElement.closest("[id], .part").id,
    ])"""
SENT = "() => [...new FormData(document.getElementById('%s_form'))]"


@pytest.fixture
def owner(committed, client, settings, tmp_path, ana, request):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(ana)
    filled_paper.fill()
    kind = {"story": Story, "question": Question}[request.param]
    return kind.objects.get(slug=getattr(filled, request.param)()["slug"])


def opened(browser, live_server, client, **options):
    context = browser.new_context(base_url=live_server.url, **options)
    context.add_cookies([session(client, live_server)])
    return context.new_page()


def differences(one, other):
    """The first that there are, without what is another one at each visit."""
    pairs = zip_longest(one, other)
    own = ("csrfmiddlewaretoken", "_tab")
    return [(a, b) for a, b in pairs if a != b and not (a and a[0] in own)][:3]


@pytest.mark.parametrize("owner", ["story", "question"], indirect=True)
def test_rows_that_come_as_values_are_the_rows_that_came_whole(
    browser, live_server, client, owner, complaints
):
    page = opened(browser, live_server, client)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    forms = []
    for _visit in range(2):
        answer = page.goto(desk.address("change", owner)).text()
        expect(page.locator(":not(:defined)")).to_have_count(0)
        kind = owner._meta.model_name
        forms.append((len(answer), page.evaluate(MADE), page.evaluate(SENT % kind)))
    (whole, one, sent), (short, other, sent_too) = forms

    assert short < 0.6 * whole
    assert differences(sent, sent_too) == []
    assert differences(one, other) == []
    assert complaints == []
    page.context.close()


@pytest.mark.parametrize("owner", ["story"], indirect=True)
def test_who_has_switched_scripts_off_since_gets_every_field(
    browser, live_server, client, owner
):
    page = opened(browser, live_server, client, java_script_enabled=False)
    cookie = {"name": "desk-scripts", "value": "1", "url": f"{live_server.url}/admin/"}
    page.context.add_cookies([cookie])

    page.goto(desk.address("change", owner))
    expect(page.locator("[name=quote_set-0-text]")).to_have_count(1)

    assert page.url.endswith("?whole")
    page.context.close()


@pytest.mark.parametrize("owner", ["story"], indirect=True)
@pytest.mark.parametrize("script", ["desk", "row_values"])
def test_where_a_script_does_not_come_a_line_leads_to_the_whole_form(
    browser, live_server, client, owner, script
):
    page = opened(browser, live_server, client)
    page.goto(desk.address("change", owner))
    page.route(f"**/desk/{script}.js", lambda route: route.abort())

    page.goto(desk.address("change", owner))
    link = page.get_by_role("link", name="Show the whole form")
    expect(link).to_be_visible()
    assert page.locator(".part").count() == 0
    link.click()

    expect(page.locator("[name=quote_set-0-text]")).to_have_count(1)
    expect(link).to_have_count(0)
    page.locator("[name=headline]").fill("Another headline")
    page.locator(".desk-bar [name=_save]").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    after = Story.objects.get(pk=owner.pk).revisions.head().content
    before = owner.revisions.head().content
    assert after == before | {"headline": "Another headline"}
    page.context.close()


@pytest.mark.parametrize("owner", ["story"], indirect=True)
def test_a_row_that_came_as_values_is_saved_as_it_is_then(
    browser, live_server, client, owner
):
    page = opened(browser, live_server, client)
    before = owner.revisions.head().content
    for _visit in range(2):
        page.goto(desk.address("change", owner))
    page.locator("[name=quote_set-0-speaker]").evaluate(
        "field => field.closest('details.block').open = true"
    )
    page.locator("#quote_set-0 summary").first.click()
    page.locator("[name=quote_set-0-speaker]").fill("Somebody else")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved.")).to_be_visible()

    after = Story.objects.get(pk=owner.pk).revisions.head().content
    assert after["quotes"][0].pop("speaker") == "Somebody else"
    before["quotes"][0].pop("speaker")
    assert after == before
    page.context.close()
