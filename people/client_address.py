"""Where a request comes from, and how that is written down: never in the open."""

import ipaddress

from django.conf import settings
from django.utils.crypto import salted_hmac


def address_of(request):
    """The network address that asks; behind a proxy the one that the proxy names.

    Only the last hop counts: whoever asks can write the ones before it. A customer of
    IPv6 has a whole /64, so that is what stands for them.
    """
    said = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        hops = request.META.get("HTTP_X_FORWARDED_FOR", "")
        said = hops.rpartition(",")[2].strip() or said
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return ""
    address = getattr(address, "ipv4_mapped", None) or address
    if address.version == 6:
        return str(ipaddress.ip_network((int(address), 64), strict=False))
    return str(address)


def seal(purpose, *words, key=None):
    """A hash that nobody can make, or try names against, without the secret key."""
    salt, value = f"people.{purpose}", "\0".join(words)
    return salted_hmac(salt, value, secret=key, algorithm="sha256").hexdigest()


def address_hash(request):
    """The address of a request for the audit log: equal ones can be told, no more."""
    address = address_of(request)
    return seal("address", address)[:32] if address else ""
