"""A public answer that is ready for the wire, as Django would send it now.

What hangs on the moment of asking is said anew each time: how long the page is fresh,
and since when it is known as it is. All else is bytes.
"""

import gzip
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils.http import http_date, parse_etags

from newsroom.freshness import cache_headers

TIMED = {*cache_headers(None, 0, 200)}
TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")
# What Django leaves of the headers of a page to who has it already.
LEFT = {"Cache-Control", "Content-Location", "Date", "ETag", "Expires", "Vary"}
SQUEEZED = {"Content-Encoding", "Content-Length", "Vary"}
FOREVER = float("inf")
FACTS = "newsroom.facts"  # in a request's environment, where a cache is before Django


@dataclass(slots=True)
class Facts:
    """What a page says of itself beside its answer; times are Unix times.

    It is due to change at `due`, and kept `until` then or earlier; at `own_due` it
    changes whatever is published. `etag` names its bytes before they are squeezed.
    `inner` are the names of headers that a page has, and an answer without one
    doesn't. A page hangs on its `keys`, and on the `menu` of that version; one that
    declares none hangs on all that there is. Its bytes may be the only ones that its
    address can ever have, for who may show them: `unchanging_until`. `view` is who made
    it, if anybody counts.
    """

    etag: str = ""
    due: float | None = None
    until: float = FOREVER
    known_since: float | None = None
    is_whole: bool = False
    is_timed: bool = False
    is_public: bool = False
    inner: frozenset[str] = frozenset()
    keys: tuple[str, ...] | None = None
    own_due: float = FOREVER
    menu: str = ""
    view: str = ""
    unchanging_until: float | None = None


@dataclass(slots=True)
class Answer:
    """`headers` has none of those that are said anew. It was known to be right in the
    generation of that `number`, at the moment `right_at`, and has nothing of one after
    `newest`."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    facts: Facts
    number: int = 0
    right_at: float = 0.0
    newest: int = 0

    @classmethod
    def of(cls, status, headers, body, facts):
        """Of what a WSGI application said."""
        anew = {"Last-Modified", *(TIMED if facts.is_timed else ())}
        kept = [pair for pair in headers if pair[0] not in anew]
        return cls(status, kept, body, facts)

    @property
    def size(self):
        """Bytes that it takes, more or less."""
        said = sum(len(name) + len(value) + 100 for name, value in self.headers)
        return (
            len(self.body) + said + sum(len(key) + 60 for key in self.facts.keys or ())
        )

    def send(self, environ, start_response, now):
        """Answer a GET or HEAD request: the page, or that it has not changed."""
        facts = self.facts
        asked = environ.get("HTTP_IF_NONE_MATCH")
        anew = self.said_anew(now)
        if asked and facts.etag and has(asked, facts.etag):
            start_response("304 Not Modified", [*self.left(), *anew])
            return []
        start_response(self.status, [*self.headers, *anew])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]

    def as_last_known(self):
        """The same page for while nobody can say whether it is right still."""
        headers = [pair for pair in self.headers if pair[0] != "Cache-Control"]
        facts = replace(self.facts, is_timed=False, is_public=False, known_since=None)
        said = [*headers, ("Cache-Control", "no-store")]
        return replace(self, headers=said, facts=facts)

    def unsqueezed(self):
        """The same page for who can't read gzip."""
        if dict(self.headers).get("Content-Encoding") != "gzip":
            return self
        body = gzip.decompress(self.body)
        other = {"ETag": self.facts.etag, "Content-Length": str(len(body))}
        headers = [
            (name, other.get(name, value))
            for name, value in self.headers
            if name != "Content-Encoding"
        ]
        return replace(self, headers=headers, body=body)

    def said_anew(self, now):
        """The headers that hang on the moment."""
        facts = self.facts
        said = []
        if facts.is_timed:
            status, end = int(self.status[:3]), facts.unchanging_until
            said += cache_headers(facts.due, now, status, end).items()
        if facts.known_since and facts.known_since <= now:
            said.append(("Last-Modified", http_date(facts.known_since)))
        return said

    def left(self):
        """The headers of an answer to who has the page."""
        inner = self.facts.inner
        for name, value in self.headers:
            if name == "ETag":
                yield name, self.facts.etag
            elif name in LEFT if name in inner else name not in SQUEEZED:
                yield name, value


def has(asked, etag):
    """Whether `If-None-Match` names these bytes, squeezed or not."""
    if asked == etag or asked == f"W/{etag}":
        return True
    names = {name.removeprefix("W/") for name in parse_etags(asked)}
    return "*" in names or etag.removeprefix("W/") in names


@lru_cache(maxsize=1024)
def takes_gzip(accepted):
    """Whether `Accept-Encoding` has gzip, and doesn't rule it out."""
    return bool(TAKES_GZIP.search(accepted))
