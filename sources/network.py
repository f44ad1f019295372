"""Which places of the net may be asked, and how to reach one by its checked address.

A name is resolved once, every address that it has must lead to the public net, and the
connection is made to an address that was checked: a name that leads elsewhere a moment
later changes nothing.
"""

import ipaddress
import queue
import re
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from django.conf import settings
from django.http.request import validate_host
from django.utils.translation import gettext as _

from explainer.addresses import MOST, fault_of, parse_url

PORTS = {"http": 80, "https": 443}
NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*", re.ASCII)
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
RELAYS = ipaddress.ip_network("192.88.99.0/24")  # lead into any IPv6 network
TRIED = 4  # addresses of one host


class FetchError(Exception):
    """A page could not be had; the message says why, to an editor."""

    outcome = "failed"


class SlowError(FetchError):
    outcome = "slow"

    def __init__(self):
        said = _("The site took longer than %(seconds)s seconds to answer.")
        super().__init__(said % {"seconds": settings.FETCH_SECONDS})


class Deadline:
    """A moment by which all has to be done."""

    def __init__(self, seconds):
        self.end = time.monotonic() + seconds

    def left(self):
        """Seconds that are left; there are some, or it is too late."""
        seconds = self.end - time.monotonic()
        if seconds <= 0:
            raise SlowError
        return seconds


@dataclass(frozen=True)
class Place:
    """Where an address leads, and what to ask for there."""

    scheme: str
    host: str
    port: int
    target: str

    @classmethod
    def of(cls, address):
        """Where an http(s) address leads; FetchError for others, and odd ports."""
        scheme = address.partition(":")[0].lower()
        if scheme.isalpha() and scheme not in PORTS:
            raise FetchError(_("Only http and https addresses can be fetched."))
        if len(address) > MOST:
            raise FetchError(_("This is no address of a web page."))
        if fault := fault_of(address):
            raise FetchError(fault)
        parts = parse_url(address)
        host = checked_name(parts.hostname.strip("[]"))
        port = int(parts.port or PORTS[scheme])
        if port not in PORTS.values() and not is_allowed(host):
            said = _("The address names port %(port)s; only 80 and 443 are asked.")
            raise FetchError(said % {"port": port})
        safe = "/%:=&?~+!$,;'@()*[]"
        return cls(
            scheme=scheme,
            host=host,
            port=port,
            target=quote(parts.pathname + parts.search, safe, errors="replace"),
        )

    def resolved(self, deadline):
        """What a socket needs to connect, for each of the host's checked addresses."""
        found = resolve(self.host, self.port, deadline)
        public = all(is_public(where[4][0]) for where in found)
        if not public and not is_allowed(self.host):
            raise FetchError(_("The address leads into a private network."))
        return found[:TRIED]

    def connect(self, deadline):
        """A socket to one of the host's addresses, encrypted if the scheme asks."""
        tries = (connect_to(way, deadline) for way in self.resolved(deadline))
        sock = next(filter(None, tries), None)
        if sock is None:
            deadline.left()
            raise FetchError(_("The site cannot be reached."))
        if self.scheme == "http":
            return sock
        try:
            sock.settimeout(deadline.left())
            return trust().wrap_socket(sock, server_hostname=self.host)
        except (OSError, ValueError, FetchError) as fault:
            sock.close()
            raise unsafe(fault) from fault


def unsafe(fault):
    """The error that an editor reads when no safe connection came about."""
    if isinstance(fault, FetchError):
        return fault
    if isinstance(fault, TimeoutError):
        return SlowError()
    if isinstance(fault, ssl.SSLCertVerificationError):
        return FetchError(_("The site's certificate can't be trusted."))
    return FetchError(_("The site offers no safe connection."))


@cache
def trust():
    return ssl.create_default_context()


def connect_to(way, deadline):
    """A socket, connected in half of the time that is left; or nothing."""
    family, kind, proto, _name, where = way
    try:
        sock = socket.socket(family, kind, proto)
    except OSError:  # This machine has no such net.
        return None
    try:
        sock.settimeout(deadline.left() / 2)
        sock.connect(where)
    except (OSError, FetchError):
        sock.close()
        return None
    return sock


def checked_name(host):
    """The name in the net's own letters; or a numeric address, in its usual form."""
    host = host.rstrip(".")
    if ":" in host:
        return host  # an IPv6 address in brackets: its lookup tells whether it is one
    try:
        name = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        name = ""
    if not NAME.fullmatch(name) or len(name) > 253:
        raise FetchError(_("There is no such site."))
    is_bare = "." not in name or NUMBER.fullmatch(name.rpartition(".")[2])
    if is_bare and not is_plain_number(name) and not is_allowed(name):
        raise FetchError(_("There is no such site."))
    return name


def is_plain_number(name):
    try:
        return bool(ipaddress.IPv4Address(name))
    except ValueError:
        return False


def is_allowed(host):
    """Whether the operator vouches for this host."""
    shown = f"[{host}]" if ":" in host else host
    return validate_host(shown, settings.FETCH_ALLOW_HOSTS)


def is_public(number):
    """Whether an address belongs to the public net, by whatever route."""
    address = ipaddress.ip_address(number.partition("%")[0])
    if address.version == 6:
        if address not in GLOBAL_UNICAST or address.sixtofour or address.teredo:
            return False
    elif address in RELAYS:
        return False
    hidden = address.is_private or address.is_multicast or address.is_reserved
    return address.is_global and not hidden


def resolve(host, port, deadline):
    """The name's addresses; the system's own lookup has no deadline, so ours waits."""
    answers = queue.SimpleQueue()

    def ask():
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError):
            answers.put([])

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=deadline.left())
    except queue.Empty as fault:
        raise SlowError from fault
    if not found:
        raise FetchError(_("There is no such site."))
    return found
