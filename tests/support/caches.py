"""A cache that can be purged, as operators have one: it may refuse, hang, be gone."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Cache(ThreadingHTTPServer):
    """Keeps what it was asked for in `asked`, as (method, path, headers, tags). It says
    `status`, and nothing while it is `held`."""

    daemon_threads = True

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), Door)
        self.asked, self.status, self.held = [], 200, threading.Event()
        self.held.set()

    def handle_error(self, request, client_address):
        """Who asked may have given up."""

    @property
    def port(self):
        return self.server_address[1]

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}/"

    @property
    def purged(self):
        """All tags that it took, in the order in which it was asked."""
        return [tag for *_request, tags in self.asked for tag in tags]


class Door(BaseHTTPRequestHandler):
    def purge(self):
        length = int(self.headers.get("Content-Length", 0))
        body = json.loads(self.rfile.read(length)) if length else {}
        tags = self.headers.get("Surrogate-Key", "").split()
        self.server.held.wait(30)
        if self.server.status == 200:
            asked = (self.command, self.path, dict(self.headers))
            self.server.asked.append((*asked, tags or body.get("tags", [])))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"no" if self.server.status != 200 else b"ok")

    do_PURGE = do_POST = purge

    def log_message(self, *said):
        """Says nothing."""


@contextmanager
def open_cache(port=0):
    cache = Cache(port)
    thread = threading.Thread(target=cache.serve_forever, args=[0.01])
    thread.start()
    try:
        yield cache
    finally:
        cache.held.set()
        cache.shutdown()
        thread.join(30)
        cache.server_close()
