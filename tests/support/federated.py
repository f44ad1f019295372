"""A paper in the fediverse, and a server elsewhere where people follow it."""

import json
from urllib.request import urlopen

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from people import mail_address
from tests.support.elsewhere import Elsewhere, private_pem, public_pem

PAPER = "/fediverse/paper"


def join(settings):
    settings.FEDIVERSE_NAME = "lantern"
    settings.FETCH_SOURCES, settings.FETCH_SECONDS = True, 5
    settings.FETCH_ALLOW_HOSTS = ["127.0.0.1"]


def have_key():
    """As `tick` makes one, which costs more than the rest of a test."""
    from paper.fediverse.rows import SigningKey  # once the apps are ready

    private = mail_address.encrypted(private_pem("paper"))
    SigningKey.objects.create(private=private, public=public_pem("paper"))


def read_actor(address):
    """As another server reads it, over the net."""
    with urlopen(address, timeout=30) as answer:
        return json.load(answer)


class Neighbours:
    """What a test says to the paper, as people of the other server."""

    def __init__(self, server, site):
        self.server, self.site = server, site
        self.client, self.known = Client(), {}

    def read(self, address, status=200):
        """A document of the paper's."""
        path = address.removeprefix(self.site)
        cache.clear()
        answer = self.client.get(path)
        assert answer.status_code == status, (path, answer.content)
        return answer.json()

    def know(self, *paths):
        """The other server has read these actors."""
        for path in paths:
            said = self.read(path)
            self.known[said["id"]] = said

    def send(self, name, said, to=f"{PAPER}/inbox", body=None, **more):
        """The status of the answer, and what it says."""
        body = json.dumps(said).encode() if body is None else body
        changed = more.pop("changed", {})
        headers = self.server.signed(name, to, "testserver", body, **more)
        kind = headers.pop("Content-Type")
        headers |= changed
        answer = self.client.post(to, body, kind, headers=headers)
        return answer.status_code, answer.content.decode()

    def follow(self, name, path=PAPER):
        self.know(path)
        said = self.server.follow(name, f"{self.site}{path}")
        status, words = self.send(name, said)
        assert (status, words) == (202, "")
        return said

    def came(self):
        """What was taken since this was asked last: what it is, and of what."""
        found = [said for _inbox, said in self.server.came]
        self.server.came.clear()
        return found


@pytest.fixture
def neighbours(db, settings):
    join(settings)
    have_key()
    cache.clear()
    known = {}
    with Elsewhere(lambda actor: known[actor]) as server:
        opened = Neighbours(server, settings.SITE_URL)
        opened.known = known
        yield opened


@pytest.fixture
def clock(unguarded, time_machine):
    """The paper's time, which stands still for whoever asks."""
    time_machine.move_to(timezone.now(), tick=False)
    return time_machine
