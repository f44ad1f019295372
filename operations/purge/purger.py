"""Has a cache forget what changed, by following the paper's own log of changes.

It stands outside of every request: by whatever way the paper was changed, the database
noted the keys. How far the cache was asked is noted once it agreed, so what was asked
may be asked again, and nothing is left out.
"""

import datetime as dt
import logging
import time
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from operations.models import Purge
from operations.purge.surrogate_keys import EVERYTHING, tags_of, tags_of_change
from operations.purge.takedowns import taken_down
from operations.purge.targets import PurgeError, targets
from pages import menu
from paper import generation

logger = logging.getLogger(__name__)
# Milliseconds after a change at which a cache is asked: a page that was read before may
# come to it after it was asked first.
DELAYS = (0, 400, 5000)
MOST = 2000  # keys; when more have changed the cache forgets all
PATIENCE = dt.timedelta(seconds=15)  # then another may ask, as this one was killed
PAUSE, LONGEST = dt.timedelta(seconds=0.25), dt.timedelta(seconds=30)
MOST_DOUBLINGS = 7
SKEW = dt.timedelta(minutes=5)  # between the clocks of two machines


def purgers():
    """One for each cache that the settings name."""
    return [Purger(name, target) for name, target in targets().items()]


def forget_others(known):
    """Of a cache that the settings name no more nothing is left."""
    names = [purger.name for purger in known]
    Purge.objects.exclude(target__in=names).delete()


@dataclass(frozen=True)
class Reach:
    """How far a row may go: to this generation, and to this moment."""

    number: int
    moment: dt.datetime
    is_all: bool  # nothing younger is known

    def is_ahead_of(self, row):
        """Whether there may be something to ask for, and the row's pause is over."""
        if row.due_at > timezone.now():
            return False
        comes = row.comes_at is not None and row.comes_at <= self.moment
        return comes or row.n < self.number


class Purger:
    """For one cache, `name` being what its rows are called by."""

    def __init__(self, name, target, clock=time.monotonic):
        self.name, self.target, self.clock = name, target, clock
        self.rows = []
        self.met = []  # (second of the clock, generation that was met then first)

    def step(self):
        """Ask for what changed since, if anything did: one small query if not. Returns
        how many times the cache agreed to something."""
        number = generation.number()
        if not self.rows:
            self.read_rows()
        if any(map(is_of_future, self.rows)):
            self.bring_back()
        self.meet(number)
        if not any(self.reach(row).is_ahead_of(row) for row in self.rows):
            return 0
        self.read_rows()
        return sum([self.catch_up(row, self.reach(row)) for row in self.rows])

    def read_rows(self):
        """One for each delay, with when the next edition comes by itself."""
        names = [{"target": self.name, "delay": delay} for delay in DELAYS]
        self.rows = [Purge.objects.get_or_create(**name)[0] for name in names]
        for row in self.rows:
            row.comes_at = row.came_at and menu.next_edition(now=row.came_at)

    def bring_back(self):
        """The clock was ahead, and is right again: the cache may have what has not come
        yet, and what is noted would keep us from asking until then."""
        rows = Purge.objects.filter(target=self.name)
        rows.update(due_at=timezone.now(), n=-1, came_at=None, succeeded_at=None)
        self.read_rows()

    def meet(self, number):
        """Remember since when a generation is known, and what another process, or this
        one before it began anew, has asked for."""
        now, first = self.clock(), self.rows[0]
        if not self.met and first.succeeded_at:
            ago = (timezone.now() - first.succeeded_at).total_seconds()
            self.met = [(now - ago, first.n)]
        if not self.met or self.met[-1][1] != number:
            self.met.append((now, number))
        while len(self.met) > 1 and self.met[1][0] <= now - DELAYS[-1] / 1000:
            self.met.pop(0)

    def reach(self, row):
        """What is known for less than the row's delay has to wait."""
        until = self.clock() - row.delay / 1000
        numbers = [number for at, number in self.met if at <= until]
        number = numbers[-1] if numbers else row.n
        moment = timezone.now() - dt.timedelta(milliseconds=row.delay)
        return Reach(number, moment, number == self.met[-1][1])

    def catch_up(self, row, reach):
        """Whether the cache was asked for something, and agreed."""
        mine, now = Purge.objects.filter(pk=row.pk, n=row.n), timezone.now()
        if not reach.is_ahead_of(row) or not mine.claim(now, now + PATIENCE):
            return False
        version = menu_at(reach.number) if reach.is_all else None
        try:
            tags, gone = tags_due(row, reach, version)
            if tags or gone:
                self.target.purge(tags, gone)
        except PurgeError as fault:
            self.note_fault(row, mine, str(fault))
            return False
        if row.failures and not row.delay:
            logger.warning("%s takes purges again", self.name)
        mine.update(
            n=max(row.n, reach.number),
            came_at=reach.moment,
            menu=version or row.menu,
            due_at=now,
            succeeded_at=timezone.now(),
            fault="",
            failures=0,
            purges=F("purges") + int(bool(tags or gone)),
        )
        self.rows = []
        return bool(tags or gone)

    def fault(self):
        """Why the cache took no purge when it was asked last; else nothing."""
        rows = Purge.objects.filter(target=self.name).exclude(fault="")
        return rows.values_list("fault", flat=True).first()

    def note_fault(self, row, mine, fault):
        """It is asked again ever less often; the log hears of it once."""
        if not row.failures and not row.delay:
            logger.warning("%s takes no purge: %s", self.name, fault)
        pause = min(PAUSE * 2 ** min(row.failures + 1, MOST_DOUBLINGS), LONGEST)
        due_at = timezone.now() + pause
        mine.update(fault=fault, failures=F("failures") + 1, due_at=due_at)
        self.rows = []


def is_of_future(row):
    """Whether it was noted by a clock that was ahead of ours."""
    latest = timezone.now() + SKEW
    return row.due_at > latest or bool(row.came_at and row.came_at > latest)


def menu_at(number):
    """The version of the menu in that generation; None if it has moved on meanwhile,
    which brings somebody here again."""
    version = menu.read_menu().version
    return version if generation.number() == number else None


def tags_due(row, reach, version):
    """What a cache has to forget to come as far as that, and what of it for good."""
    keys = generation.keys_changed(row.n, reach.number, MOST + 1)
    if row.comes_at and row.comes_at <= reach.moment:
        keys |= generation.keys_due(row.came_at, reach.moment)
    gone = taken_down(keys) if len(keys) <= MOST else {EVERYTHING}
    if row.came_at is None or EVERYTHING in gone:
        return [], [EVERYTHING]
    if version is not None and version != row.menu:
        return [EVERYTHING], tags_of(gone)
    return (tags_of_change(keys) if keys else []), tags_of(gone)
