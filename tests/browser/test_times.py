"""Times in a browser: a button that says what it will do."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from stories.models import Edition
from tests import make
from tests.support import desk

pytestmark = pytest.mark.browser


def test_a_chosen_time_is_on_the_button_before_it_is_pressed(page, complaints):
    story = make.story()
    story.save_revision()
    today = timezone.localdate()
    day = today + dt.timedelta(days=3)
    year = "" if day.year == today.year else f" {day.year}"
    page.goto(desk.address("publish", story))
    expect(page.locator(":not(:defined)")).to_have_count(0)
    button = page.locator("desk-verb input[type=submit]")
    before = button.input_value()

    page.locator("[name=at]").fill(f"{day}T18:05")
    chosen = page.locator("[name=when]:checked").input_value()
    expect(button).to_have_value(f"Schedule edition 1 for {day:%-d %B}{year} at 18:05")
    page.locator("[name=at]").fill(f"{today.year + 2}-03-04T00:05")
    far = f"Schedule edition 1 for 4 March {today.year + 2} at 00:05"
    expect(button).to_have_value(far)
    page.locator("[name=at]").fill(f"{day}T18:05")
    page.get_by_label("Now").check()
    expect(button).to_have_value("Publish edition 1")
    page.get_by_label("At a later time").check()
    button.click()

    expect(page.locator(".messagelist .success")).to_contain_text("It goes out at")
    assert (before, chosen) == ("Publish edition 1", "at")
    assert Edition.objects.get().published_at > timezone.now()
    assert complaints == []
