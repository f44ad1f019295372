"""Which generation of the paper a process knows of: asked once a second, by one thread.

The second counts from before the question, so nothing is older than that. Behind a
cache that is purged each request has the answer to a question that began after it came,
its own or another's: a page that was read before the purge would be kept after it.
"""

import datetime as dt
import threading
import time
from dataclasses import replace

from django.conf import settings
from django.db import Error, connection

from newsroom.answer import FOREVER
from pages import menu
from paper import generation

SECOND = 1.0


class GenerationWatch:
    """`clock` is one that only goes forward, in seconds."""

    def __init__(self, clock=time.monotonic):
        self.clock, self.lock = clock, threading.Lock()
        self.asked_at, self.known = float("-inf"), None
        self.since = 0  # the generation before which no page counts, whatever happens
        self.patience = 0.0 if settings.PURGE_URLS else SECOND

    def number(self):
        """The number of the generation, at most a second old; None if the database
        doesn't say."""
        arrived = self.clock()
        if self.is_known_to(arrived):
            return self.known
        with self.lock:
            if self.is_known_to(arrived):
                return self.known
            begun = self.clock()
            if not connection.in_atomic_block:  # it may be another file by now
                connection.close_if_unusable_or_obsolete()
            found = ask(generation.number)
            if found != self.known:
                # What the menu was before is of no use to who asks from now on.
                menu.expire()
                if found is not None:
                    self.since = ask(generation.whole_since) or self.since
            self.known, self.asked_at = found, begun
            return found

    def is_known_to(self, arrived):
        """Whether the last answer serves who came then. One that doesn't come is not
        waited for by everybody."""
        patience = SECOND if self.known is None else self.patience
        return self.asked_at > arrived - patience

    def look_again(self, answer, number, now):
        """Caches that are purged keep no page that was touched while it was made: it
        may come to them after the purge."""
        if not settings.PURGE_URLS:
            return
        answer.number, known = number, self.number()
        if known != number and not (known and self.renewed(answer, known, now)):
            answer.facts.due = 0.0

    def renewed(self, answer, number, now):
        """A page of before as one of this generation and of now, if it is right still:
        nothing that it hangs on was touched or came by itself since. Else None.

        Two threads may look at one answer, so it is never changed.
        """
        facts = answer.facts
        if facts.keys is None or now >= facts.own_due or answer.number > number:
            return None
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


def let_go():
    """Close a connection that has failed: nobody else would, outside of a request."""
    if not connection.in_atomic_block:
        connection.close()
