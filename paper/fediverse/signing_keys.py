"""The paper's own key: one for all of its actors, made by `tick`, kept encrypted.

A new one is shown at once and signs a little later, when no cache before the paper has
the old actor any more.
"""

import datetime as dt

from django.utils import timezone

from paper.fediverse import http_signature
from paper.fediverse.rows import SigningKey
from people import mail_address

SHOWN_FIRST = dt.timedelta(minutes=3)


def public_key():
    """The public half that actors name; nothing before `tick` has made one."""
    row = SigningKey.objects.first()
    return row.public if row else ""


def make():
    private, public = http_signature.new_key()
    sealed = mail_address.encrypted(private)
    return SigningKey.objects.create(private=sealed, public=public)


def see_to_it():
    """Have a key that we can open; and none that signs nothing any more."""
    newest = SigningKey.objects.first()
    if newest is None or not mail_address.decrypted(newest.private):
        newest = make()
    old = SigningKey.objects.filter(at__lt=timezone.now() - SHOWN_FIRST)
    if signs := old.first():
        old.exclude(pk=signs.pk).delete()
    return newest


def signer():
    """The private key that signs now; None if there is none that opens."""
    rows = [*SigningKey.objects.all()]
    settled = timezone.now() - SHOWN_FIRST
    rows = [row for row in rows if row.at <= settled] or rows[-1:]
    private = rows and mail_address.decrypted(rows[0].private)
    return http_signature.opened(private) if private else None


def is_locked():
    """Whether there is one that no secret key of ours opens."""
    row = SigningKey.objects.first()
    return row is not None and not mail_address.decrypted(row.private)
