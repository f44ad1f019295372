"""Asks the paper's own views, in this process and as of one moment.

What is exported is what a reader would get then, from the middlewares to the bytes.
"""

import io
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest

from pages import menu
from people.static_copy import COPY, MOMENT

PORTS = {"http": "80", "https": "443"}


@dataclass(frozen=True)
class Reply:
    """`due` is when it changes by itself, or None."""

    status: int
    kind: str
    body: bytes
    headers: dict = field(repr=False, default_factory=dict)
    due: object = None
    location: str = ""


class Inquiry:
    """A reader who asks everything at one moment. It sends no signals: nothing closes
    a connection on which a moment of the database is held."""

    def __init__(self, now):
        self.now = now
        site = urlsplit(settings.SITE_URL)
        self.environ = {
            "REQUEST_METHOD": "GET",
            "SERVER_NAME": site.hostname,
            "SERVER_PORT": str(site.port or PORTS[site.scheme]),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": site.netloc,
            "REMOTE_ADDR": "127.0.0.1",
            "SCRIPT_NAME": "",
            "wsgi.url_scheme": site.scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            MOMENT: now,
            COPY: True,
        }

    @cached_property
    def handler(self):
        made = BaseHandler()
        made.load_middleware()
        return made

    def ask(self, path, query=""):
        """What stands at an address."""
        raw = unquote(path, "latin-1") if "%" in path else path
        raw = (
            raw.encode("utf-8", "surrogateescape").decode("latin-1")
            if (not raw.isascii() and "%" not in path)
            else raw
        )
        asked = self.environ | {"PATH_INFO": raw, "QUERY_STRING": query}
        request = WSGIRequest(asked)
        response = self.handler.get_response(request)
        body = (
            b"".join(response.streaming_content)
            if response.streaming
            else response.content
        )
        return Reply(
            response.status_code,
            response.get("Content-Type", "").partition(";")[0].strip().lower(),
            body,
            dict(response.headers),
            getattr(request, "due", None),
            response.get("Location", ""),
        )


@contextmanager
def one_menu(now):
    """Every page within has the menu of that moment."""
    before = menu.KNOWN.menu, menu.KNOWN.changed_at
    menu.KNOWN.menu = replace(menu.read_menu(now), asked_at=inf)
    menu.KNOWN.changed_at = -inf
    try:
        yield
    finally:
        menu.KNOWN.menu, menu.KNOWN.changed_at = before
