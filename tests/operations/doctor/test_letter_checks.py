"""Letters that do not go, and addresses that nobody can read any more."""

import datetime as dt

import pytest
from django.utils import timezone

from tests import make
from tests.support import ward

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_letters_that_are_late_are_counted_with_what_the_mail_server_said(
    well, settings
):
    follower = make.follower()
    for minutes, fault in ((61, "451 4.3.0"), (300, "421 4.7.0"), (10, ""), (-90, "x")):
        at = timezone.now() - dt.timedelta(minutes=minutes)
        follower.notifications.create(due_at=at, fault=fault)
    follower.notifications.create(
        due_at=timezone.now() - dt.timedelta(days=2), sent_at=timezone.now()
    )
    assert ward.look() == []  # where none are sent

    settings.FOLLOW_BY_MAIL = True

    said = "2 letters to followers late, the first by 5 hours. The mail server said: "
    assert ward.look() == [("letters", f"{said}421 4.7.0.")]


def test_addresses_of_another_secret_key(well, settings):
    make.follower()
    assert ward.look() == []
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-" * 6
    settings.SECRET_KEY_FALLBACKS = [old]
    assert "addresses of followers" not in dict(ward.look())

    settings.SECRET_KEY_FALLBACKS = []

    said = (
        "1 follower can't be written to: no secret key that is here opens the address."
    )
    assert dict(ward.look())["addresses of followers"] == said
