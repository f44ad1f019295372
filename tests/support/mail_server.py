"""A mail server on 127.0.0.1 (aiosmtpd): it takes letters, or says what it is told."""

import asyncio
import email
import email.policy
import logging
import threading

from aiosmtpd.controller import Controller

logging.getLogger("mail.log").setLevel(logging.WARNING)  # each word that is said


class MailBag:
    """`letters` are (address, message) in the order in which they came, each with its
    `wire`, the bytes. `answers` says
    by address, or by "" for all others, what is said to a recipient, and `closing` what
    is said of a letter once it was read; nothing while it is `held`."""

    def __init__(self):
        self.letters, self.senders, self.answers = [], [], {}
        self.closing, self.arrived = "250 Good", threading.Event()
        self.held = threading.Event()
        self.held.set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        said = self.answers.get(address, self.answers.get("", "250 Good"))
        if said.startswith("2"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server, session, envelope):
        if self.closing.startswith("2"):
            read = email.message_from_bytes(
                envelope.content, policy=email.policy.default
            )
            read.wire = envelope.content
            self.letters.append((envelope.rcpt_tos[0], read))
            self.senders.append(envelope.mail_from)
            self.arrived.set()
            while not self.held.is_set():
                await asyncio.sleep(0.01)
        return self.closing


class MailServer(Controller):
    """Use it in a `with`, as MAILERS of the settings."""

    def __init__(self, **options):
        super().__init__(MailBag(), hostname="127.0.0.1", port=0, **options)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *fault):
        self.stop()

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    @property
    def letters(self):
        return self.handler.letters

    @property
    def mailers(self):
        backend = "django.core.mail.backends.smtp.EmailBackend"
        options = {"host": "127.0.0.1", "port": self.port, "timeout": 5}
        return {"default": {"BACKEND": backend, "OPTIONS": options}}
