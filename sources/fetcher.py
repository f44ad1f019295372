"""Fetches one page of a site that nobody vouches for: briefly, and never a whole one.

No cookies, no proxy, no script: one GET, its redirects, and a bounded part of the body.
"""

import http.client
import io
import zlib
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from django.conf import settings
from django.utils.translation import gettext as _

from explainer.addresses import MOST
from people.tallies import tally
from sources.limits import slot
from sources.network import Deadline, FetchError, Place, SlowError

MOST_HOPS = 5
MOST_HEAD = 64 * 1024
MOST_BODY = 2 * 1024**2
REDIRECTS = {301, 302, 303, 307, 308}
# What we read; of anything else only the kind is noted.
READ = {
    "text/html",
    "application/xhtml+xml",
    "application/xml",
    "text/xml",
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/json",
}
ACCEPT = "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True)
class Page:
    """What was found at an address, as far as it was read."""

    asked: str
    address: str  # where the redirects ended
    kind: str = ""
    charset: str = ""
    body: bytes = b""
    etag: str = ""
    modified: str = ""
    is_same: bool = False  # as the one that we had
    is_cut: bool = False  # there was more, or it came too slowly
    is_downgraded: bool = False  # a redirect gave encryption up


class Wire(io.RawIOBase):
    """A connection that is over at the deadline; its answer has a limit."""

    def __init__(self, sock, deadline):
        self.sock, self.deadline = sock, deadline
        self.allowance = MOST_HEAD

    def readable(self):
        return True

    def readinto(self, buffer):
        """Raises FetchError beyond the allowance, SlowError after the deadline."""
        if self.allowance <= 0:
            raise FetchError(_("The site's answer is longer than any page's."))
        self.sock.settimeout(self.deadline.left())
        try:
            view = memoryview(buffer)[: self.allowance]
            count = self.sock.recv_into(view)
        except TimeoutError as fault:
            raise SlowError from fault
        self.allowance -= count
        return count

    def makefile(self, _mode):
        return io.BufferedReader(self)

    def sendall(self, data):
        self.sock.settimeout(self.deadline.left())
        self.sock.sendall(data)

    def close(self):
        """The client closes early; the one who opened the socket closes it."""


def fetch(address, known=None, wait=0):
    """The page at an address; `known` is one that we had, to be told if it is the same.

    Waits for its turn as many seconds as it is told, then says it is too busy.
    """
    if not settings.FETCH_SOURCES:
        raise FetchError(_("Fetching is switched off here."))
    try:
        with slot(wait):
            page = follow_redirects(address, known, Deadline(settings.FETCH_SECONDS))
    except FetchError as fault:
        tally("fetch", fault.outcome)
        raise
    tally("fetch", "same" if page.is_same else "read")
    return page


def follow_redirects(asked, known, deadline):
    """The Page at the end of at most MOST_HOPS redirects, none of them met twice."""
    address, been, downgraded = asked, set(), False
    for _hop in range(MOST_HOPS + 1):
        place = Place.of(address)
        if place in been:
            raise FetchError(_("The address leads in a circle."))
        been.add(place)
        found = ask(place, headers(known), deadline)
        if isinstance(found, dict):
            return Page(asked, address, is_downgraded=downgraded, **found)
        address = onwards(address, found)
        downgraded |= place.scheme == "https" and address.startswith("http:")
    raise FetchError(_("The address leads on and on: five redirects are enough."))


def onwards(address, found):
    """Where a redirect leads."""
    try:
        return urljoin(address, found)
    except ValueError as fault:
        raise FetchError(_("The address leads to one that makes no sense.")) from fault


def headers(known):
    """What we send: nothing of the editor's; the validators of a `known` page."""
    sent = {
        "Accept": ACCEPT,
        "Accept-Encoding": "identity",
        "Connection": "close",
        "User-Agent": f"Newsroom (+{settings.SITE_URL})",
    }
    if known and known.etag:
        sent["If-None-Match"] = known.etag
    if known and known.modified:
        sent["If-Modified-Since"] = known.modified
    return sent


def ask(place, sent, deadline):
    """What a page says of itself, or the address to which it redirects."""
    with place.connect(deadline) as sock:
        wire = Wire(sock, deadline)
        connection = http.client.HTTPConnection(place.host, place.port)
        connection.default_port = 443 if place.scheme == "https" else 80
        connection.sock = wire
        try:
            connection.request("GET", place.target, headers=sent)
            answer = connection.getresponse()
            location = answer.headers.get("Location", "")
            if answer.status in REDIRECTS and location:
                return readable(location)
            wire.allowance = MOST_BODY + MOST_HEAD
            return parse_answer(answer)
        except TimeoutError as fault:
            raise SlowError from fault
        except (http.client.HTTPException, OSError, ValueError) as fault:
            said = _("The site answers in a way that makes no sense.")
            raise FetchError(said) from fault
        finally:
            connection.close()


def readable(location):
    """A redirect's target; sites send more than its ASCII letters."""
    text = location.encode("latin-1", "replace").decode("utf-8", "replace")
    return quote(text.strip()[: MOST + 1], safe="/%:=&?#~+!$,;'@()*[]")


def parse_answer(answer):
    """What a page says of itself, for one that is there."""
    found = {
        "etag": answer.headers.get("ETag", "")[:200],
        "modified": answer.headers.get("Last-Modified", "")[:100],
    }
    if answer.status == 304:
        return found | {"is_same": True}
    if not 200 <= answer.status < 300:
        raise FetchError(refusal(answer.status))
    kind = answer.headers.get_content_type().lower()
    if "Content-Type" not in answer.headers:
        kind = "text/html"
    found |= {"kind": kind, "charset": answer.headers.get_content_charset() or ""}
    if kind not in READ:
        return found
    body, is_cut = read_body(answer)
    encoding = answer.headers.get("Content-Encoding", "").strip().lower()
    return found | {"body": unpack(body, encoding), "is_cut": is_cut}


def read_body(answer):
    """The body as far as it came, and whether there would have been more."""
    body = bytearray()
    try:
        while len(body) < MOST_BODY:
            if not (piece := answer.read1(MOST_BODY - len(body))):
                return bytes(body), bool(answer.length)
            body += piece
    except (FetchError, OSError, http.client.HTTPException, ValueError):
        if not body:
            raise
    return bytes(body), True


def unpack(body, encoding):
    """The body unpacked, up to the same limit: a few bytes may stand for gigabytes."""
    if encoding in ("", "identity"):
        return body
    said = _("The page is packed in a way that we do not read.")
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(said)
    try:
        return zlib.decompressobj(wbits=47).decompress(body, MOST_BODY)
    except zlib.error as fault:
        raise FetchError(said) from fault


def refusal(status):
    """Why a site gave no page, in words."""
    if status in (401, 402, 403, 407, 451):
        said = _("The site does not let us read this page (it says %(status)s).")
    elif status in (404, 410):
        said = _("There is no page at this address (the site says %(status)s).")
    elif status == 429:
        said = _("The site asks us to come back later (it says %(status)s).")
    elif status >= 500:
        said = _("The site is out of order (it says %(status)s).")
    else:
        said = _("The site gives no page (it says %(status)s).")
    return said % {"status": status}
