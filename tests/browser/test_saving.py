"""A save sends what changed, and comes to what the whole form comes to."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from desk.models import Buffer
from stories.models import Story, freezing
from tests import make
from tests.support import desk

pytestmark = pytest.mark.browser

ROW = re.compile(r"(\w+_set-\d+)-\w+")
PARTS = {
    "key_points": [{"text": f"Point {number}."} for number in range(4)],
    "quotes": [
        {"key": f"q{n}", "text": f"Quote {n}.", "paraphrase": n == 1} for n in range(3)
    ],
    "sections": [{"heading": f"Section {n}", "body": "Text."} for n in range(2)],
}


@pytest.fixture
def story(page):
    made = make.story(PARTS)
    made.save_revision()
    return made


def opened(page, story, block="key_points"):
    """The form, with one block open and its rows too; and the rows of each save."""
    page.goto(desk.address("change", story))
    page.locator(f"#block-{block}").evaluate("block => (block.open = true)")
    for row in page.locator(f"#block-{block} .part > details").all():
        row.evaluate("row => (row.open = true)")
    return page


def sends(page, story):
    """The rows that each save of this page sends; it goes on being filled."""
    found = []
    path = desk.address("change", story)

    def note(asked):
        if asked.method == "POST" and asked.url.endswith(path):
            found.append({*ROW.findall(asked.post_data)})

    page.on("request", note)
    return found


def save(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Saved.")


def told(story):
    """What the draft says, without what is drawn anew for each story."""
    document = freezing.freeze(Story.objects.get(pk=story.pk))
    for parts in (value for value in document.values() if isinstance(value, list)):
        for part in parts:
            part.pop("uid")
    return {k: v for k, v in document.items() if k not in ("id", "slug", "headline")}


def test_a_row_that_was_touched_is_the_one_that_is_sent(page, story, complaints):
    sent = sends(page, story)
    opened(page, story)
    page.locator("#id_keypoint_set-2-text").fill("Mine.")
    save(page)
    page.locator("#id_keypoint_set-2-text").fill("Mine again.")
    save(page)
    page.locator("#id_summary").fill("It rained.")
    save(page)

    assert sent == [{"keypoint_set-2"}, {"keypoint_set-2"}, set()]
    points = Story.objects.get().keypoint_set.order_by("position")
    assert [point.text for point in points] == [
        *("Point 0.", "Point 1.", "Mine again.", "Point 3.")
    ]
    assert told(story)["summary"] == "It rained."
    assert story.revisions.head().content == freezing.freeze(Story.objects.get())
    assert complaints == []


def work(page):
    """Every kind of change: touched, moved, gone, gone and back, new, and a tick."""
    row = page.locator("#keypoint_set-3")
    page.locator("#id_keypoint_set-3-text").press("Alt+ArrowUp")
    for number in (0, 1):
        menu = page.locator(f"#keypoint_set-{number} .more")
        menu.locator("summary").click()
        menu.get_by_role("button", name="Remove").click()
    page.locator("#keypoint_set-1").get_by_role("button", name="Put back").click()
    row.locator(".tools [data-act=above]").click()
    page.locator("#id_keypoint_set-4-text").fill("New.")
    page.locator("#block-quotes").evaluate("block => (block.open = true)")
    page.locator("#quote_set-1 > details").evaluate("row => (row.open = true)")
    page.locator("#id_quote_set-1-paraphrase").uncheck()


def test_a_save_of_what_changed_is_the_save_of_the_whole_form(page, story, complaints):
    other = make.story(PARTS)
    other.save_revision()
    sent = []
    for one in (story, other):
        sent.append(sends(page, one))
        opened(page, one)
        work(page)
        if one == other:
            page.route("**/unchanged/*", lambda route: route.fulfill(body=""))
        save(page)

    assert told(story) == told(other)
    assert [point["text"] for point in told(story)["key_points"]] == [
        *("Point 1.", "New.", "Point 3.", "Point 2.")
    ]
    assert "paraphrase" not in told(story)["quotes"][1]
    few, all_ = (rows for (rows,) in sent)
    assert {"quote_set-1", "keypoint_set-0", "keypoint_set-4"} <= few < all_
    assert {"section_set-0", "section_set-1", "quote_set-0"} <= all_ - few
    assert complaints == []


def ben_saves(story, **changes):
    """Somebody else saves, at his own desk."""
    client = Client()
    client.force_login(make.editor(username="ben", first_name="Ben"))
    assert desk.save(client, story, **changes).status_code == 302


@pytest.mark.parametrize("is_late", [False, True])
def test_who_saves_second_has_all_of_both_texts(page, story, is_late):
    """Also if it was asked a moment before the other save whether there was one."""
    theirs = {"keypoint_set-0-text": "Ben's.", "keypoint_set-2-text": "Ben's too."}
    sent = sends(page, story)
    opened(page, story)
    page.locator("#id_keypoint_set-2-text").fill("Mine.")
    ben_saves(story, **theirs)
    if is_late:
        page.route("**/unchanged/*", lambda route: route.fulfill(body="unchanged"))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".desk-conflict")).to_contain_text("Ben saved at")
    expect(page.locator("#id_keypoint_set-3-text")).to_have_value("Point 3.")
    page.get_by_role("button", name="Put together").click()
    expect(page.locator(".messagelist")).to_contain_text("Put together as you chose.")
    page.unroute("**/unchanged/*")
    save(page)

    rows, *whole = sent
    assert (rows == {"keypoint_set-2"}) == is_late
    assert all(len(each) == 10 for each in whole)
    assert [point["text"] for point in told(story)["key_points"]] == [
        *("Ben's.", "Point 1.", "Ben's too.\n\nMine.", "Point 3.")
    ]


def test_a_save_that_never_arrives_leaves_the_whole_text_kept(page, story):
    path = f"**{desk.address('change', story)}"
    opened(page, story)
    page.locator("#id_keypoint_set-2-text").fill("Mine.")
    page.route(path, lambda route: route.abort())
    with page.expect_event("requestfailed", lambda asked: asked.method == "POST"):
        page.get_by_role("button", name="Save", exact=True).click()
    page.unroute(path)
    page.goto(desk.address("change", story))
    page.get_by_role("link", name="Restore").click()
    expect(page.locator("#id_keypoint_set-2-text")).to_have_value("Mine.")
    expect(page.locator("#id_keypoint_set-3-text")).to_have_value("Point 3.")
    save(page)

    assert [point["text"] for point in told(story)["key_points"]] == [
        *("Point 0.", "Point 1.", "Mine.", "Point 3.")
    ]
    assert not Buffer.objects.unsaved().exists()


def test_going_back_to_a_page_that_was_saved_loses_nothing(page, story):
    opened(page, story)
    page.locator("#id_keypoint_set-2-text").fill("First.")
    save(page)
    page.go_back()
    page.locator("#block-key_points").evaluate("block => (block.open = true)")
    page.locator("#keypoint_set-1 > details").evaluate("row => (row.open = true)")
    page.locator("#id_keypoint_set-1-text").fill("Second.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".messagelist, .desk-conflict").first.wait_for()
    if page.locator(".desk-conflict").count():
        page.get_by_role("button", name="Put together").click()
        page.locator(".messagelist").wait_for()
        save(page)

    assert [point["text"] for point in told(story)["key_points"]] == [
        *("Point 0.", "Second.", "First.", "Point 3.")
    ]
