"""What a request looks like, told to who has the key."""

import pytest
from django.core.signing import TimestampSigner

from operations import echo


def test_who_has_the_key_is_told_how_the_request_came(client, settings):
    settings.BEHIND_PROXY = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    headers = {
        "x-forwarded-for": "198.51.100.7, 192.0.2.9",
        "x-forwarded-proto": "https",
        "host": "localhost",
    }

    answer = client.get(echo.path(), headers=headers)

    told = answer.json()
    assert answer["Cache-Control"] == "no-store"
    assert {name: told[name] for name in told if name not in ("process", "pages")} == {
        "is_secure": True,
        "scheme": "https",
        "hops": "198.51.100.7, 192.0.2.9",
        "address": "192.0.2.9",
        "host": "localhost",
        "is_answered": True,
    }


def test_a_name_that_is_not_answered_is_told_all_the_same(client):
    told = client.get(echo.path(), headers={"host": "web-a:8000"}).json()

    assert (told["host"], told["is_answered"]) == ("web-a:8000", False)


@pytest.mark.django_db
@pytest.mark.once
def test_nobody_else_is_told_anything(client):
    of_another_key = TimestampSigner(key="x").sign("echo")

    for token in ("", "echo", "echo:1wBkgp:AAAA", of_another_key):
        assert client.get(f"{echo.PREFIX}{token}").status_code == 404
