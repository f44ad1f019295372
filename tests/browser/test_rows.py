"""Every form of the desk by hand: each group of rows takes new rows and keeps them."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import RequestFactory
from django.urls import reverse
from playwright.sync_api import expect

from sources.models import Feed
from stories.models import Story
from tests import make
from tests.browser.cookies import session
from tests.samples import sample
from tests.support import door, photos

pytestmark = pytest.mark.browser

# Who may do everything.
OWNER = get_user_model()(is_active=True, is_superuser=True)
# The fields of a row or form that a hand may still fill: name, type, last choice.
EMPTY = """place => [...place.querySelectorAll(":is(input, textarea, select)[name]")]
    .filter((field) => !field.value)
    .filter((field) => field.checkVisibility() || field.type === "file")
    .filter((field) => !place.matches("form") || field.required)
    .map((field) => [field.name, field.type, field.matches(".admin-autocomplete")])"""
WRITE = """([place, said]) => { for (const [name, value] of Object.entries(said)) {
    const field = place.querySelector(`[name="${name}"]`);
    if (!field.matches("select")) field.value = value;
    else field.selectedIndex = Math.min(value, field.length - 1);
    for (const kind of ["input", "change"])
        field.dispatchEvent(new Event(kind, { bubbles: true }));
} }"""
# Opens a block, and waits until it has begun: an empty one gets its first row then.
OPEN = """summary => new Promise((done) => {
    summary.parentElement.addEventListener("toggle", done, { once: true });
    summary.click();
}).then(() => true)"""
# What a row says: its fields by name, without what a hand doesn't write.
SAYS = """row => Object.fromEntries([...row.querySelectorAll("[name]")]
    .filter((field) => field.matches("input:not([type=hidden]), textarea, select"))
    .map((field) => [field.name.replace(/^.*-/, ""), field.value])
    .filter(([name, value]) => value && !["position", "DELETE"].includes(name)))"""


@pytest.fixture
def page(browser, committed, live_server, client, complaints, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(make.editor(username="ana"))
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 1280, "height": 900}
    )
    context.add_cookies([session(client, live_server)])
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    opened.on(
        "console", lambda said: said.type != "info" and complaints.append(said.text)
    )
    opened.on("pageerror", lambda fault: complaints.append(str(fault)))
    yield opened
    context.close()


def test_an_account_is_made_and_its_owner_signs_in_and_writes(
    page, browser, live_server, complaints
):
    """All by hand, from the desk's first page: an account, its role, a first story."""
    make.desk(name="World"), make.desk(name="City")
    page.goto("/admin/")
    page.locator(".desk-nav summary").click()
    page.get_by_role("link", name="Users", exact=True).click()
    page.get_by_role("link", name="Add user").click()
    page.get_by_label("Username:").fill("tom")
    for name in ("password1", "password2"):
        page.locator(f"[name={name}]").fill(door.PASSWORD)
    page.get_by_role("button", name="Add: Role at a desk").click()
    page.get_by_label("Role:").select_option("Contributor")
    page.get_by_label("Desk:").select_option("City")
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_contain_text("tom")

    own = browser.new_context(base_url=live_server.url).new_page()
    own.bring_to_front()
    own.goto("/admin/")
    own.get_by_label("Username").fill("tom")
    own.get_by_label("Password").fill(door.PASSWORD)
    own.keyboard.press("Enter")
    own.get_by_role("link", name="New story").click()
    own.get_by_label("Paste links or type").fill("The bridge closed.")
    own.get_by_role("button", name="Go on").click()
    expect(own.locator("#id_headline")).to_be_focused()
    own.keyboard.type("Bridge closes")
    # The line with the address comes when it is known, and moves what stands below.
    expect(own.get_by_text("The address will be")).to_be_visible()
    own.get_by_role("button", name="Save", exact=True).click()
    expect(own.get_by_text("Saved.")).to_be_visible()
    own.context.close()

    (story,) = Story.objects.all()
    assert (story.headline, story.desk.name) == ("Bridge closes", "City")
    assert story.revisions.head().created_by.username == "tom"
    assert complaints == []


def addable():
    """What the desk has a form for to make it."""
    asking = RequestFactory().get("/")
    asking.user = OWNER
    registry = admin.site._registry.items()
    return [model for model, made in registry if made.has_add_permission(asking)]


def fill(place, number):
    """Put a valid value into every field that takes one and has none."""
    said = {}
    for name, kind, is_sought in place.evaluate(EMPTY):
        field = place.locator(f"[name='{name}']")
        if kind == "file":
            content = photos.drawn(colour=(number, 0, 0))
            file = {"name": "a.png", "mimeType": "image/png", "buffer": content}
            field.set_input_files(file)
        elif is_sought:
            field.locator("xpath=following-sibling::*[1]").click()
            place.page.locator("desk-choice").get_by_role("option").first.click()
        elif kind == "select-one":
            said[name] = number + 1  # of kinds not a person, who may need more
        elif (value := sample(name, kind, number)) is not None:
            said[name] = value
    place.page.evaluate(WRITE, [place.element_handle(), said])


def fill_in(page, number):
    """Write into what must be filled in, and into one new row of each group."""
    fill(page.locator("form[method=post]:has(.default)").first, number)
    groups = page.locator("desk-parts").all()
    added = [(group, add_row(group, number)) for group in groups]
    return {group.get_attribute("data-prefix"): row for group, row in added if row}


def add_row(group, number):
    """What a new row says that the button made; nothing if the group is full."""
    closed = group.locator("xpath=ancestor::details[not(@open)]/summary")
    if closed.count():
        closed.evaluate(OPEN)
    rows, before = group.locator(":scope > .part"), group.locator(".part.saved").count()
    if before >= int(group.get_attribute("data-most")):
        return None
    if rows.count() == before:
        group.locator(".addlink").click()
    expect(rows).to_have_count(before + 1)
    fill(rows.last, number)
    return rows.last.evaluate(SAYS)


def save(page):
    stays = page.locator("[name=_continue][type=submit]")
    button = stays if stays.count() else page.locator("[type=submit].default").first
    with page.expect_navigation():
        button.click()
    assert page.locator(".errornote, .errorlist").all_inner_texts() == []


def lost(page, kept):
    """What isn't there in the groups that are opened again."""
    return [
        f"{prefix}: {row}"
        for prefix, row in kept.items()
        if not any(
            row.items() <= part.evaluate(SAYS).items()
            for part in page.locator(f"[data-prefix={prefix}] > .part").all()
        )
    ]


@pytest.mark.parametrize("model", addable(), ids=lambda model: model._meta.model_name)
def test_every_form_keeps_what_is_written_into_its_rows(page, model, complaints):
    """On the form of something new, and once more on the form of what it made."""
    make.edition(make.question())
    for other in (make.entity, make.source, make.image, *[make.desk] * 3):
        other()
    desk_of = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    before = {*model._default_manager.values_list("pk", flat=True)}
    first = {}
    if model is Feed:
        make.feed()  # It is made of what a site says.
    else:
        page.goto(reverse(f"{desk_of}_add"))
        expect(page.locator(":not(:defined)")).to_have_count(0)
        first = fill_in(page, 1)
        save(page)
    made = model._default_manager.exclude(pk__in=before).get()

    page.goto(reverse(f"{desk_of}_change", args=[made.pk]))
    expect(page.locator(":not(:defined)")).to_have_count(0)
    gone = lost(page, first)
    second = fill_in(page, 2)
    save(page)
    page.goto(reverse(f"{desk_of}_change", args=[made.pk]))

    assert gone + lost(page, first) + lost(page, second) == []
    assert complaints == []
