"""Which generation of the paper a process knows of: asked once a second, by one thread.

The second counts from before the question, so nothing is older than that.
"""

import threading
import time

from django.db import Error, connection

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

    def is_unchanged(self, answer):
        """Whether a page of an older generation is still right: nothing that it hangs
        on was touched since."""
        keys = answer.facts.keys
        if keys is None:
            return False
        changed = ask(generation.is_changed_since, answer.number, keys)
        return changed is False


def ask(question, *given):
    """What the database says, or None if it doesn't answer."""
    try:
        return question(*given)
    except Error:
        if not connection.in_atomic_block:
            connection.close()
        return None
    finally:
        if not connection.settings_dict["CONN_MAX_AGE"] and not (
            connection.in_atomic_block
        ):
            connection.close()  # nothing else would, outside of a request
