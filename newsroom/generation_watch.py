"""Which generation of the paper a process knows of: asked once a second, by one thread.

The second counts from before the question, so nothing is older than that. Behind a
cache that is purged each request has the answer to a question that began after it came,
its own or another's: a page that was read before the purge would be kept after it.

With a replica, or with several servers to choose from, nothing is older either than
what any process has shown: whoever is behind that is asked for no page.
"""

import datetime as dt
import logging
import threading
import time
from contextlib import contextmanager, nullcontext
from dataclasses import replace

from django.conf import settings
from django.db import Error, connection
from django.utils.module_loading import import_string

from newsroom.answer import FOREVER
from newsroom.watermark import beside_pages
from operations.purge import tombstones
from pages import menu
from paper import generation

logger = logging.getLogger(__name__)
SECOND = 1.0
# Said in SQL: at each request Django closes a connection that doesn't commit by itself.
ONE_MOMENT = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"


def of_settings():
    """The watch of a web process, over the servers that it has to choose from."""
    if settings.REPLICA:
        # By its name, as SQLite has no use for the driver.
        replica = import_string("newsroom.replica.Replica")(settings.REPLICA)
        return GenerationWatch(shown=watermark(), replica=replica)
    has_hosts = "," in settings.DATABASE.get("HOST", "")
    return GenerationWatch(shown=watermark() if has_hosts else None)


def watermark():
    return beside_pages(settings.SHARED_PAGES, settings.DATABASE)


class GenerationWatch:
    """`clock` is one that only goes forward, in seconds; `shown` a watermark, where
    there are more servers than one, and `replica` the one that pages are read from."""

    def __init__(self, clock=time.monotonic, shown=None, replica=None):
        self.clock, self.lock = clock, threading.Lock()
        self.shown, self.replica = shown, replica
        self.asked_at, self.known, self.said = float("-inf"), None, ""
        self.tombstones = tombstones.read()
        self.patience = 0.0 if settings.PURGE_URLS else SECOND

    def number(self):
        """The number of the generation, at most a second old and as new as anything
        that was shown; None if no server says one like that."""
        arrived = self.clock()
        if self.is_known_to(arrived):
            return self.known
        with self.lock:
            if self.is_known_to(arrived):
                return self.known
            begun = self.clock()
            if not connection.in_atomic_block:  # it may be another file by now
                connection.close_if_unusable_or_obsolete()
            found = self.ask_servers() if self.shown else ask(generation.number)
            if found != self.known:
                # What the menu was before is of no use to who asks from now on.
                menu.expire()
                self.look_for_tombstones(found)
            self.known, self.asked_at = found, begun
            return found

    @property
    def since(self):
        """The generation before which no page counts, whatever happens."""
        return self.tombstones.since if self.tombstones else 0

    def has_buried(self, page):
        """Whether a kept page is nobody's to see, though nobody can be asked."""
        return bool(self.tombstones and self.tombstones.cover(page))

    def look_for_tombstones(self, number):
        """What is gone by that generation; what others have told, where nobody says."""
        known = self.tombstones
        if number is None:
            told = tombstones.read()
            self.tombstones = known | told if known and told else told or known
            return
        with self.reading(number):
            self.tombstones = ask(tombstones.looked_for, known, number) or known

    def is_known_to(self, arrived):
        """Whether the last answer serves who came then. One that doesn't come is not
        waited for by everybody."""
        if self.known is None:
            return self.asked_at > arrived - SECOND
        # Another process may have shown a newer page since.
        is_newest = not self.shown or self.known >= self.shown.number()
        return is_newest and self.asked_at > arrived - self.patience

    def look_again(self, answer, now):
        """Caches that are purged keep no page that was touched while it was made: it
        may come to them after the purge."""
        if not settings.PURGE_URLS:
            return
        number, known = answer.number, self.number()
        if known != number and not (known and self.renewed(answer, known, now)):
            answer.facts.due = 0.0

    def ask_servers(self):
        """The primary's number, or else the replica's."""
        least = self.shown.exchange()
        found, fault = ask(generation.number), "The primary is gone"
        if found is not None and found < least:
            fault = f"The database is at {found} and readers are at {least}"
            found = None
        elif found is None:
            with self.reading(least) as found:
                pass
        else:
            fault = ""
        self.log(fault, found)
        if found is not None:
            self.shown.tell(found)
        return found

    def log(self, fault, found):
        """Say where pages come from, once."""
        if fault == self.said:
            return
        self.said = fault
        if not fault:
            logger.warning("Pages come from what the primary says again.")
        elif found is None:
            logger.error("%s: pages are sent as they were last.", fault)
        else:
            logger.warning("%s: pages come from the replica.", fault)

    def reading(self, number):
        """Within, a page of that generation is read from the replica, if it can be."""
        return self.replica.reading(number) if self.replica else nullcontext()

    def alone(self):
        """Within, no other process shares a page: the newest one is to be kept."""
        return self.shown.alone() if self.shown else nullcontext()

    @contextmanager
    def snapshot(self, number):
        """Within, all that is read is of one moment and of one server. Gives the number
        that it is at, which is shown from now on; None if no such is to be had."""
        if not self.shown:
            yield None
            return
        is_begun = False
        with self.reading(number):
            try:
                say(ONE_MOMENT)
                found = generation.number()
                self.shown.tell(found)
                is_begun = True
                yield found if found >= number else None
                say("COMMIT")
            except Error:
                let_go()
            except BaseException:
                let_go()
                raise
        if not is_begun:
            yield None

    def show(self):
        """To be called where a page was made without: it may have been of this. Gives 0
        if nobody says."""
        number = ask(generation.number) if self.shown else None
        if number is not None:
            self.shown.tell(number)
        return number or 0

    def renewed(self, answer, number, now):
        """A page of before as one of this generation and of now, if it is right still:
        nothing that it hangs on was touched or came by itself since. Else None.

        Two threads may look at one answer, so it is never changed.
        """
        facts = answer.facts
        if facts.keys is None or now >= facts.own_due or answer.number > number:
            return None
        with self.reading(number) as replica:
            if self.shown and replica is None and self.show() < number:
                return None  # Another server is the primary now, and behind.
            return as_of_now(answer, number, now)


def as_of_now(answer, number, now):
    """The page as one of that generation, unless the database says that it is not."""
    facts = answer.facts
    try:
        due = menu.due_moment()
        is_right = (
            facts.menu == menu.current().version
            and not generation.is_changed_since(answer.number, facts.keys)
            and (now < facts.until or not came_due(answer, now))
        )
    except Error:
        let_go()
        return None
    if not is_right:
        return None
    until = min(facts.own_due, due.timestamp() if due else FOREVER)
    facts = replace(facts, due=until, until=until)
    return replace(answer, facts=facts, number=number, right_at=now)


def came_due(answer, now):
    """Whether an edition that a page hangs on has come since it was known as right."""
    since, until = (
        dt.datetime.fromtimestamp(at, dt.UTC) for at in (answer.right_at, now)
    )
    return not generation.keys_due(since, until).isdisjoint(answer.facts.keys)


def ask(question, *given):
    """What the database says, or None if it doesn't answer."""
    try:
        return question(*given)
    except Error:
        let_go()
        return None


def say(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def let_go():
    """Close a connection that has failed: nobody else would, outside of a request."""
    if not connection.in_atomic_block:
        connection.close()
