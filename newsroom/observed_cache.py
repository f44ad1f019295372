"""The cache in front of Django, where somebody counts which of its ways a page took."""

from newsroom.answer import Answer
from newsroom.http_cache import HttpCache
from operations.observation.request_note import NOTE, Note

MEMORY, STORE, RENEWED, MADE, STALE = "memory", "store", "renewed", "made", "stale"
NOBODY = Note("")


class ObservedCache(HttpCache):
    """Without accounts nobody stands in its place, and nothing is noted."""

    def find(self, address, number):
        return noted(super().find(address, number), MEMORY)

    def find_stored(self, address, number):
        return noted(super().find_stored(address, number), STORE)

    def right(self, address, answer, number):
        found = super().right(address, answer, number)
        return found if found is answer else noted(found, RENEWED)

    def ask_django(self, address, environ):
        said = super().ask_django(address, environ)
        note = NOTE.get() or NOBODY
        note.cache = MADE
        if isinstance(said, Answer):
            said.facts.view = note.view
        return said

    def last_page(self, address):
        return noted(super().last_page(address), STALE, is_last=True)


def noted(answer, way, is_last=False):
    """Of the ways that a page took the one is noted that was found first: a renewed
    one was in the memory too."""
    note = answer and NOTE.get()
    if note and (is_last or not note.cache):
        note.cache, note.view = way, answer.facts.view
    return answer
