"""What can be told of the settings without asking anybody."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core import checks

from newsroom.environment import Environment
from operations import system_checks

ROOT = Path(__file__).parents[2]


def ids():
    return [found.id for found in system_checks.found()]


def test_a_paper_on_this_machine_is_well(settings):
    settings.SITE_HOST = "127.0.0.1"

    assert ids() == []


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtp+tls://mail.example:465", ["operations.W001"]),
        ("smtp://mail.example:465", ["operations.W001"]),
        ("smtp+ssl://mail.example:587", ["operations.W001"]),
        ("smtp+ssl://mail.example:25", ["operations.W001"]),
        ("smtp+ssl://mail.example", []),
        ("smtp+tls://mail.example", []),
        ("smtp+tls://mail.example:25", []),
        ("smtp://mail.example", []),
        ("smtp+ssl://mail.example:2465", []),
        ("smtp+tls://mail.example:2587", []),
    ],
)
def test_a_port_of_mail_has_a_kind_of_tls(settings, url, found):
    settings.SITE_HOST, settings.MAIL_IS_SET_UP = "localhost", True
    settings.MAILERS = {"default": Environment({"EMAIL_URL": url}).mailer("EMAIL_URL")}

    assert ids() == found


def test_the_words_say_which_kind_is_meant(settings):
    settings.SITE_HOST, settings.MAIL_IS_SET_UP = "localhost", True
    said = []
    for url in ("smtp+tls://mail.example:465", "smtp+ssl://mail.example:587"):
        mailer = Environment({"EMAIL_URL": url}).mailer("EMAIL_URL")
        settings.MAILERS = {"default": mailer}
        said += [found.msg for found in system_checks.found()]

    assert said == [
        "EMAIL_URL: a server at port 465 begins with TLS, and only smtp+ssl:// does.",
        "EMAIL_URL: a server at port 587 begins in the open, and smtp+ssl:// doesn't.",
    ]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"BEHIND_PROXY": False}, ["operations.W002"]),
        ({"ALLOWED_HOSTS": ["localhost"]}, ["operations.W003"]),
        ({"ALLOWED_HOSTS": [".example"]}, []),
        ({"DEBUG": True}, ["operations.W004"]),
        ({"HTTPS": False}, ["operations.W005"]),
        ({"FEDIVERSE_NAME": "lantern"}, []),
        (
            {"FEDIVERSE_NAME": "lantern", "HTTPS": False},
            ["operations.W006", "operations.W005"],
        ),
    ],
)
def test_a_public_paper_is_looked_at_more_closely(settings, changed, found):
    settings.SITE_HOST = "news.example"
    settings.ALLOWED_HOSTS = ["news.example"]
    settings.HTTPS = settings.BEHIND_PROXY = True
    settings.DEBUG = False
    for name, value in changed.items():
        setattr(settings, name, value)

    assert ids() == found


def test_they_are_among_those_that_django_makes():
    everyday = checks.registry.registry.get_checks()
    deployed = checks.registry.registry.get_checks(include_deployment_checks=True)

    assert {*system_checks.ALWAYS} <= {*everyday}
    assert not {*system_checks.DEPLOYED} & {*everyday}
    assert {*system_checks.DEPLOYED} <= {*deployed}


def test_a_good_deployment_passes_every_check():
    ended = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={
            "ENV_FILE": os.devnull,
            "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
            "SITE_URL": "https://news.example",
            "BEHIND_PROXY": "1",
            "DATABASE_URL": "sqlite://:memory:",
            "EMAIL_URL": "smtp+tls://desk:secret@mail.example",
        },
        capture_output=True,
        text=True,
    )

    assert (ended.returncode, ended.stderr) == (0, "")
