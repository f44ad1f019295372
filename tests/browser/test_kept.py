"""In a real browser: what is typed survives crashes, lost sessions and other people."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect

from desk.models import Buffer
from stories.models import Story
from tests import make
from tests.browser.wait import until
from tests.support import desk

pytestmark = pytest.mark.browser

# The line may still speak of what was written a second before.
SENT = """(({ sent, sequence, soon }) => sent === sequence && !soon)(
    document.querySelector("desk-buffer"))"""


@pytest.fixture
def sit_down(browser, committed, live_server, complaints):
    """Opens a browser for somebody who has signed in."""
    opened = []

    def sit(person):
        client = Client()
        client.force_login(person)
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value}
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": 1280, "height": 900}
        )
        opened.append(context)
        context.add_cookies([cookie | {"url": live_server.url}])
        context.set_default_timeout(20_000)
        context.on("console", lambda said: complaints.append(said.text))
        context.on("weberror", lambda fault: complaints.append(str(fault.error)))
        return context

    yield sit
    for context in opened:
        context.close()


def write(page, text):
    page.locator("#id_summary").press_sequentially(text)


def test_killed_in_mid_sentence_the_text_is_there(sit_down, complaints):
    ana, story = make.editor(username="ana"), make.story(summary="It ")
    page = sit_down(ana).new_page()
    page.goto(desk.address("change", story))
    page.locator("#id_summary").press("End")
    write(page, "rained all")
    until(page, SENT)
    expect(page.locator(".unsaved-line")).to_contain_text(re.compile(r"Kept \d"))
    page.context.close()

    context = sit_down(ana)
    page = context.new_page()
    page.goto(desk.address("change", story))
    kept = page.get_by_role("region", name="You have text that was never saved")
    expect(kept).to_contain_text("in another browser or on another computer")
    kept.get_by_role("link", name="Restore").click()
    expect(page.locator("#id_summary")).to_have_value("It rained all")
    # Now the newsroom is out of reach, and the browser dies.
    context.route("**/kept/", lambda route: route.abort())
    page.locator("#id_summary").press("End")
    write(page, " night")
    until(page, "JSON.stringify(localStorage).includes('all night')")
    expect(page.locator(".unsaved-line")).to_contain_text("Kept in this browser only.")
    page.close()
    context.unroute("**/kept/")

    page = context.new_page()
    page.goto(desk.address("change", story))
    expect(kept := page.get_by_role("region", name="never saved")).to_be_visible()
    expect(kept).to_contain_text("in this browser")
    kept.get_by_role("link", name="Restore").first.click()
    expect(page.locator("#id_summary")).to_have_value("It rained all night")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()

    assert Story.objects.get().summary == "It rained all night"
    assert not Buffer.objects.unsaved().exists()
    assert [said for said in complaints if "ERR_FAILED" not in said] == []


def test_signed_out_one_signs_in_beside_it_and_saves(sit_down):
    ana, story = make.editor(username="ana"), make.story(summary="")
    ana.set_password("correct horse battery")
    ana.save()
    page = sit_down(ana).new_page()
    page.goto(desk.address("change", story))
    Session.objects.all().delete()

    write(page, "It rained.")
    expect(page.get_by_role("alert")).to_contain_text("You were signed out.")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    sign_in = opened.value
    sign_in.locator("[name=username]").fill("ana")
    sign_in.locator("[name=password]").fill("correct horse battery")
    sign_in.locator("[name=password]").press("Enter")
    sign_in.wait_for_url("**/admin/")
    page.bring_to_front()
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("desk-session")).to_be_empty()
    expect(page.locator(".unsaved-line")).to_contain_text(re.compile(r"Kept \d"))
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()

    assert Story.objects.get().summary == "It rained."


def test_two_who_save_at_once_both_find_their_text(sit_down, complaints):
    story = make.story(headline="Rain", summary="It rained.\n\nIt stopped.")
    story.save_revision()
    ana, ben = (make.editor(first_name=name) for name in ("Ana", "Ben"))
    pages = [sit_down(person).new_page() for person in (ana, ben)]
    for page in pages:
        page.goto(desk.address("change", story))
    mine, theirs = pages
    mine.locator("#id_summary").fill("It rained.\n\nIt stopped at six.")
    mine.locator("#id_kicker").fill("Weather")
    theirs.locator("#id_summary").fill("It rained.\n\nIt stopped at noon.")
    theirs.locator("#id_headline").fill("Rain in May")
    mine.evaluate("dispatchEvent(new Event('focus'))")
    expect(mine.get_by_role("status").filter(has_text="Ben")).to_be_visible()

    theirs.get_by_role("button", name="Save", exact=True).click()
    theirs.get_by_text("Saved.").wait_for()
    mine.get_by_role("button", name="Save", exact=True).click()
    panel = mine.get_by_role("region", name=re.compile("^Ben saved at"))
    expect(panel).to_contain_text("at noon")
    expect(mine.locator("#id_summary")).to_have_value(
        "It rained.\n\nIt stopped at six."
    )
    summary = panel.locator("[data-field=id_summary]")
    summary.get_by_label("Ben’s text").check()
    expect(mine.locator("#id_summary")).to_have_value(
        "It rained.\n\nIt stopped at noon."
    )
    summary.get_by_label("Both, theirs first").check()
    panel.get_by_role("button", name="Put together").click()
    expect(mine.locator("#id_headline")).to_have_value("Rain in May")
    mine.get_by_role("button", name="Save", exact=True).click()
    mine.get_by_text("Saved.").wait_for()

    story.refresh_from_db()
    assert (story.headline, story.kicker) == ("Rain in May", "Weather")
    summary = ["It rained.", "", "It stopped at noon.", "", "It stopped at six."]
    assert story.summary.splitlines() == summary
    assert complaints == []


def test_an_invalid_form_is_kept_and_its_text_stays(sit_down):
    page = sit_down(make.editor()).new_page()
    page.goto("/admin/stories/story/add/")
    write(page, "It rained.")

    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".errornote").wait_for()
    expect(page.locator("#id_summary")).to_have_value("It rained.")
    expect(page.locator(".unsaved-line")).to_contain_text(re.compile(r"Kept \d"))
    page.goto("/admin/stories/story/kept/")
    expect(page.locator(".desk-unsaved-rows li")).to_have_count(1)
    expect(page.locator(".where")).to_have_text("in this browser")
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_text("Everything that you typed is saved.")).to_be_visible()

    assert not Story.objects.exists()
