"""Saves and editions at the desk: looked at, compared, restored."""

import pytest

from stories.models import Edition
from tests import make
from tests.stories import desk

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def editor(client):
    made = make.editor(username="ana")
    client.force_login(made)
    return made


def test_the_history_lists_saves_and_what_became_of_them(client):
    story = make.published_story(headline="One")
    desk.save(client, story, headline="Two")
    story.withdraw(note="We have taken this page down.")

    page = client.get(desk.address("history", story)).content.decode()

    assert page.count("<time") == 4  # two saves, an edition, a withdrawal
    assert "Edition 1: First published" in page
    assert "“We have taken this page down.”" in page


def test_the_form_lists_the_newest_editions(client):
    story = make.published_story()

    page = client.get(desk.address("change", story)).content.decode()

    assert desk.address("revision", story, story.head.pk) in page


def test_the_draft_is_compared_with_what_readers_have(client):
    story = make.published_story(headline="Rates rise")
    desk.save(client, story, headline="Rates fall")

    page = client.get(desk.address("compare", story)).content.decode()

    assert "removed </span>rise<" in page
    assert "added </span>fall<" in page


def test_two_saves_are_compared(client):
    story = make.story(headline="One")
    one = story.save_revision()
    desk.save(client, story, headline="Two")
    two = story.head
    address = desk.address("revision", story, two.pk)

    page = client.get(address, {"from": one.pk}).content.decode()

    assert "removed </span>One<" in page


def test_a_save_of_another_story_is_not_found(client):
    story, other = make.published_story(), make.published_story()

    response = client.get(desk.address("revision", story, other.head.pk))

    assert response.status_code == 404


def test_restoring_puts_an_older_text_into_the_draft_and_keeps_the_newer(client):
    story = make.story(headline="One")
    one = story.save_revision()
    desk.save(client, story, headline="Two")

    page = client.get(desk.address("revision", story, one.pk)).content.decode()
    client.post(desk.address("restore", story, one.pk))

    story.refresh_from_db()
    assert "Restore this text" in page
    assert story.headline == "One"
    assert story.revisions.count() == 3
    assert not Edition.objects.exists()


def test_restoring_is_never_done_by_a_link(client):
    story = make.published_story()

    response = client.get(desk.address("restore", story, story.head.pk))

    assert response.status_code == 405
