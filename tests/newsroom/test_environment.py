"""What is read from the environment, and how a wrong value is refused."""

import re
from pathlib import Path

import pytest

from newsroom.environment import (
    Environment,
    UnusableEnvironmentError,
    checked_caches,
    read_file,
    seconds_of,
)

ROOT = Path(__file__).parents[2]


def env(value):
    return Environment({"NAME": value})


def test_env_file_of_the_project_may_be_absent(tmp_path):
    read_file("NEWSROOM_TESTS_NAME_NO_FILE", default=tmp_path / ".env")


def test_every_variable_that_settings_read_is_explained():
    settings = (ROOT / "newsroom/settings.py").read_text()
    example = (ROOT / ".env.example").read_text()

    read = re.findall(r'env(?:\.\w+\(|,)\s*"([A-Z_]+)"', settings)
    compose = (ROOT / "docker-compose.yml").read_text()
    explained = re.findall(r"^# .+\n#?([A-Z_]+)=", example, re.MULTILINE)

    of_compose = {name for name in explained if f"${{{name}" in compose}
    assert sorted({*explained} - of_compose) == sorted({*read} - of_compose)
    assert of_compose >= {"SITE_URL", "TLS"}


@pytest.mark.parametrize(
    ("read", "value", "fault"),
    [
        (lambda e: e.secret("NAME", least=50), "short", "needs 50 characters or more"),
        (lambda e: e.number("NAME", 1, least=1, most=9), "10", "from 1 to 9, not '10'"),
        (lambda e: e.number("NAME", 1, least=1, most=9), "²", "from 1 to 9, not '²'"),
        (lambda e: e.number("NAME", 1, least=1, most=9), "9" * 5000, "from 1 to 9"),
        (lambda e: e.flag("NAME", default=True), "perhaps", "1 or 0, not 'perhaps'"),
        (lambda e: e.time_zone("NAME", "UTC"), "Mars/Base", "no time zone we know"),
        (lambda e: e.site_url("NAME", ""), "news.example", "https://news.example"),
        (
            lambda e: e.fediverse_account("NAME"),
            "desk@news.example",
            "is no account such as @name@server.example: 'desk@news.example'",
        ),
        (lambda e: e.email("NAME"), "nonsense", "is no e-mail address: 'nonsense'"),
        (lambda e: e.email("NAME"), "a@b.example, c@d.example", "no e-mail address"),
        (lambda e: e.path("NAME", "", root=ROOT), "manage.py", "not a folder"),
        (lambda e: e.path("NAME", "", root=ROOT), "manage.py/media", "not a folder"),
        (lambda e: e.hosts("NAME", []), "http://foo", "without scheme or port"),
        (lambda e: e.hosts("NAME", []), "a.example,foo:8000", "not 'foo:8000'"),
        (lambda e: e.hosts("NAME", []), "a.example b.example", "must list names"),
        (lambda e: e.mailer("NAME"), "mail.example:25", "must start with smtp://"),
        (lambda e: e.mailer("NAME"), "smtp://mail.example:x", "no address"),
        (lambda e: e.mailer("NAME"), "smtp+tls://u:p@", "names no mail server"),
        (lambda e: e.pages("NAME", "", root=ROOT), "redis://h:99999/0", "HOST:PORT/0"),
        (lambda e: e.pages("NAME", "", root=ROOT), "redis://h:x/0", "HOST:PORT/0"),
        (lambda e: e.pages("NAME", "", root=ROOT), "rediss://", "or redis://USER"),
        (lambda e: e.formed("NAME", "[a-z]+", "of letters"), "hunter2", "of letters."),
        (
            lambda e: checked_caches("NAME", e.words("NAME", [])),
            "http://a:99999/",
            "must list addr",
        ),
    ],
)
def test_wrong_value_is_refused_in_one_line(read, value, fault):
    with pytest.raises(UnusableEnvironmentError) as refused:
        read(env(value))

    assert str(refused.value).startswith("newsroom: NAME ")
    assert fault in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 160


@pytest.mark.parametrize(
    "url",
    [
        "http://[::1",
        "http://[::g]",
        "https://x:99999",
        "https://x:0",
        "https://x:abc",
        "https://x:",
        f"https://x:{'9' * 5000}",
        "https://ex ample.com",
        "https://a..example",
        "https://nächste.example",
        "https://u:p@a.example",
        "https://a.example/path",
        "https://a.example?query",
        "https://a.example/?",
        "https://a.example#",
        "ftp://a.example",
    ],
)
def test_site_url_is_scheme_host_and_port_alone(url):
    with pytest.raises(UnusableEnvironmentError, match="must look like https://news"):
        env(url).site_url("NAME", "")


def test_empty_value_counts_as_not_set():
    assert env("").number("NAME", 7, least=1, most=9) == 7


@pytest.mark.parametrize(
    ("value", "flag"), [("1", True), ("Yes", True), ("off", False), ("0", False)]
)
def test_flag_is_read_in_the_usual_spellings(value, flag):
    assert env(value).flag("NAME", default=not flag) is flag


def test_words_are_written_with_commas():
    assert env("a.example, b.example,").words("NAME", []) == ["a.example", "b.example"]


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("https://news.example/", "https://news.example"),
        ("HTTPS://News.Example", "https://news.example"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_site_url_is_written_as_browsers_write_an_origin(given, url):
    assert env(given).site_url("NAME", "") == url


def test_hosts_may_be_names_numbers_and_wildcards():
    given = "news.example,.news.example,127.0.0.1,[::1],*"

    assert env(given).hosts("NAME", []) == given.split(",")


def test_folder_need_not_be_there_yet(tmp_path):
    assert env(f"{tmp_path}/a/b").path("NAME", "", root=ROOT) == tmp_path / "a/b"


def test_a_folder_that_nobody_may_look_at_is_told_of_by_the_doctor(tmp_path):
    closed = tmp_path / ("a" * 300) / "media"

    assert env(str(closed)).path("NAME", "", root=ROOT) == closed


@pytest.mark.parametrize("said", ["", "@desk@news.example", "@a_b@x.co.uk"])
def test_an_account_of_the_fediverse_is_taken_as_it_is(said):
    assert env(said).fediverse_account("NAME") == said


def test_email_may_be_left_out():
    assert (env("").email("NAME"), env("a@b.example").email("NAME")) == (
        "",
        "a@b.example",
    )


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


@pytest.mark.parametrize(
    ("url", "port"),
    [
        ("smtp://mail.example", 25),
        ("smtp+tls://desk:secret@mail.example", 587),
        ("smtp+ssl://mail.example", 465),
        ("smtp+tls://mail.example:2525", 2525),
    ],
)
def test_mail_is_handed_over_at_the_port_of_its_kind_unless_one_is_said(url, port):
    assert env(url).mailer("NAME")["OPTIONS"]["port"] == port


@pytest.mark.parametrize("url", ["smtp", "smtps://mail.example", "smtp+tls:x"])
def test_mail_is_handed_over_in_three_ways_and_no_other(url):
    with pytest.raises(UnusableEnvironmentError, match="must start with smtp://"):
        env(url).mailer("NAME")


def test_keys_of_before_stand_with_commas_or_in_lines():
    keys = ["a" * 50, "b" * 50]

    assert env(f"{keys[0]}, {keys[1]},").secrets("NAME", least=50) == keys
    assert env("\n".join(keys)).secrets("NAME", least=50) == keys
    assert env("").secrets("NAME", least=50) == []


def test_a_short_key_of_before_is_refused_and_not_printed():
    with pytest.raises(UnusableEnvironmentError) as refused:
        env(f"{'a' * 50},hunter2").secrets("NAME", least=50)

    said = "newsroom: NAME needs 50 characters or more of each key."
    assert refused.value.args == (said,)


def test_a_value_may_stand_in_a_file_of_its_own(tmp_path):
    file = tmp_path / "key"
    file.write_text(f"{'k' * 50}\n")

    assert Environment({"NAME_FILE": str(file)}).secret("NAME", least=50) == "k" * 50


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (None, "NAME_FILE cannot be read: "),
        (b"\xff", "NAME_FILE names a file that is no UTF-8 text."),
        (b" \n", "NAME_FILE names a file that holds no value."),
        (b"x" * 10_001, "NAME_FILE names a file that holds no value."),
    ],
)
def test_a_file_without_a_value_is_refused_in_one_line(tmp_path, content, fault):
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(UnusableEnvironmentError, match=fault):
        Environment({"NAME_FILE": str(file)}).text("NAME")


def test_a_value_and_a_file_for_it_are_one_too_many(tmp_path):
    with pytest.raises(UnusableEnvironmentError) as refused:
        Environment({"NAME": "hunter2", "NAME_FILE": "/x"}).text("NAME")

    assert refused.value.args == ("newsroom: NAME is set twice: NAME_FILE too.",)


@pytest.mark.parametrize(
    ("said", "seconds"), [("0", 0), ("0.5", 0.5), ("3600", 3600), ("12.25", 12.25)]
)
def test_seconds_have_parts(said, seconds):
    assert seconds_of("WAIT_SECONDS", said, most=3600) == seconds


@pytest.mark.parametrize("said", ["-1", "1e3", "nan", "3600.1", "1,5", ".5", "1."])
def test_what_is_no_time_to_wait_is_refused_in_one_line(said):
    with pytest.raises(UnusableEnvironmentError, match="WAIT_SECONDS must be seconds"):
        seconds_of("WAIT_SECONDS", said, most=3600)
