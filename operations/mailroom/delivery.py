"""Sends what is due, letter by letter, within its time.

Rows are claimed before a letter is made, by moving their moment ahead, and are noted as
sent once the server has taken it. Whoever is killed between the two leaves a letter of
which nobody knows whether it arrived: it is sent again under the name that it had, by
which mail programs know it. One letter is on its way at a time, so that is one letter.
"""

import datetime as dt
import logging
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from operations.mailroom.letter_contents import mail_of
from operations.mailroom.postman import Answer, MailServerError, Postman
from paper.models import Follower, Notification
from people import mail_address

logger = logging.getLogger(__name__)
SECOND, MINUTE, HOUR = (dt.timedelta(seconds=n) for n in (1, 60, 3600))
AT_ONCE = 50  # followers whose letters are claimed together
# A claim ends by itself. A letter is begun only while enough of it is left for all that
# a mail server may take its time over.
CLAIM, LEAST = 4 * MINUTE, 2 * MINUTE
# Refused for now, or for reasons of the server's, a letter is tried again after five
# minutes, ten, and so on; after 11 hours it is lost, and with the third in a row the
# follower.
PAUSE, MOST_TRIES, MOST_LOST = 5 * MINUTE, 8, 3
# So many addresses in a row that nobody has, and it is the server that knows nobody.
MOST_DEAD = 10
UNKNOWN, LOCKED = Answer(550, "5.1.1"), "no key opens the address"


@dataclass(frozen=True)
class Claim:
    """The rows of one letter, ours until a moment."""

    follower: Follower
    rows: list
    until: Any

    @property
    def head(self):
        return max(self.rows, key=lambda row: row.edition_id or 0)

    @property
    def all(self):
        return Notification.objects.filter(pk__in=[row.pk for row in self.rows])


class Delivery:
    """One turn; `sent` counts its letters, and `fault` says why it ended early."""

    def __init__(self, patience):
        self.end = time.monotonic() + patience
        self.sent, self.fault, self.contents = 0, "", {}
        self.dead = []  # claims on addresses that nobody has, since the last that came

    def run(self):
        with Postman() as self.postman:
            while time.monotonic() < self.end and not self.fault:
                claims = claim(timezone.now())
                if claims is None:
                    break
                self.send(claims)
        if not self.fault:
            self.bury()

    def send(self, claims):
        """All of these; what could not be is due again. What letters say is made anew
        for each few: of a text that is withdrawn meanwhile nothing is sent for long."""
        self.contents = {}
        for place, each in enumerate(claims):
            is_late = timezone.now() > each.until - LEAST
            if is_late or time.monotonic() > self.end:
                return let_go(claims[place:])
            try:
                self.send_one(each)
            except MailServerError as fault:
                self.fault = str(fault)
                if fault.is_handed_over:
                    each.all.update(due_at=timezone.now() + MINUTE, fault=self.fault)
                    place += 1
                return let_go(claims[place:] + self.dead)
            if len(self.dead) >= MOST_DEAD:
                self.fault = "it knows none of the addresses"
                for one in self.dead:
                    note_refused(one, UNKNOWN)
                return let_go(claims[place + 1 :])

    def send_one(self, each):
        if not each.all.exists():  # They have ended it since it was claimed.
            return
        address = mail_address.decrypted(each.follower.address)
        if not address:
            return note_refused(each, LOCKED)
        mail = mail_of(each, address, self.contents)
        if mail is None:  # Nothing is left to tell.
            each.all.delete()
            return
        answer = self.postman.hand_over(address, mail)
        if answer.is_accepted:
            self.bury()
            note_sent(each)
            self.sent += 1
        elif answer.is_dead:
            self.dead.append(each)
        else:
            note_refused(each, answer)

    def bury(self):
        """End what addresses follow that nobody has. The server knew others."""
        if keys := [each.follower.pk for each in self.dead]:
            Follower.objects.filter(pk__in=keys).delete()
        self.dead = []


def claim(now):
    """Letters that are due, each ours alone; None if none is. What is due and can't go
    yet is due later from now on."""
    due = Notification.objects.filter(sent_at=None, due_at__lte=now)
    keys = due.order_by("due_at", "pk").values_list("follower_id", flat=True)
    keys = {*keys[:AT_ONCE]}
    if not keys:
        return None
    with transaction.atomic():
        # Whoever looks at the same followers waits here, and finds the rows claimed.
        locked = Follower.objects.select_for_update().filter(pk__in=keys)
        followers = {row.pk: row for row in locked.order_by("pk")}
        waiting = Notification.objects.filter(follower__in=followers, sent_at=None)
        waiting = waiting.select_related("subscription").order_by("due_at", "pk")
        threads = defaultdict(list)
        for row in waiting:
            threads[row.follower_id, row.thread].append(row)
        last = sent_lately(followers, now)
        found = [
            Claim(followers[key[0]], rows, now + CLAIM)
            for key, every in threads.items()
            if (rows := ready(every, last.get(key), now))
        ]
        note_claims(found, now + CLAIM)
        return found


def note_claims(claims, until):
    """Letters by the name that they have from now on: mostly all are of one edition."""
    heads = defaultdict(list)
    for each in claims:
        heads[each.head.edition_id] += [row.pk for row in each.rows]
    for head, keys in heads.items():
        rows = Notification.objects.filter(pk__in=keys)
        rows.update(due_at=until, head=head, fault="")


def sent_lately(followers, now):
    """(follower, thread) to when the last letter of this hour went."""
    rows = Notification.objects.filter(follower__in=followers, sent_at__gt=now - HOUR)
    rows = rows.order_by("sent_at").values_list("follower_id", "thread", "sent_at")
    return {(follower, thread): at for follower, thread, at in rows}


def ready(rows, last, now):
    """Of the rows of a thread those that one letter is made of now; none if it has to
    wait. What may have been sent already is sent again as it was, before anything."""
    begun = [row for row in rows if row.head is not None]
    wait_until = last + HOUR if last is not None and rows[0].edition_id else None
    if begun:
        same = [row for row in begun if row.head == begun[0].head]
        if same[0].due_at <= now:
            return same
        wait_until = same[0].due_at
    if not any(row.due_at <= now for row in rows):
        return []
    if wait_until is not None:
        keys = [row.pk for row in rows if row.head is None]
        Notification.objects.filter(pk__in=keys).update(due_at=wait_until)
        return []
    return rows


def let_go(claims):
    """They were not sent: whoever comes next may have them, and more in them; what may
    have been before keeps its name."""
    for each in claims:
        again = timezone.now() + 15 * SECOND
        is_fresh = all(row.head is None for row in each.rows)
        each.all.update(due_at=again, **({"head": None} if is_fresh else {}))


def note_sent(each):
    each.all.update(sent_at=timezone.now(), failures=0)
    if each.follower.lost:
        Follower.objects.filter(pk=each.follower.pk).update(lost=0)


def note_refused(each, answer):
    """Try it again later, ever less often; at last it is lost."""
    failures = 1 + max(row.failures for row in each.rows)
    if failures < MOST_TRIES:
        at = timezone.now() + PAUSE * 2 ** (failures - 1)
        told = {"failures": failures, "fault": str(answer), "head": None}
        each.all.update(due_at=at, **told)
        return
    each.all.delete()
    row = Follower.objects.filter(pk=each.follower.pk)
    row.update(lost=F("lost") + 1)
    row.filter(lost__gte=MOST_LOST).delete()
