"""A web server on 127.0.0.1 that takes whatever it is sent, and remembers it."""

import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli

UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress}


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        unpack = UNPACK.get(self.headers.get("Content-Encoding", ""), bytes)
        body = unpack(body)
        self.server.received.append((self.path, body))
        self.server.arrived.set()
        self.server.held.wait(30)
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *said):
        """Nobody reads it."""


class Listener(ThreadingHTTPServer):
    """`received` are (path, body), in the order in which they came. It says `status`,
    and nothing while it is `held`."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.received, self.arrived = [], threading.Event()
        self.status, self.held = 200, threading.Event()
        self.held.set()
        self.port = self.server_address[1]

    def handle_error(self, request, client_address):
        """Who sent it may have given up."""

    def __enter__(self):
        self.thread = threading.Thread(target=self.serve_forever, args=[0.01])
        self.thread.start()
        return self

    def __exit__(self, *fault):
        self.held.set()
        self.shutdown()
        self.thread.join()
        self.server_close()
