"""How much is fetched: at a time by one process, and in a minute for one person.

A thread that waits for another site answers no reader, so fetching never takes more
than half of a process's threads.
"""

import threading
import time
from contextlib import contextmanager
from functools import cache

from django.conf import settings
from django.core.cache import cache as kept
from django.utils.translation import gettext as _

from sources.network import FetchError

A_MINUTE = 60  # addresses for one person


class BusyError(FetchError):
    """Not now: what was asked for may well be had in a moment."""

    outcome = "busy"


@cache
def slots():
    return threading.BoundedSemaphore(max(1, settings.WEB_THREADS // 2))


@contextmanager
def slot(wait=0):
    """A right to fetch, had at once or within as many seconds."""
    got = slots().acquire(timeout=wait) if wait > 0 else slots().acquire(False)
    if not got:
        said = _(
            "Too many addresses are being fetched just now. Try again in a moment."
        )
        raise BusyError(said)
    try:
        yield
    finally:
        slots().release()


def count(user):
    """Count one address for this person, who may have so many in a minute.

    In the cache: each process counts by itself, unless they share one.
    """
    key = f"fetched:{user.pk}:{int(time.time() // 60)}"
    if kept.add(key, 1, timeout=120):
        return
    try:
        many = kept.incr(key)
    except ValueError:  # It ended between the two lines.
        return
    if many > A_MINUTE:
        said = _("You had %(many)s addresses fetched in a minute. Go on in a moment.")
        raise BusyError(said % {"many": A_MINUTE})
