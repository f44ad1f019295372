"""Visits to the paper by its public address, each on a connection of its own.

They claim what a visitor may claim, so that it is seen whether the proxy lets it pass.
"""

import http.client
import json
import socket
import ssl
import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from django.conf import settings

from operations import echo

VISITS = 6  # so that several processes are met
SECONDS = 3  # for each step of one
LOCAL = {"localhost", "127.0.0.1", "::1"}
PORTS = {"http": 80, "https": 443}
CLAIMED_ADDRESS = "198.51.100.7"  # kept for documents: nobody's
MOST = 10_000  # bytes


@dataclass
class Visits:
    """`seen` is what web processes told; `failure` is why the first visit failed."""

    failure: object = None
    seen: list = field(default_factory=list)
    status: int = 0
    expires_at: float = 0.0  # the certificate, in seconds since 1970
    lifetime: float = 0.0
    ahead: float = 0.0  # seconds by which the server's clock is ahead of ours


def claimed_scheme():
    """The one that the paper's address has not."""
    return "http" if settings.HTTPS else "https"


def pay(proxy=""):
    """Ask some times; who can't be reached at all is asked once."""
    found = Visits()
    for _time in range(VISITS):
        try:
            seen = visit(found, proxy)
        except (OSError, http.client.HTTPException, ValueError) as failure:
            found.failure = failure
            break
        if seen is None:
            break
        found.seen.append(seen)
    return found


def visit(found, proxy):
    """What one web process says of a request; None if it isn't one of ours."""
    site = urlsplit(settings.SITE_URL)
    with connected(site, proxy) as line:
        if isinstance(line, ssl.SSLSocket):
            note_certificate(found, line.getpeercert())
        client = http.client.HTTPConnection(site.hostname)
        client.sock = line
        headers = {
            "Host": site.netloc,
            "Connection": "close",
            "X-Forwarded-For": CLAIMED_ADDRESS,
            "X-Forwarded-Proto": claimed_scheme(),
        }
        client.request("GET", echo.path(), headers=headers)
        response = client.getresponse()
        found.status = response.status
        if said := response.getheader("Date"):
            found.ahead = parsedate_to_datetime(said).timestamp() - time.time()
        body = response.read(MOST)
        response.close()
    return json.loads(body) if response.status == 200 else None


def note_certificate(found, shown):
    """Of one that nobody looked at nothing is known."""
    if shown:
        begins = ssl.cert_time_to_seconds(shown["notBefore"])
        found.expires_at = ssl.cert_time_to_seconds(shown["notAfter"])
        found.lifetime = found.expires_at - begins


def connected(site, proxy):
    """A socket to the paper's address, or to the proxy under the paper's name."""
    place = urlsplit(f"//{proxy}") if proxy else site
    port = place.port or site.port or PORTS[site.scheme]
    line = socket.create_connection((place.hostname, port), timeout=SECONDS)
    if site.scheme != "https":
        return line
    try:
        secure = ssl.create_default_context()
        if site.hostname in LOCAL:  # nobody vouches for that name
            secure.check_hostname, secure.verify_mode = False, ssl.CERT_NONE
        return secure.wrap_socket(line, server_hostname=site.hostname)
    except BaseException:
        line.close()
        raise
