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
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *said):
        """Nobody reads it."""


class Listener(ThreadingHTTPServer):
    """`received` are (path, body), in the order in which they came."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.received, self.arrived = [], threading.Event()
        self.port = self.server_address[1]

    def __enter__(self):
        self.thread = threading.Thread(target=self.serve_forever)
        self.thread.start()
        return self

    def __exit__(self, *fault):
        self.shutdown()
        self.thread.join()
        self.server_close()
