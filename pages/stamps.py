"""When a form was shown, signed: too quick is a robot, too old is asked again."""

import datetime as dt

from django.core.signing import BadSignature, Signer

SIGNER = Signer(salt="pages.contact")
LEAST = dt.timedelta(seconds=3)
MOST = dt.timedelta(days=1)


def stamp(at):
    return SIGNER.sign(str(int(at.timestamp())))


def renewed_stamp(now):
    """A stamp for a form that comes back: one more press sends it at once."""
    return stamp(now - LEAST)


def age(text, now):
    """How long ago the form was shown; None if that is unknown, or too long ago."""
    try:
        shown = int(SIGNER.unsign(text))
    except (BadSignature, ValueError):
        return None
    passed = dt.timedelta(seconds=int(now.timestamp()) - shown)
    return passed if dt.timedelta(0) <= passed <= MOST else None
