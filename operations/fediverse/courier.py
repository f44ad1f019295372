"""Sends what is written down: to each inbox one thing after another, to several inboxes
at a time.

An inbox is claimed before anything is made for it, by moving its moment ahead, and a
row is noted as sent once the server has taken it. Whoever is killed between the two
leaves one thing for each of these inboxes that is sent again, under the name it had.
"""

import datetime as dt
import json
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from paper.fediverse import http_signature, notes, signing_keys
from paper.fediverse.activities import activity
from paper.fediverse.actors import key_id
from paper.fediverse.remote_actor import user_agent
from paper.fediverse.rows import Delivery, RemoteInbox
from paper.outputs.alternates import ACTIVITY
from sources.network import FetchError
from sources.program_call import call

logger = logging.getLogger(__name__)
MINUTE, HOUR, DAY = (dt.timedelta(seconds=n) for n in (60, 3600, 86400))
AT_ONCE = 12
SECONDS, LONGEST = 8, 16 * 1024
# A claim ends by itself, long after all that an inbox may take its time over.
CLAIM = 2 * MINUTE
# Refused or silent, an inbox is tried again after a minute, two, four and so on, at
# last four times a day; after a week of that it is taken for dead.
PAUSE, LONGEST_PAUSE, DEAD_AFTER = MINUTE, 6 * HOUR, 7 * DAY
GONE = 410
# Says nothing of this one thing: the server, its clock, or our key.
AGAIN = {401, 403, 404, 408, 425, 429}


@dataclass(frozen=True)
class Letter:
    """A row with the words that it stands for; without words nothing is left to say."""

    row: Any
    address: str
    key_id: str
    body: bytes = b""


class Courier:
    """One turn of so many seconds."""

    def __init__(self, patience):
        self.end = time.monotonic() + patience
        self.key, self.sent = signing_keys.signer(), 0

    def run(self):
        """How many things were taken."""
        if self.key is None:
            return 0
        with ThreadPoolExecutor(AT_ONCE) as pool:
            while time.monotonic() < self.end and (inboxes := claim(timezone.now())):
                self.send_round(pool, inboxes)
        return self.sent

    def send_round(self, pool, inboxes):
        """The first thing that waits for each of these. Threads only talk to servers:
        what is read and noted in the database is so here."""
        now, known = timezone.now(), {}
        letters = [letter(row, now, known) for row in first_rows(inboxes)]
        asked = [each for each in letters if each.body]
        answers = dict(zip(asked, pool.map(self.deliver, asked), strict=True))
        with transaction.atomic():  # a disk is waited for once
            for each in letters:
                if each in answers:
                    self.note(each, answers[each])
                else:
                    each.row.delete()
                    release(each.row.inbox)

    def deliver(self, each):
        """Status and fault, in a thread of its own."""

        def headers(host, path):
            said = {"Host": host, "Content-Type": ACTIVITY, "User-Agent": user_agent()}
            return http_signature.sign(
                self.key, each.key_id, "POST", path, said, timezone.now(), each.body
            )

        seconds = min(SECONDS, settings.FETCH_SECONDS)
        try:
            reply = call(
                "POST", each.address, headers, each.body, seconds=seconds, most=LONGEST
            )
        except FetchError as fault:
            return 0, str(fault)[:200]
        except Exception as fault:  # One inbox is to hold up no other.
            return 0, type(fault).__name__
        return reply.status, f"It says {reply.status}."

    def note(self, each, answer):
        status, fault = answer
        inbox = each.row.inbox
        if 200 <= status < 300:
            self.sent += 1
            note_sent(each.row)
            release(inbox, failures=0, failing_since=None, fault="")
        elif status == GONE or is_dead(inbox):
            logger.warning("An inbox of %s is given up: %s", inbox.host, fault)
            inbox.delete()
        elif 400 <= status < 500 and status not in AGAIN:
            note_sent(each.row, fault)  # This one thing, as it is, will never be taken.
            release(inbox)
        else:
            note_failure(inbox, fault)


def claim(now):
    """Inboxes that are due and have something waiting, ours alone for a while."""
    waiting = Delivery.objects.filter(inbox=OuterRef("pk"), sent_at=None)
    due = RemoteInbox.objects.filter(Exists(waiting), due_at__lte=now)
    keys = [*due.order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE]]
    return [
        key
        for key in keys
        if RemoteInbox.objects.filter(pk=key, due_at__lte=now).update(
            due_at=now + CLAIM
        )
    ]


def first_rows(inboxes):
    for key in inboxes:
        rows = Delivery.objects.filter(inbox=key, sent_at=None)
        row = rows.select_related("inbox", "edition").order_by("pk").first()
        if row is not None:
            yield row


def letter(row, now, known):
    """Made of the record as it is now, once for all that are sent the same."""
    said = row.edition_id, row.act, row.number, row.kind, row.slug
    if row.body:
        body = row.body.encode()
    else:
        if said not in known:
            known[said] = words(row, now)
        body = known[said]
    return Letter(row, row.inbox.address, key_id(row.kind, row.slug), body)


def words(row, now):
    edition, sender = row.edition, (row.kind, row.slug)
    found = notes.find(edition.story_id, row.number, now)
    made = activity(row.act, found, edition.number, sender, now)
    return json.dumps(made, ensure_ascii=False).encode() if made else b""


def is_dead(inbox):
    since = inbox.failing_since
    return since is not None and since < timezone.now() - DEAD_AFTER


def note_sent(row, fault=""):
    rows = Delivery.objects.filter(pk=row.pk)
    rows.update(sent_at=timezone.now(), fault=fault, body="")


def release(inbox, **said):
    """Whoever comes next may have it at once."""
    RemoteInbox.objects.filter(pk=inbox.pk).update(due_at=timezone.now(), **said)


def note_failure(inbox, fault):
    pause = min(LONGEST_PAUSE, PAUSE * 2 ** min(inbox.failures, 12))
    now = timezone.now()
    RemoteInbox.objects.filter(pk=inbox.pk).update(
        due_at=now + pause,
        failures=F("failures") + 1,
        failing_since=inbox.failing_since or now,
        fault=fault,
    )
