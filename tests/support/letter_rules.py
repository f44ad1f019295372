"""What RFC 5322, 2047, 2919 and 8058 ask of a letter, looked for in its bytes."""

import email
import email.policy
import re
from html.parser import HTMLParser

from django.conf import settings

ONCE = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Auto-Submitted")
LIST = ("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post")
ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
DOT_ATOM = rf"{ATOM}(?:\.{ATOM})*"
MESSAGE_ID = re.compile(rf"<{DOT_ATOM}@{DOT_ATOM}>", re.ASCII)
LIST_ID = re.compile(rf"<{DOT_ATOM}\.{DOT_ATOM}>", re.ASCII)
HEADER = re.compile(rb"[!-9;-~]+:[ -~]*(?:\r\n[ \t][ -~]+)*\r\n")
ENCODED = re.compile(r"=\?[^?]*\?[bBqQ]\?[^?]*\?=")


class Anatomy(HTMLParser):
    """Links, words and what does not belong into the HTML of a letter."""

    EMPTY = {"meta", "br", "hr"}

    def __init__(self, html):
        super().__init__()
        self.links, self.words, self.open, self.faults = [], [], [], []
        self.feed(html)
        self.faults += [f"<{tag}> is not ended" for tag in self.open]

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style", "img", "form", "link", "iframe"):
            self.faults.append(f"<{tag}>")
        if tag not in self.EMPTY:
            self.open.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> out of place")

    def handle_data(self, text):
        self.words += text.split()


def faults(raw, is_list=True):
    """What is wrong with a letter as it is handed to a mail server."""
    found = [*wire_faults(raw)]
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    found += [f"{part.defects}" for part in mail.walk() if part.defects]
    for name in ONCE + (LIST if is_list else ()):
        if len(mail.get_all(name, [])) != 1:
            found.append(f"{name}: {mail.get_all(name)}")
    if not MESSAGE_ID.fullmatch(mail["Message-ID"]):
        found.append(mail["Message-ID"])
    if mail["Date"].datetime is None:
        found.append(mail["Date"])
    return found + ([*list_faults(raw, mail)] if is_list else [])


def wire_faults(raw):
    if not raw.isascii() or b"\0" in raw:
        yield "not in seven bits"
    if raw.replace(b"\r\n", b"").count(b"\n") or raw.replace(b"\r\n", b"").count(b"\r"):
        yield "half an end of a line"
    yield from (line for line in raw.split(b"\r\n") if len(line) > 998)
    head = raw.partition(b"\r\n\r\n")[0] + b"\r\n"
    if b"".join(HEADER.findall(head)) != head:
        yield "headers that are none"
    yield from (word for word in ENCODED.findall(head.decode()) if len(word) > 75)


def list_faults(raw, mail):
    """Programs read these as they stand, in one piece (RFC 8058, 3.1)."""
    stop = re.search(rb"\r\nList-Unsubscribe: <(\S+)>\r\n", raw)
    if not stop or not stop[1].decode().startswith(f"{settings.SITE_URL}/letters/"):
        yield "no address that ends it"
    if b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" not in raw:
        yield "no word that ends it"
    if not LIST_ID.fullmatch(mail["List-Id"]):
        yield mail["List-Id"]
    kinds = [part.get_content_type() for part in mail.walk()]
    if kinds != ["multipart/alternative", "text/plain", "text/html"]:
        yield f"{kinds}"
    page = Anatomy(mail.get_body(("html",)).get_content())
    yield from page.faults
    site = f"{settings.SITE_URL}/"
    yield from (link for link in page.links if not link.startswith(site))
    plain = mail.get_body(("plain",)).get_content()
    yield from (link for link in page.links if link not in plain)
