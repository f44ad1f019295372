"""What a request looks like when it has come through everything before the paper.

Told to who has the secret key, and to nobody else: the doctor asks as a reader would.
"""

import os
import socket

from django.core.exceptions import DisallowedHost
from django.core.signing import BadSignature, TimestampSigner
from django.http import JsonResponse

from operations import shared_pages
from people.client_address import address_of

PREFIX = "/.well-known/newsroom/"
SECONDS = 24 * 3600  # the doctor's clock may be wrong, too


def path():
    """An address that counts for a while."""
    return f"{PREFIX}{signer().sign('echo')}"


def signer():
    return TimestampSigner(salt="operations.echo")


def answer(request):
    """The request as the paper sees it; nothing for who doesn't know the key."""
    try:
        signer().unsign(request.path_info.removeprefix(PREFIX), max_age=SECONDS)
    except BadSignature:
        return None
    seen = {
        "process": f"{socket.gethostname()} {os.getpid()}",
        "pages": shared_pages.name(),
        "is_secure": request.is_secure(),
        "scheme": request.META.get("HTTP_X_FORWARDED_PROTO", ""),
        "hops": request.META.get("HTTP_X_FORWARDED_FOR", ""),
        "address": address_of(request),
        "host": request.META.get("HTTP_HOST", ""),
        "is_answered": is_answered(request),
    }
    return JsonResponse(seen, headers={"Cache-Control": "no-store"})


def is_answered(request):
    """Whether a page would be, by the name that was asked for."""
    try:
        return bool(request.get_host())
    except DisallowedHost:
        return False
