"""Readers' mail addresses: one form of each, and how the database holds them.

A row has an address encrypted and, to be found by, as a hash: who has the database and
not the secret key has neither.
"""

import base64
import hashlib
import hmac
import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import punycode

from people.client_address import seal

LONGEST, LONGEST_NAME = 254, 64  # bytes, as RFC 5321 has it
LETTERS = ("L", "M", "N")  # of any script, in the part before the @


def normal(text):
    """The address in the form in which mail is sent to it; ValidationError for what is
    none. Its domain is in ASCII, its first part as it was typed."""
    name, _at, domain = unicodedata.normalize("NFC", text.strip()).rpartition("@")
    try:
        domain = punycode(domain).lower()
    except UnicodeError:
        domain = ""
    address = f"{name}@{domain}"
    # Django knows the signs of ASCII; of other scripts letters and digits are taken.
    validate_email(f"{''.join(map(as_ascii, name))}@{domain}")
    too_long = len(name.encode()) > LONGEST_NAME, len(address.encode()) > LONGEST
    if any(too_long) or name.startswith('"'):
        raise ValidationError("too long, or quoted", code="invalid")
    return address


def as_ascii(sign):
    """A stand-in for a letter of any script; every other sign as it is."""
    is_letter = unicodedata.category(sign)[0] in LETTERS
    return "x" if not sign.isascii() and is_letter else sign


def folded(address):
    """As mail servers take it: capitals make no difference."""
    return unicodedata.normalize("NFKC", address).casefold()


def mailbox(address):
    """Whose box it is: what follows a + in it sorts letters within one box, and the
    largest server of all takes no notice of dots."""
    name, _at, domain = folded(address).rpartition("@")
    return f"{name.partition('+')[0].replace('.', '')}@{domain}"


def address_digest(address, key=None):
    return seal("follower", folded(address), key=key)


def digests(address):
    """By the key of today and by those of before."""
    return [address_digest(address, key) for key in keys()]


def mailbox_digest(address):
    return seal("mailbox", mailbox(address))


def keys():
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def key_mark(key=None):
    """By which it is known with which key a row was encrypted."""
    return seal("address key", "", key=key)[:8]


def ciphers():
    """All keys, that of today first. Loaded by whoever meets an address, which few
    processes do."""
    from cryptography import fernet

    made = (
        hmac.digest(key.encode(), b"people.mail_address", hashlib.sha256)
        for key in keys()
    )
    each = [fernet.Fernet(base64.urlsafe_b64encode(key)) for key in made]
    return fernet.MultiFernet(each), fernet.InvalidToken


def encrypted(address):
    found, _fault = ciphers()
    return found.encrypt(address.encode()).decode()


def decrypted(text):
    """The address; nothing if it was encrypted with a key that we don't have."""
    found, fault = ciphers()
    try:
        return found.decrypt(text.encode()).decode()
    except fault:
        return ""
