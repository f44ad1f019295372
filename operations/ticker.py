"""`tick --forever`: jobs in one thread, the purges of each cache in another.

While the database is silent all of them wait; the log says once that it is, and once
that it is back.
"""

import logging
import threading
import time

from django.db import Error, connection

from operations.jobs import HEARTBEAT, wanted_jobs
from operations.purge.purger import forget_others, purgers
from operations.runner import Runner

logger = logging.getLogger(__name__)
LOOK = 0.15  # seconds between two looks at the generation
SECOND = 1.0
FRESH = 60  # seconds for which a connection is kept: the server may be another by then
GRACE = 5  # seconds that what is at work has to end


class Outage:
    """Whether the database is silent, which all threads notice and one says."""

    def __init__(self):
        self.lock, self.is_known = threading.Lock(), False

    def begin(self, fault):
        with self.lock:
            if not self.is_known:
                said = str(fault).partition("\n")[0]
                logger.warning("The database can't be used; tick waits: %s", said)
            self.is_known = True

    def end(self):
        with self.lock:
            if self.is_known:
                logger.warning("The database answers again; tick goes on.")
            self.is_known = False


class Ticker:
    """`jobs` are those that it looks after; `stop` is an event that ends it."""

    def __init__(self, jobs=None, stop=None):
        jobs = wanted_jobs() if jobs is None else jobs
        self.stop, self.outage = stop or threading.Event(), Outage()
        # A heart beats beside a job that takes hours.
        self.heart = Runner([work for work in jobs if work.name == HEARTBEAT])
        rest = [work for work in jobs if work.name != HEARTBEAT]
        self.runner, self.threads = Runner(rest, self.stop.is_set), []

    def run(self):
        """Returns whether all that was at work has ended before it does."""
        found = purgers()
        steps = [(purger.step, LOOK) for purger in found]
        steps += [(runner.step, SECOND) for runner in (self.heart, self.runner)]
        steps.append((lambda: forget_others(found), FRESH))
        self.threads = [
            threading.Thread(target=self.follow, args=step, daemon=True)
            for step in steps
        ]
        for thread in self.threads:
            thread.start()
        self.stop.wait()
        until = time.monotonic() + GRACE
        for thread in self.threads:
            thread.join(max(0, until - time.monotonic()))
        if any(thread.is_alive() for thread in self.threads):
            self.let_go()
            return False
        return True

    def follow(self, step, pause):
        """Take this step again and again, whatever becomes of it."""
        opened_at = time.monotonic()
        while not self.stop.is_set():
            try:
                step()
                self.outage.end()
            except Error as fault:
                self.outage.begin(fault)
                connection.close()
            except Exception:
                logger.exception("tick met what nobody thought of, and goes on")
            if time.monotonic() - opened_at > FRESH:
                connection.close()
                opened_at = time.monotonic()
            self.stop.wait(pause)
        connection.close()

    def let_go(self):
        """What is at work still was not done, and is due at once."""
        try:
            self.runner.let_go()
        except Error as fault:
            logger.warning("A job was left at work, which is due later: %s", fault)
