"""What goes over the wire: the paper as the web server has it, with its cache."""

import io
import sys
from contextlib import closing
from dataclasses import dataclass

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.http import HttpResponse
from django.test import Client

from newsroom.alphabet import in_utf8
from newsroom.generation_watch import GenerationWatch
from newsroom.http_cache import HttpCache


def settle():
    """What a commit would do, inside of a test's transaction."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


class EagerWatch(GenerationWatch):
    """Asks each time: for tests, which can't wait for a second."""

    def number(self):
        settle()
        self.asked_at = float("-inf")
        return super().number()


class Paper:
    """Django's application, which counts what it is asked.

    It leaves the connection open, as a test's transaction is on it.
    """

    def __init__(self):
        self.application, self.asked = in_utf8(WSGIHandler()), []

    def __call__(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"])
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        try:
            response = self.application(environ, start_response)
            body = Body([b"".join(response)])
            response.close()
        finally:
            for signal in (request_started, request_finished):
                signal.connect(close_old_connections)
        return body


class Body(list):
    def close(self):
        """As a response has it."""


@dataclass
class Answered:
    status: int
    headers: dict
    body: bytes


def environ(address, method="GET", **more):
    """A request as a web server hands it on; `more` are its own names for headers."""
    path, _mark, query = address.partition("?")
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "testserver",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
    } | more


def ask(application, address, method="GET", **more):
    return answer_of(application, environ(address, method, **more))


def answer_of(application, asked):
    said = []
    body = application(asked, lambda *given: said.append(given[:2]))
    if hasattr(body, "close"):
        with closing(body):
            content = b"".join(body)
    else:
        content = b"".join(body)
    status, headers = said[-1]
    assert len({name for name, _value in headers}) == len(headers)
    return Answered(int(status[:3]), dict(headers), content)


def cache(store=None):
    """A cache before the paper that asks at each request whether anything changed."""
    return HttpCache(Paper(), watch=EagerWatch(), store=store)


def route_through(front, monkeypatch):
    """Have what every test client asks of the paper go through this application."""
    plain = Client.request

    def request(self, **said):
        asked = self._base_environ(**said)
        if asked["PATH_INFO"].startswith("/admin/"):
            return plain(self, **said)
        got = answer_of(front, asked)
        return HttpResponse(got.body, status=got.status, headers=got.headers)

    monkeypatch.setattr(Client, "request", request)
