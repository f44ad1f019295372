"""Whom to tell of a hole, as RFC 9116 says it; and where a password is changed."""

import datetime as dt

import pytest

from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]
AT = "/.well-known/security.txt"


def fields(answer):
    return [tuple(line.split(": ", 1)) for line in answer.content.decode().splitlines()]


@pytest.mark.parametrize(
    ("now", "expires"),
    [
        ("2026-01-01T00:00:00", "2026-07-01T00:00:00Z"),
        ("2026-06-30T23:59:59", "2026-12-01T00:00:00Z"),
        ("2026-07-01T00:00:00", "2027-01-01T00:00:00Z"),
        ("2026-12-31T23:59:59", "2027-06-01T00:00:00Z"),
    ],
)
def test_whoever_finds_a_hole_is_told_whom_to_tell(
    client, settings, time_machine, now, expires
):
    time_machine.move_to(dt.datetime.fromisoformat(f"{now}+00:00"), tick=False)
    settings.LANGUAGE_CODE = "de"
    settings.SECURITY_CONTACT = ["holes@lantern.example", "https://lantern.example/h"]

    answer = client.get(AT)

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert fields(answer) == [
        ("Contact", "mailto:holes@lantern.example"),
        ("Contact", "https://lantern.example/h"),
        ("Expires", expires),
        ("Preferred-Languages", "de, en"),
        ("Canonical", f"http://testserver{AT}"),
    ]


def test_it_is_kept_until_the_month_ends_and_no_longer(client, settings, time_machine):
    settings.SECURITY_CONTACT = ["holes@lantern.example"]
    time_machine.move_to(
        dt.datetime(2026, 1, 31, 23, 59, 50, tzinfo=dt.UTC), tick=False
    )

    assert client.get(AT)["X-Accel-Expires"] == "10"


def test_a_page_about_security_is_its_policy_while_it_is_public(client, settings):
    settings.SECURITY_CONTACT = ["tel:+49-30-1"]
    page = make.page(slug="security", published=False)
    assert "Policy" not in dict(fields(client.get(AT)))
    page.published = True
    page.save()

    assert dict(fields(client.get(AT)))["Policy"] == "http://testserver/security/"


def test_a_paper_that_names_nobody_has_no_such_file(client):
    assert client.get(AT).status_code == 404


def test_a_password_is_changed_at_the_desk(client):
    answer = client.get("/.well-known/change-password")

    assert (answer.status_code, answer["Location"]) == (302, "/admin/password_change/")
    assert answer["Cache-Control"] == "no-store"
