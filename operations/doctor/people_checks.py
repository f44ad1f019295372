"""Who can sign in: with which key, and who looks after accounts."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import signing
from django.db.models import Q
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from operations.doctor.diagnosis import FAULT, WARNING, Finding, fault, warning
from people import roles
from people.models import Membership

MOST = 200  # sessions that are tried


def key_known(_case):
    """Sessions are signed: one that can't be read tells of a key that is gone."""
    open_ones = Session.objects.filter(expire_date__gt=timezone.now())
    rows = open_ones.order_by("-expire_date").values_list("session_data", "expire_date")
    tried = [(is_readable(content), until) for content, until in rows[:MOST]]
    lost = [until for can_be_read, until in tried if not can_be_read]
    if lost:
        yield Finding(
            FAULT if len(lost) == len(tried) else WARNING,
            f"{len(lost)} of {len(tried)} sessions can't be read with SECRET_KEY: it "
            "was changed, and who was signed in is out; links in mails are void.",
            "Put the key of before into SECRET_KEY_FALLBACKS and start anew. If it "
            f"leaked, leave it: the last of them runs out on {max(lost):%-d %B}.",
            "settings.md#a-new-secret-key",
        )


def is_readable(content):
    store = SessionStore()
    try:
        signing.loads(content, salt=store.key_salt, serializer=store.serializer)
    except signing.BadSignature:
        return False
    return True


def keepers():
    """Who may look after accounts."""
    admins = Membership.objects.filter(group__name=roles.ADMIN, desk=None)
    may = Q(is_superuser=True) | Q(pk__in=admins.values("user"))
    return get_user_model().objects.filter(may, is_active=True, is_staff=True)


def administrator_there(_case):
    if not keepers().exists():
        yield fault(
            "Nobody may look after accounts: there is no active administrator.",
            "Run `manage.py createsuperuser`.",
            "roles.md",
        )


def administrator_safe(_case):
    """What REQUIRE_SECOND_FACTOR asks for is met at the door."""
    phones = TOTPDevice.objects.filter(confirmed=True)
    bare = keepers().exclude(pk__in=phones.values("user"))
    if not settings.REQUIRE_SECOND_FACTOR and settings.HTTPS and bare.exists():
        yield warning(
            f"{bare.count()} of {keepers().count()} administrators sign in with a "
            "password alone.",
            "Let each of them enrol a phone at the desk, or set "
            "REQUIRE_SECOND_FACTOR=1.",
            "roles.md",
        )
