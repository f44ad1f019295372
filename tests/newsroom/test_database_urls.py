"""Addresses of databases: what they name, and how a wrong one is refused in a line."""

import pytest

from newsroom import database_urls
from newsroom.environment import UnusableEnvironmentError
from tests.newsroom.test_environment import ROOT, env


def primary(url, default="", **more):
    return database_urls.primary(env(url), "NAME", default, root=ROOT, **more)


def refusal(call, *given):
    with pytest.raises(UnusableEnvironmentError) as refused:
        call(*given)
    return str(refused.value)


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("mysql://x/y", "sqlite:///"),
        ("sqlite://x/y", "sqlite:///"),
        ("postgres://h", "no database"),
        ("postgres://h:x/y", "no address"),
        ("sqlite:///x.sqlite3?foo=bar", "takes no ? or #"),
        ("postgres://h/x?CONN_MAX_AGE=long", "no option of PostgreSQL"),
        ("postgres://a,/x", "names an empty host"),
        ("postgres://a:1,b/x", "some of its hosts a port and others none"),
        ("postgres://a,b/x?target_session_attrs=any", "primary, not 'any'"),
    ],
)
def test_a_wrong_address_is_refused_in_one_line(url, fault):
    said = refusal(primary, url)

    assert said.startswith("newsroom: NAME ")
    assert fault in said
    assert "\n" not in said
    assert len(said) < 160


@pytest.mark.parametrize(
    "url", ["postgres://u:hunter2@h:port/x", "hunter2", "postgres://u:hunter2@a,/x"]
)
def test_refusal_never_prints_what_may_hold_a_password(url):
    assert "hunter2" not in refusal(primary, url)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:///var/paper.sqlite3", f"{ROOT}/var/paper.sqlite3"),
        ("sqlite:////srv/paper.sqlite3", "/srv/paper.sqlite3"),
        ("sqlite://:memory:", ":memory:"),
        ("", f"{ROOT}/a.sqlite3"),
    ],
)
def test_sqlite_path_starts_at_the_project_unless_absolute(url, name):
    assert primary(url, "sqlite:///a.sqlite3")["NAME"] == name


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("postgres://desk:a%2Fb@db.example:5433/paper", "db.example", 5433),
        ("postgresql://desk:a%2Fb@%2Frun%2FPG-x/paper", "/run/PG-x", ""),
    ],
)
def test_postgres_address_gives_host_or_socket(url, host, port):
    assert primary(url) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "paper",
        "USER": "desk",
        "PASSWORD": "a/b",
        "HOST": host,
        "PORT": port,
    }


@pytest.mark.parametrize(
    ("hosts", "port"),
    [("a,b", ""), ("a:1,b:2", "1,2"), ("%2Frun%2Fa,%2Frun%2Fb", "")],
)
def test_of_several_hosts_the_one_is_wanted_that_takes_writes(hosts, port):
    found = primary(f"postgres://u:p@{hosts}/paper")

    assert found["OPTIONS"] == {"target_session_attrs": "read-write"}
    assert found["HOST"] in ("a,b", "/run/a,/run/b")
    assert str(found["PORT"]) == port


def test_which_host_is_wanted_may_be_said_of_one_too():
    one = primary("postgres://a/paper?target_session_attrs=any")
    many = primary("postgres://a,b/paper?target_session_attrs=primary")

    assert one["OPTIONS"] == {"target_session_attrs": "any"}
    assert many["OPTIONS"] == {"target_session_attrs": "primary"}


SQLITE = {"ENGINE": "sqlite", "PASSWORD": ""}
POSTGRESQL = {"ENGINE": database_urls.POSTGRESQL, "PASSWORD": "secret"}


def replica(url, primary):
    return database_urls.replica(env(url), "NAME", primary)


def test_there_need_be_no_replica():
    assert replica("", SQLITE) is None
    assert replica("postgres://b,c/paper", POSTGRESQL)["HOST"] == "b,c"


def test_a_replica_has_the_password_of_its_primary_unless_it_says_another():
    found = [replica(f"postgres://{who}@b/paper", POSTGRESQL) for who in ("u", "u:p")]

    assert [database["PASSWORD"] for database in found] == ["secret", "p"]


@pytest.mark.parametrize(
    ("url", "of"),
    [("postgres://b/paper", SQLITE), ("sqlite:///b.sqlite3", POSTGRESQL)],
)
def test_a_replica_is_postgresql_of_postgresql(url, of):
    said = "newsroom: NAME needs PostgreSQL, there and in DATABASE_URL."

    assert refusal(replica, url, of) == said


def test_a_server_s_password_may_come_beside_its_address():
    """So a file may hold it alone, which DATABASE_PASSWORD_FILE names."""
    for url in ("postgres://u@h/x", "postgres://u@%2Frun%2Fpg/x"):
        found = primary(url, password="p/@w")
        assert (found["PASSWORD"], found["USER"]) == ("p/@w", "u")


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("sqlite:///x.sqlite3", "is of a file, which takes no password"),
        ("postgres://u:hunter2@h/x", "has a password, another is given beside"),
    ],
)
def test_a_password_beside_an_address_that_takes_none_is_refused(url, fault):
    with pytest.raises(UnusableEnvironmentError) as refused:
        primary(url, password="hunter2")

    assert str(refused.value) == f"newsroom: NAME {fault}."
