"""Addresses of databases, as settings read them from the environment."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from environ import Env

from newsroom.environment import SHOWN, Environment, UnusableEnvironmentError

KINDS = ("sqlite:///", "postgres://", "postgresql://")
PARTS = {"ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS"}
POSTGRESQL = "django.db.backends.postgresql"
WRITABLE = ("read-write", "primary")


def primary(
    env: Environment, name: str, default: str, *, root: Path, password: str = ""
) -> dict[str, Any]:
    """The database that is written to: of several hosts the one that takes writes. A
    password may come beside an address that has none."""
    found = database(env, name, default, root=root)
    add_password(name, found, password)
    if "," in found.get("HOST", ""):
        wanted = found.setdefault("OPTIONS", {}).setdefault(
            "target_session_attrs", WRITABLE[0]
        )
        if wanted not in WRITABLE:
            raise UnusableEnvironmentError(
                name,
                "names several hosts, so target_session_attrs must be read-write or "
                f"primary, not {SHOWN.repr(wanted)}",
            )
    return found


def replica(
    env: Environment, name: str, primary: dict[str, Any]
) -> dict[str, Any] | None:
    """A server that streams from the primary, for reading; None if none is named. Roles
    are streamed too, so the password is the primary's where the address has none."""
    if not env.text(name):
        return None
    found = database(env, name, "", root=Path())
    if {primary["ENGINE"], found["ENGINE"]} != {POSTGRESQL}:
        raise UnusableEnvironmentError(
            name, "needs PostgreSQL, there and in DATABASE_URL"
        )
    found["PASSWORD"] = found["PASSWORD"] or primary["PASSWORD"]
    return found


def database(
    env: Environment, name: str, default: str, *, root: Path
) -> dict[str, Any]:
    """A Django database from its address; SQLite paths start at `root`."""
    url = env.text(name, default)
    if url == "sqlite://:memory:":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    if not url.startswith(KINDS):
        raise UnusableEnvironmentError(
            name, "must start with sqlite:///, postgres:// or postgresql://"
        )
    if url.startswith("sqlite:") and re.search("[?#]", url):
        raise UnusableEnvironmentError(name, "takes no ? or # after sqlite:///")
    try:
        found: dict[str, Any] = Env.db_url_config(url)
    except ValueError as fault:
        raise UnusableEnvironmentError(name, "is no address") from fault
    if not found["NAME"] or url == "sqlite:///":
        raise UnusableEnvironmentError(name, "names no database after the host")
    if found.keys() - PARTS:
        raise UnusableEnvironmentError(name, "holds what is no option of PostgreSQL")
    if url.startswith("sqlite:"):
        found["NAME"] = str(root / found["NAME"])
    found["HOST"] = unquote(found["HOST"])  # a socket's folder has slashes
    check_hosts(name, found)
    return found


def add_password(name: str, found: dict[str, Any], password: str) -> None:
    """A server's password, where the address has none."""
    if not password:
        return
    if found["ENGINE"].endswith("sqlite3"):
        raise UnusableEnvironmentError(name, "is of a file, which takes no password")
    if found["PASSWORD"]:
        raise UnusableEnvironmentError(name, "has a password, another is given beside")
    found["PASSWORD"] = password


def check_hosts(name: str, found: dict[str, Any]) -> None:
    """Of several hosts, with commas between, each has a port or none has."""
    hosts, port = found["HOST"].split(","), str(found["PORT"])
    if len(hosts) > 1 and not all(hosts):
        raise UnusableEnvironmentError(name, "names an empty host between commas")
    if "," in found["HOST"] and port and len(port.split(",")) != len(hosts):
        raise UnusableEnvironmentError(
            name, "gives some of its hosts a port and others none"
        )
