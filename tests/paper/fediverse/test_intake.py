"""Only what is signed by whom it says it is from is believed; nothing else counts."""

import datetime as dt
import json

import pytest
from django.core.cache import cache
from django.utils import timezone

from operations.fediverse import dispatch
from paper.fediverse import views
from paper.fediverse.intake import LONGEST
from paper.fediverse.rows import Delivery, RemoteFollow, RemoteInbox
from people.models import Pause
from tests import make
from tests.support.federated import PAPER

pytestmark = pytest.mark.once
HOUR = dt.timedelta(hours=1)


def follows():
    return sorted(RemoteFollow.objects.values_list("kind", "slug"))


def test_who_follows_is_told_so_and_ends_it_again(neighbours):
    make.desk(slug="city")
    said = neighbours.follow("ana")
    neighbours.follow("ana")  # again, as servers do that heard no answer
    neighbours.follow("zoe")
    assert follows() == [("front", "")] * 2
    assert neighbours.read(f"{PAPER}/followers")["totalItems"] == 2
    assert RemoteInbox.objects.get().address == f"{neighbours.server.site}/inbox"

    dispatch.run()
    accepted, *_others = neighbours.came()
    assert (accepted["type"], accepted["actor"]) == ("Accept", said["object"])
    assert accepted["object"] == {
        name: said[name] for name in ("id", "type", "actor", "object")
    }
    assert not Delivery.objects.exclude(body="").exists()

    undo = neighbours.server.undo("ana", said["object"])
    other = undo | {"object": undo["object"] | {"type": "Like"}}
    assert neighbours.send("ana", other, "/fediverse/inbox")[0] == 202
    assert len(follows()) == 2
    assert neighbours.send("ana", undo, "/fediverse/inbox")[0] == 202
    assert follows() == [("front", "")]


def test_nothing_of_a_person_is_in_the_database(neighbours):
    neighbours.follow("ana")
    dispatch.run()
    rows = [*RemoteFollow.objects.values(), *RemoteInbox.objects.values()]
    rows += [*Delivery.objects.values(), *Pause.objects.values()]

    assert "127.0.0.1" in str(rows)
    assert "ana" not in str(rows)


FAULTS = {
    "unsigned": {"changed": {"Signature": ""}},
    "another body": {"body": b'{"type": "Follow"}', "is_other": True},
    "of yesterday": {"at": -13 * HOUR},
    "of tomorrow": {"at": HOUR},
    "without digest": {"names": ["(request-target)", "host", "date"]},
    "without date": {"names": ["(request-target)", "host", "digest"]},
    "for another address": {"names": ["host", "date", "digest"]},
    "by another host": {"changed": {"Host": "other.example"}},
}


def test_what_is_not_signed_right_is_refused_and_changes_nothing(neighbours, settings):
    settings.ALLOWED_HOSTS = ["*"]
    said = neighbours.server.follow("ana", f"{neighbours.site}{PAPER}")
    for fault, more in FAULTS.items():
        more = dict(more)
        if "at" in more:
            more["at"] = timezone.now() + more["at"]
        if more.pop("is_other", False):
            digest = neighbours.server.signed("ana", PAPER, "x", more["body"])
            more = {"changed": {"Digest": digest["Digest"]}}
        assert neighbours.send("ana", said, **more)[0] == 401, fault
    assert follows() == []


def test_nobody_speaks_for_somebody_else(neighbours):
    """Neither for a neighbour, nor with a key that stands at another server."""
    said = neighbours.server.follow("ana", f"{neighbours.site}{PAPER}")
    assert neighbours.send("zoe", said)[0] == 401
    neighbours.follow("ana")
    undo = neighbours.server.undo("ana", f"{neighbours.site}{PAPER}")
    assert neighbours.send("zoe", undo)[0] == 401
    assert follows() == [("front", "")]

    real = neighbours.server.actor
    for change in (
        {"id": neighbours.server.address("zoe")},
        {"inbox": "http://elsewhere.example/inbox", "endpoints": {}},
        {"endpoints": {"sharedInbox": "http://127.0.0.2/inbox"}},
        {"publicKey": real("zoe")["publicKey"]},
        {"publicKey": {**real("ana")["publicKey"], "publicKeyPem": "no key"}},
        {"publicKey": None},
    ):
        neighbours.server.actor = lambda name, more=change: real(name) | more
        assert neighbours.send("ana", said)[0] == 401, change
    assert follows() == [("front", "")]


def test_no_address_of_a_private_network_is_asked(neighbours, settings):
    settings.FETCH_ALLOW_HOSTS = []
    said = neighbours.server.follow("ana", f"{neighbours.site}{PAPER}")
    neighbours.server.people.clear()

    assert neighbours.send("ana", said)[0] in (400, 503)
    assert follows() == []


MESSAGES = [
    (b"", 400),
    (b"no json", 400),
    (b"[]", 400),
    (b'{"type": "Follow"}', 400),
    (b'{"type": "Follow", "actor": "ftp://a.example/"}', 400),
    (b'{"a":' * 50 + b"1" + b"}" * 50, 400),
    (b'{"a":' * 5000 + b"1" + b"}" * 5000, 400),
    (b" " * (LONGEST + 1), 413),
    (b'{"type": "Like", "actor": "https://a.example/ana"}', 202),
    (b'{"type": ["Follow"], "actor": "https://a.example/ana"}', 202),
    (b'{"type": "Undo", "actor": "https://a.example/b", "object": 3}', 202),
    (b'{"type": "Delete", "actor": "https://a.example/b", "object": "x"}', 202),
    (b'{"type": "Announce", "actor": "https://a.example/b", "object": {}}', 202),
    (b'{"type": "Follow", "actor": "https://a.example/b", "object": []}', 404),
]


def test_what_is_nothing_to_us_is_let_pass_and_nobody_is_asked(neighbours):
    for body, status in MESSAGES:
        answer = neighbours.client.post("/fediverse/inbox", body, "application/json")
        assert answer.status_code == status, body[:80]
        assert answer["Cache-Control"] == "no-store"
    assert not Pause.objects.exists()


def test_somebody_who_is_gone_follows_no_more(neighbours):
    """As their server says: what is only said of them changes nothing."""
    neighbours.follow("ana")
    ana = neighbours.server.address("ana")
    said = {"type": "Delete", "id": f"{ana}#delete", "actor": ana, "object": ana}
    body = json.dumps(said).encode()

    def post():
        kind = "application/activity+json"
        return neighbours.client.post("/fediverse/inbox", body, kind).status_code

    assert (post(), follows()) == (202, [("front", "")])
    neighbours.server.people.remove("ana")
    neighbours.server.gone.add("ana")
    assert (post(), follows()) == (202, [])


def test_who_asks_too_often_waits(neighbours, monkeypatch):
    monkeypatch.setattr(views, "SENDER", views.Limit(1, HOUR))
    neighbours.follow("ana")
    said = neighbours.server.follow("zoe", f"{neighbours.site}{PAPER}")
    assert neighbours.send("zoe", said)[0] == 429


def test_a_paper_that_is_in_no_fediverse_has_none_of_it(neighbours, settings):
    story = make.published_story(slug="ports")
    addresses = [PAPER, f"{PAPER}/outbox", f"{PAPER}/followers", "/fediverse/inbox"]
    addresses += ["/fediverse/stories/ports", f"/fediverse/notes/{story.pk}/1"]
    addresses += ["/.well-known/nodeinfo", "/fediverse/nodeinfo/2.1"]
    addresses += ["/.well-known/webfinger?resource=acct:lantern@testserver"]
    link = b"application/activity+json"

    def answers():
        cache.clear()
        return [neighbours.client.get(path).status_code for path in addresses]

    assert answers() == [200, 200, 200, 405, 200, 200, 200, 200, 200]
    assert link in neighbours.client.get("/stories/ports/").content
    settings.FEDIVERSE_NAME = ""
    assert answers() == [404, 404, 404, 405, 404, 404, 404, 404, 404]
    assert neighbours.client.post("/fediverse/inbox").status_code == 404
    cache.clear()
    assert link not in neighbours.client.get("/stories/ports/").content
