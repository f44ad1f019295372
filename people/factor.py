"""The second factor: codes from a phone, and ten for the day when the phone is gone.

Keys and codes are shown once. Recovery codes are kept as keyed hashes alone.
"""

import re
import secrets
from base64 import b32encode
from binascii import unhexlify
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import transaction
from django_otp import verify_token
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from people.client_address import seal

CODES = 10
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
NAME = "phone"
RECOVERY = "recovery codes"


def new_key():
    return random_hex(20)


def device_of(user):
    """The phone that somebody signs in with, or None."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def codes_left(user):
    return StaticToken.objects.filter(device__user=user).count()


def verify_code(user, typed):
    """The device that a typed code belongs to, once; None if it is wrong or used."""
    code = re.sub(r"[\s-]+", "", typed).lower()
    if re.fullmatch("[0-9]{6}", code, re.ASCII):
        device = device_of(user)
    elif re.fullmatch(f"[{LETTERS}]{{10}}", code):
        return verify_recovery_code(user, code)
    else:
        return None
    return verify_token(user, device.persistent_id, code) if device else None


def verify_recovery_code(user, code):
    """As above; the code may have been made with a key of before."""
    device = StaticDevice.objects.filter(user=user, confirmed=True).first()
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS] if device else []
    hashes = (code_hash(user, code, key) for key in keys)
    tried = (verify_token(user, device.persistent_id, hashed) for hashed in hashes)
    return next(filter(None, tried), None)


def code_hash(user, code, key=None):
    """What is kept of a recovery code."""
    return seal("recovery", str(user.pk), code, key=key)[:16]


@transaction.atomic
def enrol(user, key, typed):
    """Take a phone that shows the right code for its key; returns it, or None."""
    code = re.sub(r"[\s-]+", "", typed)
    totp = TOTP(unhexlify(key))
    if not re.fullmatch("[0-9]{6}", code, re.ASCII) or not totp.verify(int(code), 1):
        return None
    forget(user)
    # The code that proves it is used up by that.
    return TOTPDevice.objects.create(
        user=user, name=NAME, key=key, last_t=totp.t(), drift=totp.drift
    )


@transaction.atomic
def new_codes(user):
    """Ten fresh recovery codes; the old ones stop working."""
    device, _made = StaticDevice.objects.get_or_create(user=user, name=RECOVERY)
    device.token_set.all().delete()
    codes = ["".join(secrets.choice(LETTERS) for _ in range(10)) for _ in range(CODES)]
    for code in codes:
        device.token_set.create(token=code_hash(user, code))
    return [f"{code[:5]}-{code[5:]}" for code in codes]


@transaction.atomic
def forget(user):
    """Take the second factor away, if there is one."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def readable_key(key):
    """A key as one types it, in fours."""
    text = b32encode(unhexlify(key)).decode()
    return " ".join(re.findall(".{1,4}", text))


class QRCode:
    """The QR code by which a phone takes the key: an SVG path on a square grid."""

    def __init__(self, user, key):
        label = f"{settings.SITE_NAME.replace(':', '')}:{user.get_username()}"
        query = {
            "secret": readable_key(key).replace(" ", ""),
            "issuer": settings.SITE_NAME.replace(":", ""),
        }
        address = f"otpauth://totp/{quote(label)}?{urlencode(query, quote_via=quote)}"
        import segno  # Here, as few ever ask for it.

        matrix = segno.make_qr(address, error="m")
        self.size = matrix.symbol_size()[0]
        self.path = "".join(
            f"M{x} {y}h1v1h-1z"
            for y, row in enumerate(matrix.matrix_iter())
            for x, dark in enumerate(row)
            if dark
        )
