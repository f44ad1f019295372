"""What is read from the environment, and how a wrong value ends the start."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from newsroom.environment import Environment, UnusableEnvironmentError

ROOT = Path(__file__).parents[2]


def env(value):
    return Environment({"NAME": value})


def start(**variables):
    """Run the smallest command there is with these variables and no others."""
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"ENV_FILE": os.devnull, **variables},
        capture_output=True,
        text=True,
    )


def test_start_without_a_secret_key_ends_with_one_line():
    ended = start()

    line = "newsroom: SECRET_KEY is not set; see .env.example.\n"
    assert (ended.returncode, ended.stderr) == (1, line)


def test_start_with_a_wrong_value_names_the_variable():
    ended = start(DEBUG="1", PORT="http")

    line = "newsroom: PORT must be a whole number from 1 to 65535, not 'http'.\n"
    assert (ended.returncode, ended.stderr) == (1, line)


def test_env_file_is_read_and_exported_values_win(tmp_path):
    file = tmp_path / "env"
    file.write_text("DEBUG=1\nPORT=from-the-file\nWEB_THREADS=from-the-file\n")

    ended = start(ENV_FILE=str(file), PORT="8000")

    assert ended.stderr.startswith("newsroom: WEB_THREADS must be")


def test_every_variable_that_settings_read_is_explained():
    settings = (ROOT / "newsroom/settings.py").read_text()
    example = (ROOT / ".env.example").read_text()

    read = re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings)
    explained = re.findall(r"^# .+\n#?([A-Z_]+)=", example, re.MULTILINE)

    assert sorted(explained) == sorted([*read, "POSTGRES_PASSWORD"])  # Compose's own


@pytest.mark.parametrize(
    ("read", "value", "fault"),
    [
        (lambda e: e.secret("NAME", least=50), "short", "needs 50 characters or more"),
        (lambda e: e.number("NAME", 1, least=1, most=9), "10", "from 1 to 9, not '10'"),
        (lambda e: e.number("NAME", 1, least=1, most=9), "²", "from 1 to 9, not '²'"),
        (lambda e: e.flag("NAME", default=True), "perhaps", "1 or 0, not 'perhaps'"),
        (lambda e: e.time_zone("NAME", "UTC"), "Mars/Base", "no time zone we know"),
        (lambda e: e.site_url("NAME", ""), "news.example", "https://news.example"),
        (lambda e: e.site_url("NAME", ""), "https://a.example/path", "must look like"),
        (lambda e: e.database("NAME", "", root=ROOT), "mysql://x/y", "sqlite:///"),
        (lambda e: e.database("NAME", "", root=ROOT), "sqlite://x/y", "sqlite:///"),
        (lambda e: e.database("NAME", "", root=ROOT), "postgres://h", "no database"),
        (
            lambda e: e.database("NAME", "", root=ROOT),
            "postgres://h:x/y",
            "no address",
        ),
        (lambda e: e.mailer("NAME"), "mail.example:25", "must start with smtp://"),
        (lambda e: e.mailer("NAME"), "smtp://mail.example:x", "no address"),
    ],
)
def test_wrong_value_is_refused_in_one_line(read, value, fault):
    with pytest.raises(UnusableEnvironmentError) as refused:
        read(env(value))

    assert str(refused.value).startswith("newsroom: NAME ")
    assert fault in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("url", ["postgres://u:hunter2@h:port/x", "hunter2"])
def test_refusal_never_prints_what_may_hold_a_password(url):
    with pytest.raises(UnusableEnvironmentError) as refused:
        env(url).database("NAME", "", root=ROOT)

    assert "hunter2" not in str(refused.value)


def test_empty_value_counts_as_not_set():
    assert env("").number("NAME", 7, least=1, most=9) == 7


@pytest.mark.parametrize(
    ("value", "flag"), [("1", True), ("Yes", True), ("off", False), ("0", False)]
)
def test_flag_is_read_in_the_usual_spellings(value, flag):
    assert env(value).flag("NAME", default=not flag) is flag


def test_words_are_written_with_commas():
    assert env("a.example, b.example,").words("NAME", []) == ["a.example", "b.example"]


def test_site_url_has_no_slash_at_its_end():
    assert env("https://news.example/").site_url("NAME", "") == "https://news.example"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:///var/paper.sqlite3", f"{ROOT}/var/paper.sqlite3"),
        ("sqlite:////srv/paper.sqlite3", "/srv/paper.sqlite3"),
        ("sqlite://:memory:", ":memory:"),
    ],
)
def test_sqlite_path_starts_at_the_project_unless_absolute(url, name):
    assert env(url).database("NAME", "", root=ROOT)["NAME"] == name


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("postgres://desk:a%2Fb@db.example:5433/paper", "db.example", 5433),
        ("postgresql://desk:a%2Fb@%2Frun%2FPG-x/paper", "/run/PG-x", ""),
    ],
)
def test_postgres_address_gives_host_or_socket(url, host, port):
    database = env(url).database("NAME", "", root=ROOT)

    assert database == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "paper",
        "USER": "desk",
        "PASSWORD": "a/b",
        "HOST": host,
        "PORT": port,
    }


def test_mail_is_printed_until_a_server_is_named():
    console = "django.core.mail.backends.console.EmailBackend"

    assert env("").mailer("NAME") == {"BACKEND": console}


def test_mailer_takes_server_and_login_from_its_address():
    mailer = env("smtp+tls://desk:secret@mail.example:587").mailer("NAME")

    assert mailer == {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": "mail.example",
            "port": 587,
            "username": "desk",
            "password": "secret",
            "use_tls": True,
            "use_ssl": False,
            "timeout": 10,
        },
    }
