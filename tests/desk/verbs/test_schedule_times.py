"""What the desk says of times: what a button will do, and what waits as it stands."""

import re

import pytest
from django.utils import timezone

from explainer.blocks import Change
from tests import make
from tests.support import desk

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def page(client):
    client.force_login(make.editor())
    return lambda name, story: client.get(desk.address(name, story)).content.decode()


def test_a_button_has_words_for_later(page):
    story, live = make.story(), make.published_story()
    story.save_revision()
    waiting = make.story()
    make.edition(waiting, at=make.soon())

    said = {
        name: re.findall('data-later="(.*?)"', page(name, of))
        for name, of in {
            "publish": story,
            "withdraw": live,
            "move": waiting,
            "lift": waiting,
        }.items()
    }

    assert said == {
        "publish": ["Schedule edition 1 for {at}"],
        "withdraw": ["Withdraw at {at}"],
        "move": ["Move it to {at}"],
        "lift": [],
    }


def test_moving_begins_with_the_time_that_is_set(page):
    story, other, at = make.story(), make.story(), make.soon(days=2)
    make.edition(story, at=at)
    make.edition(other, at=make.soon())

    filled = re.search(r'name="at" value="(.*?)"', page("move", story))[1]

    assert filled == f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"


def test_letting_it_out_promises_what_readers_get(page):
    story = make.published_story(summary="The girder holds.")
    story.summary = "The girder holds.\n\nMore."
    story.save()
    make.edition(story, at=make.soon())
    change = Change("replace", "", "summary", 0, "The girder holds.", "The beam.")
    story.correct(changes=[change], note="It is a beam.")

    promised = page("lift", story)
    edition = story.reschedule()

    assert "with the corrections that were made in it since" in promised
    assert edition.revision.content["summary"] == "The beam.\n\nMore."


def test_what_is_restored_is_named_by_who_saved_it_and_when(client):
    ana = make.editor(username="ana", first_name="Ana", last_name="Ruiz")
    client.force_login(ana)
    story = make.story(headline="Old")
    old = story.save_revision(by=ana)
    story.headline = "New"
    story.save()
    story.save_revision(by=make.editor())

    said = client.post(desk.address("restore", story, old.pk), follow=True)

    at = f"{timezone.localtime(old.created_at):%-d %b %Y, %H:%M}"
    line = f"Restored the text that Ana Ruiz saved on {at}."
    assert line in said.content.decode()


def test_what_stands_in_the_way_is_said_once_and_leads_to_the_fields(client):
    client.force_login(make.editor())
    story = make.story({"sources": []}, summary="")
    revision = story.save_revision()

    sent = {"revision": revision.pk, "when": "now"}
    text = client.post(desk.address("publish", story), sent).content.decode()

    assert '>This can&#x27;t be published yet:</p>\n  <ul class="faults">' in text
    assert text.count("Name a source, at least one.") == 1
    assert f'<a href="{desk.address("change", story)}#id_summary">' in text
