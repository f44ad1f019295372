"""Somebody of another server, by the document that stands at their address there.

It is asked for as any page of others is, signed, since some servers answer nobody else.
"""

import json
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from paper.fediverse import http_signature
from paper.fediverse.actors import FRONT, key_id
from paper.outputs.alternates import ACTIVITY
from people.client_address import seal
from people.mail_address import keys
from sources.limits import slot
from sources.network import FetchError, Place
from sources.program_call import call

ACCEPT = (
    f'{ACTIVITY}, application/ld+json; profile="https://www.w3.org/ns/activitystreams"'
)
LONGEST, SECONDS = 256 * 1024, 5
LONGEST_ADDRESS = 500
GONE = (404, 410)


class UnknownError(Exception):
    """There is no such actor as is said."""


class GoneError(UnknownError):
    """Their server says that there is no such actor any more."""


@dataclass(frozen=True)
class RemoteActor:
    id: str
    key_id: str
    public_key: str
    inbox: str


def digest(actor, key=None):
    return seal("fediverse", actor, key=key)


def digests(actor):
    """By the secret key of today and by those of before."""
    return [digest(actor, key) for key in keys()]


def host_of(address):
    """Where an address leads; nothing for what is none that we would ask."""
    if not isinstance(address, str) or len(address) > LONGEST_ADDRESS:
        return ""
    try:
        place = Place.of(address)
    except FetchError:
        return ""
    return f"{place.host}:{place.port}"


def fetch(address, key):
    """FetchError if their server can't be asked now, UnknownError for what it says."""
    with slot():
        reply = call(
            "GET",
            address.partition("#")[0],
            lambda host, path: signed_headers(host, path, key),
            seconds=min(SECONDS, settings.FETCH_SECONDS),
            most=LONGEST,
        )
    if reply.status in GONE:
        raise GoneError("Nobody is there.")
    if reply.status != 200:
        raise FetchError(f"The site says {reply.status}.")
    try:
        return parse(address, json.loads(reply.body))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise UnknownError("That is no actor.") from None


def signed_headers(host, path, key):
    said = {"Host": host, "Accept": ACCEPT, "User-Agent": user_agent()}
    if key is None:
        return said
    return http_signature.sign(key, key_id(FRONT), "GET", path, said, timezone.now())


def user_agent():
    return f"Newsroom (+{settings.SITE_URL})"


def parse(address, said):
    """The actor, if it is who it was asked for as, and all of it is at one server."""
    key = said["publicKey"]
    key = key[0] if isinstance(key, list) else key
    shared = (said.get("endpoints") or {}).get("sharedInbox")
    found = RemoteActor(
        said["id"], key["id"], key["publicKeyPem"], shared or said["inbox"]
    )
    if found.id != address or key.get("owner", found.id) != found.id:
        raise UnknownError("It is another actor.")
    there = host_of(found.id)
    if not there or {host_of(found.inbox), host_of(found.key_id)} != {there}:
        raise UnknownError("Parts of it are elsewhere.")
    return found
