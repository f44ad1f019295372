"""What is noted of a request while it is answered, wherever in the code that is."""

import re
from contextvars import ContextVar
from random import getrandbits

from django.conf import settings

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")


class Note:
    """`view` is the name of an address, never the address; `cache` says which of the
    caches answered before Django. Queries are those of Django's views."""

    # Of the class: a page that is known already is answered in five microseconds.
    view = cache = status = ""
    headers, user = (), None
    queries, query_seconds = 0, 0.0

    def __init__(self, id):
        self.id = id


# Of the request that this thread answers; None while it answers none.
NOTE = ContextVar("note", default=None)


def note_of(environ):
    """A new note. A proxy's word for the request is taken where proxies are trusted."""
    if settings.BEHIND_PROXY:
        told = environ.get("HTTP_X_REQUEST_ID", "")
        if WELL_FORMED.fullmatch(told):
            return Note(told)
    return Note(new_id())


def new_id():
    """Random, and no secret."""
    return f"{getrandbits(64):016x}"


def current_id():
    """By which a reader and the log name the same request; empty outside of any."""
    note = NOTE.get()
    return note.id if note else ""
