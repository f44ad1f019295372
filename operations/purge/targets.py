"""The caches that can be purged, each in its own words.

All are told within a few seconds whether it was accepted; what was not is told again.
"""

import http.client
import json
import ssl
from dataclasses import dataclass
from itertools import batched
from socket import create_connection
from urllib.parse import urlsplit

from django.conf import settings

from operations.purge.surrogate_keys import EVERYTHING
from sources.fetcher import Wire
from sources.network import Deadline, FetchError

SECONDS = 3  # that a cache has for its whole answer
MOST_SAID = 300  # letters of it that are noted


class PurgeError(Exception):
    """A cache did not take a purge; the message says why, to an operator."""


@dataclass(frozen=True)
class Target:
    """A cache at an address; `most` tags go with one request.

    This one is Varnish, or whatever else takes PURGE with the tags in a header.
    """

    address: str
    most: int = 400

    def purge(self, tags, gone=()):
        """Have it forget what has one of these tags, and for good what has one of those
        that are `gone`; PurgeError unless it agreed."""
        for words in (tags, gone):
            said = [EVERYTHING] if EVERYTHING in words else words
            for some in batched(said, self.most):
                ask(self.address, *self.request(some, words is gone))

    def request(self, tags, is_hard):
        """The method, what follows the address, the headers and the body.

        Varnish may serve what it was asked to forget while nobody can be asked, unless
        it is told that it may not.
        """
        how = {"Surrogate-Purge": "hard"} if is_hard else {}
        return "PURGE", "", {"Surrogate-Key": " ".join(tags)} | how, None


class Fastly(Target):
    """`https://api.fastly.com/service/ID`: what is purged is gone."""

    def request(self, tags, is_hard):
        said = {"Surrogate-Key": " ".join(tags), "Fastly-Key": settings.FASTLY_TOKEN}
        return "POST", "/purge", said, None


class Cloudflare(Target):
    """`https://api.cloudflare.com/client/v4/zones/ID`: what is purged is gone."""

    def request(self, tags, is_hard):
        body = {"tags": tags}
        if EVERYTHING in tags:
            body = {"purge_everything": True}
        said = {
            "Authorization": f"Bearer {settings.CLOUDFLARE_TOKEN}",
            "Content-Type": "application/json",
        }
        return "POST", "/purge_cache", said, json.dumps(body)


KINDS = {"": (Target, 400), "fastly": (Fastly, 256), "cloudflare": (Cloudflare, 100)}


def target_of(address):
    """`http://cache/`, `fastly+https://…` or `cloudflare+https://…`."""
    kind, _plus, rest = address.rpartition("+")
    made, most = KINDS[kind]
    return made(rest, most)


def targets():
    """Every cache that the settings name."""
    return {address: target_of(address) for address in settings.PURGE_URLS}


def ask(address, method, more, headers, body):
    """One request; anything but a 2xx in time is an error."""
    place = urlsplit(address)
    deadline = Deadline(SECONDS)
    try:
        with connect(place) as sock:
            connection = http.client.HTTPConnection(place.hostname, place.port)
            connection.sock = Wire(sock, deadline)
            path = place.path.rstrip("/") + more or "/"
            headers = {"Host": place.netloc, "Connection": "close", **headers}
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            said = answer.read1(MOST_SAID).decode("utf-8", "replace").strip()
    except (FetchError, TimeoutError) as fault:
        raise PurgeError(f"no answer within {SECONDS} seconds") from fault
    except (OSError, http.client.HTTPException, ValueError) as fault:
        raise PurgeError(str(fault) or type(fault).__name__) from fault
    if not 200 <= answer.status < 300:
        raise PurgeError(f"{answer.status} {answer.reason}: {said}"[:MOST_SAID])


def connect(place):
    """A socket to a cache, which the operator named and may be in our own network."""
    port = place.port or http.client.HTTPS_PORT
    if place.scheme == "http":
        return create_connection((place.hostname, place.port or 80), SECONDS)
    sock = create_connection((place.hostname, port), SECONDS)
    try:
        context = ssl.create_default_context()
        return context.wrap_socket(sock, server_hostname=place.hostname)
    except BaseException:
        sock.close()
        raise
