"""The environment at its edges: what is just taken, left out, or in a file."""

import os

import pytest

from newsroom.environment import Environment, UnusableEnvironmentError, read_file
from tests.newsroom.test_environment import ROOT, env


def test_a_value_at_the_edge_of_what_is_taken_is_taken():
    assert env("x" * 50).secret("NAME", least=50) == "x" * 50
    assert env("").secret("NAME", least=1, default="x") == "x"
    assert [env(n).number("NAME", 5, least=1, most=9) for n in ("1", "9")] == [1, 9]
    assert env("9" * 9).number("NAME", 5, least=1, most=10**10) == 10**9 - 1
    for value in ("0", "9" * 10):
        with pytest.raises(UnusableEnvironmentError):
            env(value).number("NAME", 5, least=1, most=10**10)


def test_what_is_not_set_is_the_default():
    assert env(" ").text("NAME", "a") == "a"
    assert env(" b ").text("NAME", "a") == "b"
    assert [env("").flag("NAME", default=on) for on in (True, False)] == [True, False]
    assert env(" , ").words("NAME", ["a"]) == ["a"]
    assert Environment({}).path("NAME", "media", root=ROOT) == ROOT / "media"
    assert env("").time_zone("NAME", "Europe/Kyiv") == "Europe/Kyiv"
    assert env("").site_url("NAME", "http://a.example:80") == "http://a.example:80"


def test_what_must_be_set_says_where_it_is_explained():
    with pytest.raises(UnusableEnvironmentError) as refused:
        env(" ").secret("NAME", least=1)

    assert refused.value.args == ("newsroom: NAME is not set; see .env.example.",)


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("smtp://a.example", {"port": 25}),
        ("smtp+ssl://a.example:465", {"port": 465, "use_ssl": True}),
    ],
)
def test_a_mailer_needs_no_login(url, options):
    plain = {"host": "a.example", "username": "", "password": "", "timeout": 10}
    secure = {"use_tls": False, "use_ssl": False}

    assert env(url).mailer("NAME")["OPTIONS"] == plain | secure | options


def test_a_file_of_variables_gives_what_is_not_exported(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSROOM_TESTS_GIVEN", "exported")
    monkeypatch.setenv("NEWSROOM_TESTS_READ", "")
    monkeypatch.delenv("NEWSROOM_TESTS_READ")
    file, other = tmp_path / ".env", tmp_path / "other"
    file.write_text("NEWSROOM_TESTS_GIVEN=a\nNEWSROOM_TESTS_READ=b\n", "utf-8")
    other.write_bytes(b"\xff")

    read_file("NEWSROOM_TESTS_FILE", default=file)

    names = ("NEWSROOM_TESTS_GIVEN", "NEWSROOM_TESTS_READ")
    assert [os.environ[name] for name in names] == ["exported", "b"]
    for path, fault in (
        (other, "names a file that is no UTF-8 text"),
        (tmp_path / "no", "cannot be read: '"),
    ):
        monkeypatch.setenv("NEWSROOM_TESTS_FILE", str(path))
        with pytest.raises(UnusableEnvironmentError) as refused:
            read_file("NEWSROOM_TESTS_FILE", default=file)
        assert str(refused.value).startswith(f"newsroom: NEWSROOM_TESTS_FILE {fault}")


@pytest.mark.parametrize(
    "address",
    [
        *("redis://pages:6379/0", "rediss://u:p%2Fw@h.example/1", "redis://:p@[::1]:1"),
        *("redis://my_redis", "rediss://h:65535/0?ssl_cert_reqs=none"),
    ],
)
def test_pages_may_be_in_a_redis_of_any_usual_address(address):
    found = Environment({"NAME": address}).pages("NAME", "", root=ROOT)

    assert found["LOCATION"] == address


def test_what_has_a_form_is_not_printed_where_it_hasnt():
    with pytest.raises(UnusableEnvironmentError) as refused:
        Environment({"NAME": "hunter2"}).formed("NAME", "[a-z]+", "of letters alone")

    assert str(refused.value) == "newsroom: NAME must be of letters alone."
