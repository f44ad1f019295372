"""Addresses of a follower's pages. Whoever has one was sent a letter: it is a name and
a seal, so that nothing has to be kept for it, and none can be guessed."""

import uuid

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare

from paper.models import Follower
from people.client_address import seal
from people.mail_address import keys
from people.routes import address

SIGNER = {"salt": "paper.followers", "sep": "."}
SEALED = 20  # signs of a seal in the name of a letter


def token(follower):
    return Signer(**SIGNER).sign(follower.key.hex)


def follower_of(token):
    """Whose page it is; None if the seal is not ours, or they are forgotten."""
    try:
        key = uuid.UUID(hex=Signer(**SIGNER).unsign(token))
    except (BadSignature, ValueError):
        return None
    return Follower.objects.filter(key=key).first()


def own_page(follower):
    """Where all stands that they follow."""
    return f"{settings.SITE_URL}{address('letters', token(follower))}"


def stop_page(follower, subscription):
    said = token(follower), subscription.pk
    return f"{settings.SITE_URL}{address('letters_stop', *said)}"


def message_id(follower, name):
    """What a letter is called: the same however often it is sent. Who answers for it,
    as a mail server does that gives it back, can be believed to have had it."""
    sealed = seal("letter", follower.key.hex, name)[:SEALED]
    return f"<{name}.{follower.key.hex}.{sealed}@{settings.SITE_HOST}>"


def follower_of_message(said):
    """Whose letter is called so; None if we never called one so."""
    name, _dot, rest = said.strip("<> \r\n\t").partition("@")[0].partition(".")
    key, _dot, sealed = rest.partition(".")
    known = (seal("letter", key, name, key=each)[:SEALED] for each in keys())
    if not any(constant_time_compare(each, sealed) for each in known):
        return None
    return Follower.objects.filter(key=uuid.UUID(hex=key)).first()
