"""The letter box in a real browser: where the focus goes, and without script."""

import pytest
from playwright.sync_api import expect

from pages.models import ReaderMessage
from paper.followers.follower_links import token
from paper.models import FollowRequest
from tests import make
from tests.browser.axe import barriers
from tests.browser.test_reading import open_page

__all__ = ["open_page"]

pytestmark = pytest.mark.browser


def test_what_is_missing_takes_the_focus_and_leads_to_its_field(open_page):
    page = open_page(bypass_csp=True)
    page.goto("/contact/")
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_role("alert")).to_be_focused()
    assert barriers(page) == []
    page.get_by_role("alert").get_by_role("link", name="Your message").click()
    expect(page.get_by_label("Your message")).to_be_focused()


def test_a_message_is_sent_without_script(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/contact/?about=/stories/ports/")
    page.get_by_label("Your message").fill("It was nine.")
    page.wait_for_timeout(3100)  # whoever is quicker is taken for a robot
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    message = ReaderMessage.objects.get()
    assert (message.page, message.state) == ("/stories/ports/", "new")
    expect(page.get_by_text(message.number)).to_be_visible()


def test_a_page_is_followed_by_mail_without_script(open_page, settings):
    settings.FOLLOW_BY_MAIL = True
    make.published_question(slug="why", title="Why?")
    page = open_page(java_script_enabled=False, bypass_csp=True)
    page.goto("/questions/why/")
    page.get_by_label("By mail:").fill("ana@place")
    page.get_by_role("button", name="Follow").click()

    expect(page.get_by_role("alert")).to_contain_text("This is no e-mail address")
    page.get_by_label("Your e-mail address").fill("ana@place.example")
    page.get_by_role("button", name="Follow").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    assert FollowRequest.objects.get().kind == "question"


def test_a_followers_own_page_has_no_barriers(open_page, settings):
    settings.FOLLOW_BY_MAIL = True
    story, question = make.published_story(slug="ports"), make.published_question()
    follower = make.follower(story, question)
    follower.subscriptions.filter(kind="question").update(confirmed_at=None)
    page = open_page(bypass_csp=True)
    own = f"/letters/{token(follower)}/"
    for path in ("/stories/ports/", "/follow/?about=/stories/ports/", own):
        page.goto(path)
        assert barriers(page) == []
    page.get_by_role("link", name="Stop these letters").click()
    assert barriers(page) == []
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No more letters")
