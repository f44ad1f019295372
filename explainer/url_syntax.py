"""Addresses of web pages, as browsers read them (WHATWG); which are refused. Pure."""

import re

from ada_url import URL
from django.utils.translation import gettext as _

# A browser would take `https:x` and `https:\x` too, but as a path of the page it is on.
WRITTEN = re.compile(
    r"https?://[^/\\?#\s\0-\x1f\x7f][^\\?#\s\0-\x1f\x7f]*(?:[?#][^\s\0-\x1f\x7f]*)?",
    re.IGNORECASE,
)
# A name or a password before a host: of one address, and of those within a text.
LOGIN = re.compile(r"(https?:[/\\]{2,})[^\s/?#\\\"]*@", re.IGNORECASE)
LOGIN_IN_TEXT = re.compile(
    r"(https?:[/\\]{2,})(?:[^\s/?#\\<>\"()\[\]]|\([^\s()]*\))*@(?!\[)", re.IGNORECASE
)
NUMBER = re.compile(r"[0-9.]+")


def parse_url(address: str) -> URL | None:
    """The parts of a page's address; nothing if no browser would open it."""
    if not WRITTEN.fullmatch(address):
        return None
    try:
        parts = URL(address)
    except ValueError:
        return None
    # A browser takes 2130706433 for 127.0.0.1; nobody writes so who means well.
    is_disguised = NUMBER.fullmatch(parts.hostname) and parts.hostname not in address
    return None if is_disguised else parts


def fault_of(address: str) -> str:
    """Why an address can't be given to readers, in words; nothing if it can."""
    parts = parse_url(address)
    if parts is None:
        return str(_("This is no address of a web page."))
    if parts.username or parts.password:
        return str(_("The address holds a name or a password: take it out."))
    return ""


def without_logins(text: str) -> str:
    """An address, or a text with addresses, without the names and passwords in them."""
    is_address = WRITTEN.fullmatch(text)
    return (LOGIN if is_address else LOGIN_IN_TEXT).sub(r"\1", text)


def link_fault(address: str) -> str:
    """The same of a link in a text, which may lead to a page of ours or to mail too."""
    is_page = address.lower().startswith(("http:", "https:"))
    return fault_of(address) if is_page else ""


def normalise_scheme(address: str) -> str:
    """The address with its scheme as all of ours have it; the rest as it was typed."""
    scheme, colon, rest = address.strip().partition(":")
    return f"{scheme.lower()}{colon}{rest}"
