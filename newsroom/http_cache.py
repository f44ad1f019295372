"""The cache in front of Django: whoever asks for a page again gets its bytes.

The order is all: the generation is read first, then the clock, then the database; and
an answer is kept under the generation that was read first. So a page may be newer than
the number it stands under, and never older.
"""

import math
import threading
import time
from dataclasses import replace
from itertools import product

from django.core.cache import cache
from django.db import Error

from newsroom.answer import FACTS, FOREVER, Answer, Facts
from newsroom.generation_watch import GenerationWatch, ask
from newsroom.page_memory import PageMemory
from newsroom.public_address import SHARED, address_of
from pages import menu

# What is found hangs on every text, and a list of suggestions shows no menu.
UNKEYED = "/search/"
DOWN = "503"
KEPT = ("200", "301", "410")
MOVED = ("301", "302")
GONE = ("301", "404", "410")
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
PATIENCE = 5  # seconds that who comes second waits for a page


class HttpCache:
    """A WSGI application around Django's."""

    def __init__(
        self, application, watch=None, memory=None, store=None, clock=time.time
    ):
        self.application, self.store, self.clock = application, store, clock
        self.watch = watch or GenerationWatch()
        self.memory = memory or PageMemory()
        self.lock, self.made, self.since = threading.Lock(), {}, 0

    def __call__(self, environ, start_response):
        address = address_of(environ)
        if address is None:
            return self.application(environ, start_response)
        if address.query != environ.get("QUERY_STRING", ""):
            return self.without_strangers(address, environ, start_response)
        number = self.watch.number()
        if self.since != self.watch.since:
            self.clear()
        if number is None:
            return self.last_known(address, environ, start_response)
        answer = self.find(address, number) or self.wait(address, number)
        if answer is None:
            return self.make(address, number, environ, start_response)
        return answer.send(environ, start_response, self.clock())

    def without_strangers(self, address, environ, start_response):
        """The page, whatever a link tells others (`utm_source`, `fbclid`). Where it has
        moved, the way to its new address keeps that, so Django says where."""
        asked, said = environ | {"QUERY_STRING": address.query}, []
        body = self(asked, lambda *given: said.append(given))
        if said[0][0][:3] in MOVED:
            return self.application(environ, start_response)
        start_response(*said[0])
        return body

    def clear(self):
        """Forget what this process remembers. Where everything is made anew nothing of
        before is kept for an outage: an order may have taken words out of it."""
        self.since = self.watch.since
        self.memory.clear()
        cache.clear()

    def find(self, address, number):
        """What is kept at an address, if it is right now."""
        return self.right(address, self.memory.find(address), number)

    def find_stored(self, address, number):
        """What another process, or this one before it began anew, has made of it."""
        if not self.store or not address.is_shared:
            return None
        return self.right(address, self.store.find(address), number)

    def right(self, address, answer, number):
        """The answer, if it is right in a generation, now."""
        now = self.clock()
        if answer is None or (answer.number == number and now < answer.facts.until):
            return answer
        renewed = self.watch.renewed(answer, number, now)
        if renewed:
            self.memory.keep(address, renewed)
        return renewed

    def wait(self, address, number):
        """What another thread is making of it, if one is; who gets None makes it."""
        with self.lock:
            others = self.made.get(address)
            if others is None:
                self.made[address] = threading.Event()
                return None
        others.wait(PATIENCE)
        return self.find(address, self.watch.number() or number)

    def make(self, address, number, environ, start_response):
        """Take the page from those that all processes share, or ask Django for it."""
        try:
            said = self.find_stored(address, number)
            if said is None:
                said = self.ask_servers(address, environ, number)
                self.keep(address, said)
                if isinstance(said, Answer):
                    self.watch.look_again(said, self.clock())
                if isinstance(said, Answer) and said.status[:3] in GONE:
                    self.forget(address, said)
        finally:
            with self.lock:
                event = self.made.pop(address, None)
            if event is not None:
                event.set()
        if isinstance(said, Answer):
            if said.status.startswith(DOWN):
                said = self.last_page(address) or said
            return said.send(environ, start_response, self.clock())
        status, headers, body = said
        start_response(status, headers)
        return body

    def last_known(self, address, environ, start_response):
        """While no database can be asked: the page as it was last, else what Django can
        say without one."""
        page = self.last_page(address)
        if page is None:
            return self.application(environ, start_response)
        return page.send(environ, start_response, self.clock())

    def last_page(self, address):
        """The page at an address as anybody here knew it last, or None."""
        if not address.is_shared:
            return None
        other = address._replace(takes_gzip=not address.takes_gzip)
        finds = [self.memory.find, *([self.store.find] if self.store else [])]
        found = [find(at) for at in (address, other) for find in finds]
        page = max(filter(None, found), key=age, default=None)
        if page is None or page.status[:3] in GONE or self.watch.has_buried(page):
            return None
        page = page if address.takes_gzip else page.unsqueezed()
        return page.as_last_known()

    def keep(self, address, said):
        """Keep an answer that is everybody's under the number that was read before."""
        if not isinstance(said, Answer) or not said.facts.is_public:
            return
        self.memory.keep(address, said)
        if self.store and address.is_shared and not is_picture(said):
            with self.watch.alone():
                known = self.store.find(address)
                if known is None or age(known) <= age(said):
                    self.store.keep(address, said)

    def forget(self, address, gone):
        """Where a page was there is none: nobody is to get it while the database is
        silent, at whatever depth it was kept, nor from what another process knows."""
        nothing = replace(gone, headers=[], body=b"", facts=Facts(until=-FOREVER))
        for query, squeezed in product(SHARED, (True, False)):
            at = address._replace(query=query, takes_gzip=squeezed)
            for kept in filter(None, (self.memory, self.store)):
                known = kept.find(at)
                if (
                    known
                    and known.status[:3] not in GONE
                    and age(known) <= age(nothing)
                ):
                    kept.keep(at, nothing)

    def ask_servers(self, address, environ, number):
        """The answer: of several servers what one says at one moment, which from now on
        counts as shown."""
        with self.watch.snapshot(number) as at:
            said = self.ask_django(address, environ) if at else None
        newest = at
        if said is None or has_failed(said):
            said = self.ask_django(address, environ)
            at, newest = number, self.watch.show()
            if self.watch.shown and newest < number:  # Nobody has what was shown.
                return self.last_page(address) or for_once(said)
        if isinstance(said, Answer):
            said.number, said.newest = at, newest
        return said

    def ask_django(self, address, environ):
        """The answer that Django makes; or what it said, if that is of another kind."""
        facts, said = Facts(), []
        asked = environ | {"REQUEST_METHOD": "GET", FACTS: facts}
        for name in CONDITIONS:
            asked.pop(name, None)
        begun = self.clock()
        keyed = not address.path.startswith(UNKEYED)
        until, before = menu_until(begun), keyed and ask(menu.current)
        body = self.application(asked, lambda *given: said.append(given[:2]))
        status, headers = said[-1]
        if not facts.is_whole:
            return status, headers, body
        try:
            answer = Answer.of(status, headers, b"".join(body), facts)
        finally:
            body.close()
        facts.is_public = facts.is_public and may_keep(answer)
        facts.known_since = known_since(self.memory.find(address), facts, begun)
        facts.until, answer.right_at = min(facts.until, until), begun
        if before and before == ask(menu.current):
            facts.menu = before.version
        else:  # nobody knows which menu it has
            facts.keys = None
        return answer


def known_since(known, facts, now):
    """The first full second after the page was known as it is."""
    if known and known.facts.etag == facts.etag:
        return known.facts.known_since
    return math.floor(now) + 1 if facts.etag and facts.is_public else None


def menu_until(now):
    """When the menu changes by itself, which every page has; now if nobody knows."""
    try:
        moment = menu.due_moment()
    except Error:
        return now
    return moment.timestamp() if moment else FOREVER


def age(answer):
    """By which it is known which of two answers has the newer page."""
    return max(answer.number, answer.newest)


def has_failed(said):
    """Whether a server was lost while a page was made of what it says."""
    return isinstance(said, Answer) and said.status.startswith("5")


def for_once(said):
    """The same answer, to be kept by nobody."""
    if isinstance(said, Answer):
        said.facts.is_public = False
    return said


def is_picture(answer):
    """What is a file of our own already is not kept in another."""
    return dict(answer.headers).get("Content-Type", "").startswith("image/")


def may_keep(answer):
    """Whether an answer is everybody's: none for one alone, and none of an error."""
    headers = dict(answer.headers)
    said = headers.get("Cache-Control", "")
    is_private = "private" in said or "no-store" in said or "Set-Cookie" in headers
    return answer.status[:3] in KEPT and not is_private
