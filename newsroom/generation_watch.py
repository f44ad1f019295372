"""Which generation of the paper a process knows of: asked once a second, by one thread.

The second counts from before the question, so nothing is older than that.
"""

import datetime as dt
import threading
import time

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

    def number(self):
        """The number of the generation, at most a second old; None if the database
        doesn't say."""
        if self.clock() - self.asked_at < SECOND:
            return self.known
        with self.lock:
            begun = self.clock()
            if begun - self.asked_at < SECOND:
                return self.known
            found = ask(generation.number)
            if found != self.known:
                # What the menu was before is of no use to who asks from now on.
                menu.expire()
            self.known, self.asked_at = found, begun
            return found

    def renew(self, answer, number, now):
        """Whether a page of before is still right: nothing that it hangs on was touched
        or came by itself since. Then it is one of this generation, and of now."""
        facts = answer.facts
        if facts.keys is None or now >= facts.own_due:
            return False
        try:
            due = menu.due_moment()
            is_right = (
                facts.menu == menu.current().version
                and not generation.is_changed_since(answer.number, facts.keys)
                and (now < facts.until or not came_due(answer, now))
            )
        except Error:
            let_go()
            return False
        if is_right:
            facts.due = min(facts.own_due, due.timestamp() if due else FOREVER)
            facts.until, answer.number, answer.right_at = facts.due, number, now
        return is_right


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
