"""Another server finds the paper, its desks and topics, and what they have said."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import make
from tests.support.federated import PAPER
from tests.support.reader import picture

pytestmark = pytest.mark.once
LINK = r'<(\S+)>; rel="alternate"; type="application/activity\+json"'


@pytest.fixture
def full(neighbours):
    """A desk and a topic, with a story of both, and a question that is nobody's."""
    desk, topic = make.desk(slug="city", name="City"), make.entity(slug="tides")
    topic.lead = "Water, **twice** a day."
    topic.save()
    parts = {"entities": [{"entity": topic}]}
    story = make.story(parts, slug="ports", headline="Ports & <b>", desk=desk)
    story.language = "de"
    story.standfirst = "In short."
    story.tags.add("High water")
    story.save()
    picture(story, alt="A quay")
    make.published_question()
    neighbours.story = story
    return neighbours


def test_an_account_leads_to_an_actor_and_to_its_page(full):
    accounts = {
        "acct:lantern@testserver": ("paper", "/"),
        "lantern@testserver": ("paper", "/"),
        "acct:testserver@testserver": ("paper", "/"),
        "acct:desk-city@testserver": ("desks/city", "/desks/city/"),
        "acct:Topic-Tides@TestServer": ("topics/tides", "/topics/tides/"),
        "http://testserver/topics/tides/": ("topics/tides", "/topics/tides/"),
        "http://testserver/fediverse/desks/city": ("desks/city", "/desks/city/"),
    }
    for asked, (place, page) in accounts.items():
        answer = full.client.get("/.well-known/webfinger", {"resource": asked})
        assert answer["Content-Type"] == "application/jrd+json; charset=utf-8", asked
        own, profile = answer.json()["links"]
        assert own["href"] == f"http://testserver/fediverse/{place}"
        assert profile["href"] == f"http://testserver{page}"
        actor = full.read(own["href"])
        handle = f"acct:{actor['preferredUsername']}@testserver"
        assert (answer.json()["subject"], actor["id"]) == (handle, own["href"])
    for nobody in ("", "acct:x@testserver", "acct:lantern@other.example", "@", "//"):
        answer = full.client.get("/.well-known/webfinger", {"resource": nobody})
        assert answer.status_code == 404, nobody


def test_an_actor_says_what_servers_need(full):
    paper, topic = full.read(PAPER), full.read("/fediverse/topics/tides")
    assert (paper["type"], topic["type"]) == ("Organization", "Service")
    assert paper["publicKey"]["publicKeyPem"] == topic["publicKey"]["publicKeyPem"]
    assert topic["publicKey"]["id"] == f"{topic['id']}#main-key"
    assert topic["summary"].startswith("<p>Water, twice a day.</p>")
    assert "PRIVATE" not in str(paper)
    for name in ("inbox", "outbox", "followers"):
        assert paper[name].startswith(paper["id"] + "/")
    assert paper["discoverable"] is True


def test_a_page_names_what_other_servers_know_it_by(full):
    """As they search for the address of a page, and read no HTML but for this."""
    for page, place in {
        "/": "/fediverse/paper",
        "/desks/city/": "/fediverse/desks/city",
        "/topics/tides/": "/fediverse/topics/tides",
        "/stories/ports/": "/fediverse/stories/ports",
    }.items():
        answer = Client().get(page)
        [link] = re.findall(LINK, answer["Link"])
        assert link == place
        assert full.read(link)["id"].startswith("http://testserver/fediverse/")
        assert "Accept" not in answer.get("Vary", "").split(", ")


def test_a_story_is_a_note_in_its_own_language(full):
    note = full.read("/fediverse/stories/ports")
    assert note == full.read(note["id"])
    assert note["type"] == "Note"
    assert note["content"].startswith(
        "<p><strong>Ports &amp; &lt;b&gt;</strong></p><p>In short.</p><p><a href="
    )
    assert note["contentMap"] == {"de": note["content"]}
    assert note["url"] == "http://testserver/stories/ports/"
    other = make.story(slug="harbours", translation_of="ports")
    make.edition(other)
    assert full.read("/fediverse/stories/harbours") == note
    none = f"/fediverse/notes/{other.pk}/1"
    assert full.client.get(none).status_code == 404
    [shown] = note["attachment"]
    assert (shown["name"], shown["focalPoint"]) == ("A quay", [0, 0])
    assert full.client.get(shown["url"]).status_code == 200
    tag = {"type": "Hashtag", "name": "#HighWater"}
    assert note["tag"] == [tag | {"href": "http://testserver/tags/high-water/"}]
    assert "summary" not in note  # which would hide the rest
    assert note["to"] == ["https://www.w3.org/ns/activitystreams#Public"]


def test_a_paper_that_is_not_to_be_found_yet_lists_nothing(full, settings):
    settings.PUBLIC_INDEXING = False
    note = full.read("/fediverse/stories/ports")
    assert note["to"] == ["http://testserver/fediverse/paper/followers"]
    assert full.read(PAPER)["discoverable"] is False
    [shared] = full.read("/fediverse/desks/city/outbox?page=1")["orderedItems"]
    assert shared["to"] == ["http://testserver/fediverse/desks/city/followers"]


def test_an_outbox_has_what_readers_may_read_page_by_page(full):
    def items(place):
        with CaptureQueriesContext(connection) as asked:
            found = full.read(full.read(f"{place}/outbox")["first"])["orderedItems"]
        return found, len(asked)

    note = full.read("/fediverse/stories/ports")["id"]
    for place in (PAPER, "/fediverse/desks/city", "/fediverse/topics/tides"):
        [item], few = items(place)
        assert item["object"] == note
        assert item["type"] == ("Create" if place == PAPER else "Announce")
    _one, few = items(PAPER)
    for _more in range(21):
        make.published_story()
    assert items(PAPER)[1] == few
    first = full.read(f"{PAPER}/outbox?page=1")
    second = full.read(first["next"])
    assert (len(first["orderedItems"]), len(second["orderedItems"])) == (20, 2)
    assert note in str(second)
    full.story.withdraw(note="It is gone.")
    assert note not in str([items(PAPER), full.read(first["next"])])
    assert full.client.get("/fediverse/desks/city").status_code == 404


def test_a_server_that_counts_is_told_what_runs_here(full):
    [link] = full.read("/.well-known/nodeinfo")["links"]
    said = full.read(link["href"])
    assert (said["version"], said["protocols"]) == ("2.1", ["activitypub"])
    assert said["usage"] == {"users": {"total": 1}}
