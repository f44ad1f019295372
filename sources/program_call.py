"""One request to a program of a site that nobody vouches for: over the public net
alone, in time, with a bounded answer, and wherever it would lead on, not there.
"""

import http.client
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sources.fetcher import MOST_HEAD, Wire, unpack
from sources.network import Deadline, FetchError, Place, SlowError, is_allowed


@dataclass(frozen=True)
class Reply:
    status: int
    kind: str
    body: bytes


def call(method, address, headers, body=None, *, seconds, most):
    """The reply; FetchError if there is none. `headers` is a function of the host and
    of what is asked for there, as signatures hang on both."""
    place = Place.of(address)
    if place.scheme != "https" and not is_allowed(place.host):
        raise FetchError(_("The site offers no safe connection."))
    deadline = Deadline(seconds)
    with place.connect(deadline) as sock:
        wire = Wire(sock, deadline)
        connection = http.client.HTTPConnection(place.host, place.port)
        connection.sock = wire
        sent = {"Connection": "close", "Accept-Encoding": "identity"}
        sent |= headers(host_of(place), place.target)
        try:
            connection.request(method, place.target, body, sent)
            answer = connection.getresponse()
            wire.allowance = most + MOST_HEAD
            return Reply(
                answer.status,
                answer.headers.get_content_type().lower(),
                read(answer, most),
            )
        except TimeoutError as fault:
            raise SlowError from fault
        except (http.client.HTTPException, OSError, ValueError) as fault:
            said = _("The site answers in a way that makes no sense.")
            raise FetchError(said) from fault
        finally:
            connection.close()


def read(answer, most):
    """The whole body: half of it would be another thing."""
    body = bytearray()
    while piece := answer.read1(most + 1 - len(body)):
        body += piece
        if len(body) > most:
            raise FetchError(_("The site's answer is longer than any page's."))
    if answer.length:
        raise FetchError(_("The site answers in a way that makes no sense."))
    return unpack(bytes(body), answer.headers.get("Content-Encoding", "").strip())


def host_of(place):
    """As the header has it, and as it is signed."""
    host = f"[{place.host}]" if ":" in place.host else place.host
    usual = {"http": 80, "https": 443}[place.scheme]
    return host if place.port == usual else f"{host}:{place.port}"
