"""A server on 127.0.0.1 that speaks as much PostgreSQL as it takes to be well."""

import contextlib
import socketserver
import struct
import threading

READY = b"Z" + struct.pack("!ic", 5, b"I")
WELCOME = b"R" + struct.pack("!ii", 8, 0) + READY
DONE = b"C" + struct.pack("!i", 13) + b"SELECT 1\0" + READY


class Server(socketserver.ThreadingTCPServer):
    """Answers nobody while `well` is unset, and ends `ends` connections when asked."""

    allow_reuse_address = daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Session)
        self.asked, self.ends, self.well = [], 0, threading.Event()
        self.well.set()

    @property
    def params(self):
        host, port = self.server_address
        return {"host": host, "port": port, "user": "paper", "sslmode": "disable"}

    def handle_error(self, request, client_address):
        """Whoever asked has given up."""


class Session(socketserver.StreamRequestHandler):
    def words(self):
        """What comes next, with the size before it."""
        return self.rfile.read(struct.unpack("!i", self.rfile.read(4))[0] - 4)

    def handle(self):
        self.words()
        self.say(WELCOME)
        while self.rfile.read(1) == b"Q":
            self.server.asked.append(self.words().rstrip(b"\0").decode())
            if self.server.ends:
                self.server.ends -= 1
                return
            self.say(DONE)

    def say(self, words):
        self.server.well.wait()
        self.wfile.write(words)


@contextlib.contextmanager
def server():
    with Server() as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield made
        finally:
            made.well.set()
            made.shutdown()
            thread.join()
