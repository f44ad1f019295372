"""Pauses after failed sign-ins, counted in the database, so every process counts along.

An attempt is counted before it is looked at, and taken back when it was right: a
thousand at once are a thousand attempts. One account from one address has the tightest
limit, and short pauses. One account from anywhere and one address have wide ones. They
spare whoever comes from where they got in before: nobody elsewhere can keep them out,
nor anybody there by guessing at other names.
"""

import datetime as dt
import math
import unicodedata
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from people.client_address import seal
from people.models import Pause

MINUTE = dt.timedelta(minutes=1)
FORGOTTEN_AFTER = dt.timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    free: int  # so many attempts, then pauses of a minute, two, four …
    longest: dt.timedelta

    def pause(self, failures):
        if failures < self.free:
            return None
        return min(self.longest, MINUTE * 2 ** min(failures - self.free, 12))


HERE = Limit(5, 5 * MINUTE)
ADDRESS = Limit(30, 60 * MINUTE)
ACCOUNT = Limit(100, 5 * MINUTE)


class TooManyError(Exception):
    """There were too many attempts; `wait` says how long to leave it."""

    def __init__(self, wait):
        self.wait = wait
        minutes = math.ceil(wait / MINUTE)
        super().__init__(
            ngettext(
                "That was tried too often. Try again in %(minutes)d minute.",
                "That was tried too often. Try again in %(minutes)d minutes.",
                minutes,
            )
            % {"minutes": minutes}
        )


class Attempt:
    """One attempt at a `purpose` (password, code, …), counted from the start."""

    def __init__(self, purpose, name, address):
        folded = unicodedata.normalize("NFKC", name).casefold()
        self.limits = {seal("pause", purpose, "account", folded): ACCOUNT}
        self.here = seal("pause", purpose, "here", folded, address)
        self.limits[self.here] = HERE
        if address:
            self.limits[seal("pause", purpose, "address", address)] = ADDRESS
        Pause.objects.forget(timezone.now())
        self.begin()

    @transaction.atomic
    def begin(self):
        """Count this attempt, unless it has to wait."""
        now = timezone.now()
        rows = self.rows()
        known = any(row.key == self.here and row.known for row in rows)
        ends = [
            row.until
            for row in rows
            if row.until and row.until > now
            if not known or row.key == self.here
        ]
        if ends:
            raise TooManyError(max(ends) - now)
        for row in rows:
            recent = row.last_at > now - FORGOTTEN_AFTER
            row.failures = row.failures + 1 if recent else 1
            pause = self.limits[row.key].pause(row.failures)
            row.until = now + pause if pause else None
            row.last_at = now
            row.save()

    @transaction.atomic
    def succeeded(self):
        """It was right: nothing is held against this account here any more."""
        for row in self.rows():
            row.failures = 0 if row.key == self.here else max(0, row.failures - 1)
            row.known = row.known or row.key == self.here
            row.until = None
            row.save()

    def rows(self):
        """The rows of this attempt, locked in one order for everybody."""
        keys = sorted(self.limits)
        new = [Pause(key=key) for key in keys]
        Pause.objects.bulk_create(new, ignore_conflicts=True)
        return [*Pause.objects.select_for_update().filter(key__in=keys).order_by("key")]


SENDER = Limit(5, 60 * MINUTE)
EVERYBODY = Limit(500, 5 * MINUTE)


class SendAttempt(Attempt):
    """One message of a stranger, who has no account; counted afresh every day."""

    def __init__(self, purpose, address, now, sender=SENDER, everybody=EVERYBODY):
        day, self.here = f"{now:%Y-%m-%d}", ""
        self.limits = {seal("pause", purpose, "everybody", day): everybody}
        if address:
            self.limits[seal("pause", purpose, "address", day, address)] = sender
        Pause.objects.forget(timezone.now())
        self.begin()


class GuessAttempt(Attempt):
    """An address that opens nothing, asked for by a stranger. Who has to wait is only
    looked up: nobody writes a row for each of a thousand tries."""

    def __init__(self, purpose, address):
        key, self.here = seal("pause", purpose, "address", address), ""
        self.limits = {key: ADDRESS}
        now = timezone.now()
        paused = Pause.objects.filter(key=key, until__gt=now).first()
        if paused:
            raise TooManyError(paused.until - now)
        Pause.objects.forget(now)
        self.begin()
