"""One conversation with the mail server, letter by letter, and what it says of each.

Words of a mail server may have an address in them, so nothing of them is kept, told or
raised but the codes.
"""

import re
import smtplib
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import mailers

ENHANCED = re.compile(rb"\A([245]\.\d{1,3}\.\d{1,3})\b")
# Permanent, and about the address itself: no such mailbox, host or person, or a box
# that was closed. Whatever else is refused may be our fault, or the letter's.
DEAD = re.compile(r"5\.1\.(?:1|2|3|6|10)\Z|5\.2\.1\Z|5\.4\.4\Z")
BARE_DEAD = {550, 551, 553}  # of a server that says no more than this
ACCEPTED = (250, 251, 252)
CLOSING = 421


class MailServerError(Exception):
    """The mail server can't be used now, whoever a letter is for. `is_handed_over`: it
    may have the letter."""

    is_handed_over = False


@dataclass(frozen=True)
class Answer:
    """What became of a letter. `is_dead`: nobody has this address any more."""

    code: int
    status: str = ""

    @property
    def is_accepted(self):
        return self.code in ACCEPTED

    @property
    def is_dead(self):
        if self.status:
            return 500 <= self.code < 600 and bool(DEAD.match(self.status))
        return self.code in BARE_DEAD

    def __str__(self):
        return f"{self.code} {self.status}".strip()


def answer(code, said):
    found = ENHANCED.match(said)
    return Answer(code, found[1].decode() if found else "")


class Postman:
    """Use it in a `with`; it goes to the server when there is a letter."""

    def __init__(self):
        self.backend, self.is_handed_over = None, False

    def __enter__(self):
        return self

    def __exit__(self, *fault):
        self.leave()

    def leave(self):
        if self.backend is not None:
            with suppress(OSError, smtplib.SMTPException):  # It was gone already.
                self.backend.close()
        self.backend = None

    def line(self):
        """A connection that has said who it is."""
        if self.backend is None:
            self.backend = mailers.default
            try:
                self.backend.open()
                self.backend.connection.ehlo_or_helo_if_needed()
            except (OSError, smtplib.SMTPException) as fault:
                self.backend = None
                raise MailServerError(reason(fault)) from None
        return self.backend.connection

    def hand_over(self, address, mail):
        """The server's answer about one letter; MailServerError if it gives none."""
        self.is_handed_over = False
        try:
            for is_last in (False, True):
                line = self.line()
                try:
                    found = self.begin(line, address, mail)
                    break
                except smtplib.SMTPServerDisconnected:  # It was idle for too long.
                    self.backend = None
                    if is_last:
                        raise
            return found or self.finish(line, address, mail)
        except (OSError, smtplib.SMTPException) as fault:
            self.leave()
            error = MailServerError(reason(fault))
            error.is_handed_over = self.is_handed_over
            raise error from None

    def begin(self, line, address, mail):
        """From whom it is; an answer only if that ends it."""
        options = []
        if mail.policy.utf8:
            if not line.has_extn("smtputf8"):
                return Answer(553, "5.6.7")
            options = ["SMTPUTF8", "BODY=8BITMIME"]
        code, said = line.mail(settings.BOUNCE_EMAIL, options)
        if code == CLOSING:
            raise smtplib.SMTPServerDisconnected
        if code not in ACCEPTED:
            raise MailServerError(f"it takes none from us: {answer(code, said)}")
        return None

    def finish(self, line, address, mail):
        code, said = line.rcpt(address)
        if code in ACCEPTED:
            written, self.is_handed_over = mail.as_bytes(), True
            try:
                code, said = line.data(written)
            except smtplib.SMTPDataError as refused:
                code, said = refused.smtp_code, refused.smtp_error
        found = answer(code, said if isinstance(said, bytes) else said.encode())
        if found.code == CLOSING:
            self.leave()
        elif not found.is_accepted:
            line.rset()
        return found


def reason(fault):
    """What went wrong, without a word of the server's."""
    code = getattr(fault, "smtp_code", "")
    return f"{type(fault).__name__} {code}".strip()
