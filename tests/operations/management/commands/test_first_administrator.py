"""The first administrator: made once, of the environment, and never a second."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from operations.management.commands import first_administrator

PASSWORD = "a-long-and-odd-one"
pytestmark = pytest.mark.django_db


@pytest.fixture
def given(settings):
    settings.ADMIN_USER, settings.ADMIN_PASSWORD = "anna", PASSWORD
    settings.ADMIN_EMAIL = "anna@news.example"
    return settings


def made(capsys):
    call_command("first_administrator")
    return capsys.readouterr().out


def test_somebody_can_sign_in_after_the_first_start(given, client, capsys):
    said = made(capsys)

    assert said == "-- administrator: “anna” may sign in at http://testserver/admin/\n"
    assert client.login(username="anna", password=PASSWORD)
    user = get_user_model().objects.get()
    assert (user.is_superuser, user.is_staff, user.email) == (
        True,
        True,
        "anna@news.example",
    )


def test_where_there_is_one_nobody_else_is_made(given, capsys):
    get_user_model().objects.create_superuser("bert")

    assert made(capsys) == "-- administrator: there is one\n"
    assert get_user_model().objects.get().username == "bert"


def test_an_administrator_who_left_counts_for_none(given, capsys):
    get_user_model().objects.create_superuser("bert", is_active=False)

    assert "“anna” may sign in" in made(capsys)


def test_without_a_name_nobody_is_made(settings, capsys):
    settings.ADMIN_USER = ""

    assert made(capsys).startswith("-- administrator: none yet; `manage.py create")
    assert not get_user_model().objects.exists()


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"ADMIN_PASSWORD": ""}, "ADMIN_PASSWORD is not set; ADMIN_USER needs one."),
        ({"ADMIN_PASSWORD": "short"}, "ADMIN_PASSWORD: This password is too short."),
        ({"ADMIN_PASSWORD": "anna@news.example"}, "ADMIN_PASSWORD: The password is"),
        ({"ADMIN_USER": "anna news"}, "ADMIN_USER: Enter a valid username."),
    ],
)
def test_what_the_desk_would_refuse_is_refused(given, changed, fault):
    for name, value in changed.items():
        setattr(given, name, value)

    with pytest.raises(CommandError) as refused:
        call_command("first_administrator")

    assert str(refused.value).startswith(fault)
    assert not get_user_model().objects.exists()


def test_somebody_else_is_not_raised_to_it(given):
    get_user_model().objects.create_user("anna")

    with pytest.raises(CommandError, match="names somebody who is no administrator"):
        call_command("first_administrator")

    assert not get_user_model().objects.get().is_superuser


def test_of_two_starts_at_once_the_slower_finds_what_the_quicker_made(
    given, capsys, monkeypatch
):
    def check(user, password):
        """Between its question and its answer another start has done it all."""
        get_user_model().objects.create_superuser("anna", password=PASSWORD)

    monkeypatch.setattr(first_administrator, "check", check)

    assert made(capsys) == "-- administrator: there is one\n"
    assert get_user_model().objects.count() == 1
