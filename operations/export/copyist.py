"""Makes files of a copy: asks for an address, leads its links, writes what is new."""

import hashlib
import logging
import re
from contextlib import ExitStack, contextmanager
from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from operations.export import frontier, search_parts
from operations.export.copy_links import lead, name_of, place
from operations.export.inquiry import Inquiry, one_menu
from operations.export.link_reader import HTML, LinkReader
from operations.export.serverless import DRAWN, NOWHERE, SEARCH
from operations.export.static_files import static_file
from paper import generation
from stories.database import snapshot

CALENDAR, FOLD = "text/calendar", re.compile("\r?\n[ \t]")
DRAWN_AS = "image/png"
NEW = "new"  # below the folder of notes: files that are not in their place yet
MOVED = {301, 302, 307, 308}
SENT = {200, 410}
CHARSET = '<meta charset="utf-8">'
# What a `meta` can't say, by the standard.
IN_HEADERS_ALONE = {"frame-ancestors", "report-uri", "sandbox"}
SUGGESTIONS = ' data-suggestions="'
NOT_FOUND, NOT_THERE = "404.html", 404
# What of an answer's headers a host has to say, too.
TOLD = ("Access-Control-Allow-Origin", "X-Robots-Tag", "Content-Disposition")


class File(NamedTuple):
    """What became of an address. `links` are addresses to ask for; nothing has a `name`
    that has no file; `leads_to` is where it has moved."""

    address: str
    status: int
    name: str = ""
    kind: str = ""
    digest: str = ""
    size: int = 0
    is_new: bool = False
    links: tuple = ()
    due: object = None
    leads_to: str = ""
    told: tuple = ()
    at: str = ""  # where a host serves it
    is_drawn: bool = False


class Copyist:
    """Everything that it makes is of the moment at which it began."""

    def __init__(self, folder, notes, drawn, now):
        self.drawn = drawn  # digests of files that need not be drawn again
        self.folder, self.fresh, self.now = Path(folder), Path(notes) / NEW, now
        self.site = settings.SITE_URL.rstrip("/")
        self.reader = LinkReader(self.site, lead)
        self.inquiry, self.held = Inquiry(now), ExitStack()

    def begin(self):
        """Hold a moment of the database; returns its generation."""
        self.held.enter_context(snapshot())
        self.held.enter_context(one_menu(self.now))
        self.held.enter_context(quiet())
        return generation.number()

    def end(self):
        self.held.close()

    def beginnings(self):
        return [*frontier.beginnings(self.now)]

    def make(self, addresses):
        return [made for address in addresses for made in self.files_of(address)]

    def files_of(self, address):
        if address == SEARCH:
            parts = search_parts.files(self.now)
            return [self.write(address, 200, *part) for part in parts]
        return [self.file_of(address)]

    def file_of(self, address):
        path, _mark, query = address.partition("?")
        where = place(address)
        if known := where and self.drawn_before(address, where.file):
            return known
        reply = static_file(path) or self.inquiry.ask(path, query)
        if path == NOWHERE and reply.status == NOT_THERE:
            return self.page(address, reply, NOT_FOUND)
        if where is None or reply.status not in SENT | MOVED:
            return File(address, reply.status)
        if reply.status in MOVED:
            return self.moved(address, reply, where.file)._replace(at=where.address)
        made = self.page(address, reply, where.file)._replace(at=where.address)
        return made._replace(is_drawn=name_of(path) in DRAWN)

    def drawn_before(self, address, name):
        """What needs not be drawn once more, if it is there as it was drawn."""
        file = self.folder / name
        if name not in self.drawn or not file.is_file():
            return None
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        if digest != self.drawn[name]:
            return None
        size = file.stat().st_size
        made = File(address, 200, name, DRAWN_AS, digest, size, at=address)
        return made._replace(is_drawn=True)

    def page(self, address, reply, name):
        """A file of what was sent."""
        base, body, links = urljoin(self.site, address), reply.body, {}
        told = tuple((key, reply.headers[key]) for key in TOLD if key in reply.headers)
        if is_text(reply.kind):
            said = body.decode()
            text = self.reader.read(whole_lines(said, reply.kind), reply.kind, base)
            links = self.reader.found
            if reply.kind == CALENDAR:  # its lines are cut where they are too long
                text = said
            if reply.kind == HTML:
                text = for_hosts(text, reply.headers.get("Content-Security-Policy", ""))
            body = text.encode()
        links |= dict.fromkeys(
            self.reader.of_header(reply.headers.get("Link", ""), base)
        )
        made = self.write(address, reply.status, name, reply.kind, body)
        return made._replace(links=(*links,), due=reply.due, told=told)

    def moved(self, address, reply, name):
        """A page that leads on; what is no page is there under its old address, too."""
        target = urljoin(urljoin(self.site, address), reply.location)
        parts = urlsplit(target)
        if f"{parts.scheme}://{parts.netloc}" != self.site:
            return File(address, reply.status)
        asked, written = lead(parts.path, parts.query)
        if not asked:  # as to the desk, which a copy hasn't
            return File(address, NOT_THERE)
        goal = written or parts.path
        if goal == f"{address}/":  # every host knows a folder by its name
            return File(address, reply.status, leads_to=goal, links=(asked,))
        if name.endswith(".html"):
            body, kind = refresh(goal, self.site + goal).encode(), HTML
            made = self.write(address, reply.status, name, kind, body)
        else:
            again = self.inquiry.ask(*asked.partition("?")[::2])
            if again.status not in SENT:
                return File(address, again.status)
            made = self.page(address, again, name)._replace(status=reply.status)
        return made._replace(links=(asked,), due=reply.due, leads_to=goal)

    def write(self, address, status, name, kind, body):
        """Beside its place, unless the same is there already."""
        known, size = self.folder / name, len(body)
        is_new = not (
            known.is_file()
            and known.stat().st_size == size
            and known.read_bytes() == body
        )
        if is_new:
            path = self.fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
        digest = hashlib.sha256(body).hexdigest()
        return File(address, status, name, kind, digest, size, is_new)


@contextmanager
def quiet():
    """Nobody else asked, so no log need tell what is gone, or was never there."""
    log = logging.getLogger("django.request")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)


def whole_lines(text, kind):
    """A calendar's lines go on in the next one, in the midst of an address, too."""
    return FOLD.sub("", text) if kind == CALENDAR else text


def is_text(kind):
    return kind.startswith("text/") or kind.endswith(("json", "xml", "javascript"))


def for_hosts(html, policy):
    """A page with the policy that its headers would have, and without what would ask a
    server while somebody types."""
    kept = [
        rule
        for rule in policy.split("; ")
        if rule and rule.split()[0] not in IN_HEADERS_ALONE
    ]
    if kept:
        said = escape("; ".join(kept), quote=False).replace('"', "&quot;")
        meta = f'{CHARSET}<meta http-equiv="Content-Security-Policy" content="{said}">'
        html = html.replace(CHARSET, meta, 1)
    before, *rest = html.split(SUGGESTIONS)
    return before + "".join(part.partition('"')[2] for part in rest)


def refresh(goal, address):
    """A page that is nothing but the way to another one. It needs no word."""
    to, whole = escape(goal), escape(address)
    return (
        f'<!doctype html>\n<html><head>{CHARSET}<meta name="robots" content="noindex">'
        f'<title>{whole}</title><meta http-equiv="refresh" content="0; url={to}">'
        f'<link rel="canonical" href="{whole}"></head>'
        f'<body><p><a href="{to}">{whole}</a></p></body></html>\n'
    )
