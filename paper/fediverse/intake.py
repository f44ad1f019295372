"""What other servers send: that somebody follows or doesn't any more, that somebody is
no more; and that something of ours was shared, of which only the server is noted, so
that it hears of a correction. All else is taken, and nothing becomes of it.

A sender is believed once a signature by the key at their own address says so; that
somebody is gone is believed of their server, which is asked.
"""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from paper.fediverse import http_signature, signing_keys
from paper.fediverse.activities import ACCEPT, acceptance
from paper.fediverse.actors import absolute, actor, parse_id
from paper.fediverse.http_signature import SignatureError
from paper.fediverse.remote_actor import (
    LONGEST_ADDRESS,
    GoneError,
    UnknownError,
    digest,
    digests,
    fetch,
    host_of,
)
from paper.fediverse.rows import Delivery, RemoteFollow, RemoteInbox
from sources.network import FetchError

LONGEST = 100_000  # bytes, as the proxy before us has it
DEEPEST = 20
NOTES = "/fediverse/notes/"
# A server is noted once a day as one that shares something.
SEEN = dt.timedelta(days=1)


class RefusalError(Exception):
    """What is not taken: the status and a sentence."""


@dataclass(frozen=True)
class Message:
    """An activity; `sender` is the address of whoever says that it is theirs."""

    said: dict
    sender: str
    received: Any
    now: Any
    count: Callable

    @property
    def object(self):
        return self.said.get("object")

    @property
    def object_id(self):
        found = self.object
        found = found.get("id") if isinstance(found, dict) else found
        return found if isinstance(found, str) else ""


def take_in(received, now, count):
    """Do what is asked, or raise RefusalError; what is for others is let pass. `count`
    is called before anybody is asked because of it."""
    said = parse(received.body)
    sender = said.get("actor")
    sender = sender.get("id") if isinstance(sender, dict) else sender
    if not host_of(sender):
        raise RefusalError(400, "It has no actor whom anybody could ask.")
    take = TAKEN.get(said.get("type") if isinstance(said.get("type"), str) else "")
    if take is not None:
        take(Message(said, sender, received, now, count))


def parse(body):
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise RefusalError(400, "It is no JSON.") from None
    if not isinstance(said, dict) or depth(said) > DEEPEST:
        raise RefusalError(400, "It is no activity.")
    return said


def depth(said):
    level, found = [said], 0
    while level and found <= DEEPEST:
        inner = [each.values() if isinstance(each, dict) else each for each in level]
        level = [one for some in inner for one in some if isinstance(one, dict | list)]
        found += 1
    return found


def verified(message):
    """The sender as their own server has them; RefusalError unless it is from them."""
    try:
        claim = http_signature.claim_of(message.received, message.now)
        if host_of(claim.key_id) != host_of(message.sender):
            raise SignatureError("The key is of another server than the actor.")
        found = ask_server(message)
        if found.key_id != claim.key_id:
            raise SignatureError("The key is not the actor's.")
        http_signature.check(claim, found.public_key)
    except (SignatureError, UnknownError) as fault:
        raise RefusalError(401, str(fault)) from fault
    return found


def ask_server(message):
    """For the sender; RefusalError if it doesn't say."""
    message.count()
    try:
        return fetch(message.sender, signing_keys.signer())
    except FetchError as fault:
        raise RefusalError(503, "The actor can't be asked for now.") from fault


def follow(message):
    """From now on they are sent what this actor of ours says, and are told so."""
    named = parse_id(message.object_id)
    if named is None or actor(*named, message.now) is None:
        raise RefusalError(404, "No such actor is here.")
    follow_id = message.said.get("id")
    if not isinstance(follow_id, str) or not 0 < len(follow_id) <= LONGEST_ADDRESS:
        raise RefusalError(400, "It has no id.")
    sender = verified(message)
    said = message.said | {"actor": message.sender, "object": message.object_id}
    with transaction.atomic():
        inbox = noted_inbox(sender, message.now)
        kind, slug = named
        rows = RemoteFollow.objects.filter(
            digest__in=digests(sender.id), kind=kind, slug=slug
        )
        mark = digest(sender.id)
        if not rows.update(inbox=inbox):
            row = RemoteFollow(inbox=inbox, digest=mark, kind=kind, slug=slug)
            RemoteFollow.objects.bulk_create([row], ignore_conflicts=True)
        answer = json.dumps(acceptance(said, mark, named))
        Delivery.objects.create(
            inbox=inbox, act=ACCEPT, kind=kind, slug=slug, body=answer
        )


def noted_inbox(sender, now):
    host = host_of(sender.inbox).rpartition(":")[0]
    inbox, _new = RemoteInbox.objects.update_or_create(
        address=sender.inbox, defaults={"seen_at": now}, create_defaults={"host": host}
    )
    return inbox


def undo(message):
    """Only of a follow, which is in it: ids of those that came before are not kept."""
    inner = message.object if isinstance(message.object, dict) else {}
    there = inner.get("object")
    named = parse_id(there.get("id") if isinstance(there, dict) else there)
    if inner.get("type") != "Follow" or named is None:
        return
    rows = RemoteFollow.objects.filter(
        digest__in=digests(message.sender), kind=named[0], slug=named[1]
    )
    if rows.exists():  # Nobody is asked for whom we don't know.
        verified(message)
        rows.delete()


def delete(message):
    """Somebody is no more. Their key is gone as well, so their server is asked."""
    rows = RemoteFollow.objects.filter(digest__in=digests(message.sender))
    if message.object_id != message.sender or not rows.exists():
        return
    try:
        ask_server(message)
    except GoneError:
        rows.delete()
    except UnknownError:
        return


def announce(message):
    """Somebody shared something of ours: their server hears of what becomes of it."""
    if not message.object_id.startswith(absolute(NOTES)):
        return
    host, since = host_of(message.sender).rpartition(":")[0], message.now - SEEN
    if not RemoteInbox.objects.filter(host=host, seen_at__gt=since).exists():
        noted_inbox(verified(message), timezone.now())


TAKEN = {"Follow": follow, "Undo": undo, "Delete": delete, "Announce": announce}
