"""Servers around the paper, on this machine: a proxy, and one that takes mail.

Each is as it should be until a test says what is wrong with it.
"""

import socket
import socketserver
import ssl
import threading
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.core.handlers.wsgi import WSGIHandler
from django.db import connections

TLS = Path(__file__).parent / "tls"
AUTHORITY = TLS / "authority.pem"  # SSL_CERT_FILE has it trusted


def server_context():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "server.pem")
    return context


class Silent(WSGIRequestHandler):
    def log_message(self, *given):
        """Nothing: who asks says what came."""


class Proxy:
    """The web server behind a proxy. `pass_on` is a function of the request's own
    variables, by which the proxy changes them; `answer` is sent instead of the
    paper's; `date` is what it says is the time."""

    def __init__(self, is_secure=False):
        self.application, self.is_secure = WSGIHandler(), is_secure
        self.pass_on, self.answer, self.asked, self.date = self.faithful, None, 0, ""
        self.server = WSGIServer(("127.0.0.1", 0), Silent)
        self.server.set_app(self)
        if is_secure:
            line = server_context().wrap_socket(self.server.socket, server_side=True)
            self.server.socket = line
        self.server.handle_error = lambda *given: None  # who refuses TLS says it
        self.port = self.server.server_port
        self.place = f"127.0.0.1:{self.port}"
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        """Until it is closed. A request that ends while a test's own client asks leaves
        its connection open: the client keeps everybody's from being closed."""
        try:
            self.server.serve_forever(0.01)
        finally:
            connections.close_all()

    def faithful(self, environ):
        """Says what is so, and drops what visitors say."""
        environ["HTTP_X_FORWARDED_PROTO"] = "https" if self.is_secure else "http"
        environ["HTTP_X_FORWARDED_FOR"] = "192.0.2.1"

    def __call__(self, environ, start_response):
        self.asked += 1
        self.pass_on(environ)
        if self.answer:
            status, headers = self.answer
            start_response(status, headers)
            return [b""]

        def begin(status, headers, *given):
            dated = [("Date", self.date)] if self.date else []
            return start_response(status, [*headers, *dated], *given)

        return self.application(environ, begin)

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class Conversation(socketserver.StreamRequestHandler):
    """What a mail server says, as far as a letter goes."""

    def handle(self):
        self.say("220 mail.example ESMTP")
        while line := self.rfile.readline():
            word = line.decode().strip()
            self.server.heard.append(word)
            verb = word.partition(" ")[0].upper()
            if verb == "STARTTLS":
                self.begin_tls()
            elif verb == "DATA":
                self.say("354 Go on")
                self.server.letters.append(self.letter())
                self.say("250 Taken")
            else:
                self.say(self.server.answers.get(verb, "250 Yes"))
            if verb == "QUIT":
                return

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def letter(self):
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.decode())
        return "".join(lines)

    def finish(self):
        super().finish()
        self.request.close()

    def begin_tls(self):
        self.say("220 Begin")
        self.request = server_context().wrap_socket(self.request, server_side=True)
        self.setup()


class MailServer(socketserver.ThreadingTCPServer):
    """`answers` are its words to a verb; `heard` is what was said to it."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, is_ssl=False, offers=("STARTTLS", "AUTH PLAIN LOGIN")):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.heard, self.letters = [], []
        lines = ["mail.example", *offers]
        hello = [f"250-{line}" for line in lines[:-1]] + [f"250 {lines[-1]}"]
        self.answers = {"EHLO": "\r\n".join(hello), "AUTH": "235 Welcome"}
        self.answers["QUIT"] = "221 Bye"
        if is_ssl:
            self.socket = server_context().wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port = self.server_address[1]
        self.thread = threading.Thread(
            target=self.serve_forever, args=(0.01,), daemon=True
        )
        self.thread.start()

    def handle_error(self, *given):
        """Nothing: who refuses TLS says it."""

    def close(self):
        self.shutdown()
        self.thread.join()
        self.server_close()


def closed_port():
    """One at which nobody listens."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]
