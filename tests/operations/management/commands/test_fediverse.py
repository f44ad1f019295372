"""An operator sees numbers, ends what somebody follows, and has another key."""

import io

import pytest
from django.core.management import CommandError, call_command

from paper.fediverse import remote_actor, signing_keys
from paper.fediverse.rows import RemoteFollow, RemoteInbox, SigningKey

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ANA, ZOE = "https://a.example/users/ana", "https://a.example/users/zoe"


def run(*words):
    said = io.StringIO()
    call_command("fediverse", *words, stdout=said)
    return said.getvalue().splitlines()


@pytest.fixture
def followed():
    """Two of one server, one of them twice."""
    said = {"address": "https://a.example/inbox", "host": "a.example"}
    inbox = RemoteInbox.objects.create(**said)
    other = {"address": "https://b.example/inbox", "host": "b.example"}
    RemoteInbox.objects.create(**other)
    for actor, kind, slug in (
        (ANA, "front", ""),
        (ANA, "entity", "tides"),
        (ZOE, "front", ""),
    ):
        mark = remote_actor.digest(actor)
        inbox.follows.create(digest=mark, kind=kind, slug=slug)
    inbox.deliveries.create(act="accept", kind="front", body="{}")


def test_who_follows_is_a_number(followed):
    assert run() == [
        "Who follows: 3",
        "  topics/tides: 1",
        "  paper: 2",
        "Servers that are told: 2",
        "  that take nothing at the moment: 0",
        "To be sent: 1",
    ]


def test_what_somebody_follows_is_ended_by_the_address_of_their_actor(followed):
    assert run("--end", ANA) == ["Ended: 2"]
    assert RemoteFollow.objects.count() == 1
    for words in (["--end", ANA], ["--end", "@ana@a.example"], ["--end", ""]):
        with pytest.raises(CommandError):
            run(*words)


def test_a_server_is_forgotten_with_all_who_follow_there(followed):
    assert run("--end-server", "A.example") == ["Ended: 3"]
    assert RemoteInbox.objects.get().host == "b.example"
    with pytest.raises(CommandError):
        run("--end-server", "a.example")


def test_a_key_is_made_anew_and_never_printed():
    old = signing_keys.make()
    [said] = run("--rotate-key")
    newest, kept = SigningKey.objects.all()
    assert kept == old
    assert signing_keys.public_key() == newest.public != old.public
    assert "KEY" not in said.upper().replace("ANOTHER KEY", "")
    assert "PRIVATE" not in newest.private
