"""Readers of a paper on this machine, by TLS or without, and who corrects it."""

import contextlib
import http.client
import re
import ssl
import threading
import time
from functools import cached_property, partial
from http.client import HTTPException
from typing import NamedTuple

from scripts.readers import Readers

PAUSE = 0.05  # seconds between two pages of one reader


class Said(NamedTuple):
    path: str
    asked_at: float
    status: int | str
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode(errors="replace")


class Reader:
    """Asks for each page on a connection of its own, from an address of its own if it
    is given one of this machine's."""

    def __init__(self, scheme, port, address=None):
        self.port, self.is_safe = port, scheme == "https"
        self.more = {"timeout": 30}
        if address:
            self.more["source_address"] = (address, 0)

    @cached_property
    def context(self):
        return ssl.create_default_context()

    def connection(self):
        if self.is_safe:
            return http.client.HTTPSConnection(
                "localhost", self.port, context=self.context, **self.more
            )
        return http.client.HTTPConnection("127.0.0.1", self.port, **self.more)

    def ask(self, path, method="GET", body=None, headers=None):
        asked_at, connection = time.monotonic(), self.connection()
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return Said(path, asked_at, answer.status, answer.headers, answer.read())
        finally:
            connection.close()


class Crowd(Readers):
    """Readers who ask for one page after the other while a block of code runs."""

    def __init__(self, port, paths, readers, pause=PAUSE):
        super().__init__(partial(self.read, number) for number in range(readers))
        self.reader, self.paths, self.pause = Reader("https", port), paths, pause
        self.saves, self.faults = 0, []

    def read(self, number):
        while not self.over.wait(self.pause):
            number += 1
            path, asked_at = self.paths[number % len(self.paths)], time.monotonic()
            try:
                said = self.reader.ask(path)
            except (OSError, HTTPException) as fault:
                said = Said(path, asked_at, repr(fault), {}, b"")
            self.seen.append(said)

    def failed(self):
        """What was no page, with how often; and saves that were none."""
        lost = [
            f"{said.path} {said.status}" for said in self.seen if said.status != 200
        ]
        return [f"{line}: {lost.count(line)}" for line in sorted({*lost})] + self.faults

    @contextlib.contextmanager
    def saving(self, editor):
        """An editor who saves a draft again and again meanwhile."""
        over = threading.Event()

        def save():
            while not over.wait(0.1):
                try:
                    editor.send(standfirst=f"Saved {self.saves} times.")
                    self.saves += 1
                except (OSError, HTTPException, SystemExit) as fault:
                    self.faults.append(str(fault)[:200])

        thread = threading.Thread(target=save)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def correct(editor, reader):
    """A story of the front page, and what publishes another headline of it."""
    path = re.search(r'href="(/stories/[^"/?#]+/)"', reader.ask("/").text)[1]
    slug, headline = path.split("/")[2], f"Seen at {time.time_ns()}"
    html = editor.get(f"/admin/stories/story/?q={slug}")
    form = re.search(r'href="(/admin/stories/story/[^/]+/change/)', html)[1]
    editor.get(form)
    editor.send(headline=headline)
    editor.get("../publish/")

    def change():
        editor.send(kind="correction", note="The headline was another.")
        editor.get(form)
        return headline

    return path, change
