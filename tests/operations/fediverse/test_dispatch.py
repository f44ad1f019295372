"""Who follows the paper elsewhere hears of a change as what it is: once, and surely."""

import datetime as dt

import pytest
from django.utils import timezone

from operations.fediverse import dispatch
from paper.fediverse.rows import Delivery, RemoteInbox
from tests import make
from tests.support.federated import PAPER

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


@pytest.fixture
def followed(clock, neighbours):
    """Ana follows the paper, Zoe a desk and a topic of it; all at one server."""
    desk, topic = make.desk(slug="city", name="City"), make.entity(slug="tides")
    topic.open = True
    topic.save()
    parts = {"entities": [{"entity": topic}]}
    story = make.story(parts, slug="ports", headline="Ports", desk=desk)
    story.standfirst = "What is known of the ports."
    story.save()
    before = make.published_story(desk=desk)  # or the desk had no page to follow
    neighbours.story, neighbours.before = story, before
    clock.shift(2 * dispatch.HOUR)  # a paper that joins tells nobody its past
    neighbours.follow("ana")
    neighbours.follow("zoe", "/fediverse/desks/city")
    neighbours.follow("zoe", "/fediverse/topics/tides")
    assert {said["type"] for said in news(neighbours)} == {"Accept"}
    return neighbours


def news(neighbours):
    """A turn of `tick`, and what came of it."""
    dispatch.run()
    return neighbours.came()


def kinds(came):
    return [(said["type"], said["actor"].rpartition("/fediverse/")[2]) for said in came]


def change(clock, story, kind, **said):
    clock.shift(MINUTE)
    make.rewrite(story, summary=f"It is so now: {timezone.now()}.")
    return make.edition(story, kind=kind, **said)


EVERYWHERE = [
    ("Create", "paper"),
    ("Announce", "desks/city"),
    ("Announce", "topics/tides"),
]


def test_a_story_is_put_up_changed_corrected_and_deleted_as_editors_say(
    followed, clock
):
    story = followed.story
    clock.shift(MINUTE)
    make.edition(story)
    first = news(followed)
    assert kinds(first) == EVERYWHERE
    note = first[0]["object"]
    assert first[1]["object"] == first[2]["object"] == note["id"]
    assert "<strong>Ports</strong>" in note["content"]
    assert "updated" not in note

    change(clock, story, "wording")
    assert news(followed) == []
    change(clock, story, "development", note="A ship came.")
    [update] = news(followed)
    assert (update["type"], update["object"]["id"]) == ("Update", note["id"])
    assert update["object"]["updated"] > note["published"]

    change(clock, story, "correction", note="It was not blue.")
    update, reply, *passed_on = news(followed)
    assert kinds([update, reply, *passed_on]) == [("Update", "paper"), *EVERYWHERE]
    assert "It was not blue." in update["object"]["content"]
    told = reply["object"]
    assert told["inReplyTo"] == note["id"] != told["id"]
    assert "It was not blue." in told["content"]
    assert {said["object"] for said in passed_on} == {told["id"]}
    found = followed.read(note["id"])
    assert found["replies"]["first"]["items"] == [told["id"]]

    clock.shift(MINUTE)
    story.withdraw(note="It is gone.")
    gone = news(followed)
    assert [said["type"] for said in gone] == ["Delete", "Delete"]
    assert [said["object"]["id"] for said in gone] == [note["id"], told["id"]]
    assert {said["object"]["type"] for said in gone} == {"Tombstone"}
    assert followed.read(note["id"], 410)["type"] == "Tombstone"
    assert followed.read(told["id"], 410)["type"] == "Tombstone"

    clock.shift(MINUTE)
    make.edition(story, kind="reinstatement", note="It is right.")
    again = news(followed)
    assert kinds(again) == EVERYWHERE
    assert again[0]["object"]["id"] != note["id"]
    assert followed.read(note["id"], 410)["type"] == "Tombstone"
    assert news(followed) == []


@pytest.mark.once
def test_nobody_hears_of_a_draft_nor_of_what_is_still_to_come(followed, clock):
    story = followed.story
    assert news(followed) == []
    make.edition(story, at=make.soon())
    assert news(followed) == []
    number = followed.site + f"/fediverse/notes/{story.pk}/1"
    assert followed.client.get(number).status_code == 404

    clock.shift(dt.timedelta(hours=1, seconds=1))
    assert kinds(news(followed)) == EVERYWHERE
    make.rewrite(story, headline="What nobody knows")
    make.edition(story, kind="development", at=make.soon())
    assert news(followed) == []
    assert "What nobody knows" not in str(followed.read(number))


@pytest.mark.once
def test_a_story_that_is_withdrawn_before_it_was_sent_is_never_sent(followed, clock):
    story = followed.story
    clock.shift(MINUTE)
    make.edition(story)
    [row] = dispatch.editions_due(timezone.now())
    dispatch.take_up(row, timezone.now())
    clock.shift(MINUTE)
    story.withdraw(note="It is gone.")

    assert {said["type"] for said in news(followed)} == {"Delete"}
    assert not Delivery.objects.filter(sent_at=None).exists()


@pytest.mark.once
def test_what_is_told_to_nobody(followed, clock, monkeypatch):
    """A private person, a desk that isn't there; a story in another language; and what
    an import brings beyond what anybody would read."""
    person = make.entity(slug="somebody", kind="person", public_figure=False)
    story = make.story({"entities": [{"entity": person}]}, slug="other")
    clock.shift(MINUTE)
    make.edition(story)
    assert kinds(news(followed)) == [("Create", "paper")]
    for path in ("/fediverse/topics/somebody", "/fediverse/desks/none"):
        said = followed.server.follow("ana", f"{followed.site}{path}")
        assert followed.send("ana", said)[0] == 404

    clock.shift(MINUTE)
    make.edition(make.story(slug="andere", language="de", translation_of="other"))
    assert news(followed) == []

    clock.shift(dispatch.HOUR)
    monkeypatch.setattr(dispatch, "FLOOD", 2)
    for _more in range(4):
        make.published_story()
    assert kinds(news(followed)) == [("Create", "paper")] * 2
    clock.shift(dispatch.HOUR)
    make.published_story()
    assert kinds(news(followed)) == [("Create", "paper")]


@pytest.mark.once
def test_a_server_that_shared_something_hears_of_what_becomes_of_it(followed, clock):
    """Nobody there follows anything."""
    clock.shift(MINUTE)
    make.edition(followed.story)
    note = news(followed)[0]["object"]["id"]
    followed.client.post("/fediverse/inbox", b"{}", "application/json")
    RemoteInbox.objects.all().delete()
    said = {"type": "Announce", "id": f"{followed.server.site}/1", "object": note}
    said["actor"] = followed.server.address("ana")
    assert followed.send("ana", said)[0] == 202
    followed.know(PAPER)
    change(clock, followed.story, "correction", note="It was not blue.")

    assert kinds(news(followed)) == [("Update", "paper")]
    clock.shift(dispatch.REMEMBERED + DAY)
    dispatch.forget()
    assert not RemoteInbox.objects.exists()
