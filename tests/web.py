"""A small web on 127.0.0.1 that says, slows down or breaks off what a test wants."""

import contextlib
import socketserver
import threading

MISSING = b"HTTP/1.1 404 Not Found\r\n\r\n"
STATUS = {200: "OK", 302: "Found", 304: "Not Modified", 404: "Not Found"}


class Site(socketserver.ThreadingTCPServer):
    """Answers each path with raw bytes, or with what a function sends."""

    allow_reuse_address = daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Visit)
        self.answers, self.asked = {}, []
        self.over = threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def says(self, path, body="", status=200, kind="text/html", **headers):
        """Answer properly; returns the address of the page."""
        body = body.encode() if isinstance(body, str) else body
        lines = [f"HTTP/1.1 {status} {STATUS.get(status, 'So')}"]
        lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {said}" for name, said in headers.items()]
        head = "\r\n".join([*lines, "Connection: close", "", ""])
        return self.sends(path, head.encode() + body)

    def leads(self, path, to, status=302):
        return self.says(path, status=status, Location=to)

    def sends(self, path, answer):
        """Answer with these bytes, or as a function does, given what sends bytes."""
        self.answers[path] = answer
        return self.url + path

    def handle_error(self, request, client_address):
        """Whoever asked has gone away: that is what many of these tests want."""


class Visit(socketserver.BaseRequestHandler):
    def handle(self):
        head = b""
        while b"\r\n\r\n" not in head:
            if not (more := self.request.recv(65536)):
                return
            head += more
            if head[0] == 22:  # A greeting in TLS, which this site doesn't speak.
                return
        self.server.asked.append(head.decode())
        path = head.split()[1].decode()
        known, bare = self.server.answers, path.partition("?")[0]
        answer = known.get(path) or known.get(bare, MISSING)
        if callable(answer):
            answer(self.send)
        else:
            self.send(answer)

    def send(self, data, pause=0):
        self.request.sendall(data)
        if self.server.over.wait(pause):
            raise ConnectionAbortedError


@contextlib.contextmanager
def site():
    """A site for the length of a test."""
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()
