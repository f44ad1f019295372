"""Typed reading of environment variables, for settings and nothing else.

What is missing or wrong ends the start with one line that names the variable.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import available_timezones

from environ import Env

ON = {"1", "true", "yes", "on"}
OFF = {"0", "false", "no", "off"}
DATABASES = ("sqlite:///", "postgres://", "postgresql://")


class UnusableEnvironmentError(SystemExit):
    """Leaves with status 1 and its one line on stderr, not with a traceback."""

    def __init__(self, name: str, fault: str) -> None:
        super().__init__(f"newsroom: {name} {fault}.")


class Environment:
    """The variables given; an empty one counts as not set, as in Compose files."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.variables = variables

    def text(self, name: str, default: str = "") -> str:
        return self.variables.get(name, "").strip() or default

    def secret(self, name: str, *, least: int, default: str = "") -> str:
        """A value that must be there, is long enough, and is never printed."""
        value = self.text(name, default)
        if not value:
            raise UnusableEnvironmentError(name, "is not set; see .env.example")
        if len(value) < least:
            raise UnusableEnvironmentError(name, f"needs {least} characters or more")
        return value

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
            raise UnusableEnvironmentError(
                name, f"must be a whole number from {least} to {most}, not {value!r}"
            )
        return int(value)

    def flag(self, name: str, default: bool) -> bool:
        value = self.text(name, "1" if default else "0").lower()
        if value not in ON | OFF:
            raise UnusableEnvironmentError(name, f"must be 1 or 0, not {value!r}")
        return value in ON

    def words(self, name: str, default: list[str]) -> list[str]:
        """A list written with commas."""
        given = [word.strip() for word in self.text(name).split(",")]
        return [word for word in given if word] or default

    def path(self, name: str, default: str, *, root: Path) -> Path:
        """A folder; a relative one starts at `root`."""
        return root / self.text(name, default)

    def choice(self, name: str, default: str, choices: set[str], kind: str) -> str:
        value = self.text(name, default)
        if value not in choices:
            raise UnusableEnvironmentError(name, f"is no {kind} we know: {value!r}")
        return value

    def time_zone(self, name: str, default: str) -> str:
        return self.choice(name, default, available_timezones(), "time zone")

    def site_url(self, name: str, default: str) -> str:
        """Scheme and host of the paper, without a slash at the end."""
        value = self.text(name, default).removesuffix("/")
        parts = urlsplit(value)
        rest = parts.path or parts.query or parts.fragment or parts.username
        if parts.scheme not in {"http", "https"} or not parts.hostname or rest:
            raise UnusableEnvironmentError(
                name, f"must look like https://news.example, not {value!r}"
            )
        return value

    def database(self, name: str, default: str, *, root: Path) -> dict[str, Any]:
        """A Django database from its address; SQLite paths start at `root`."""
        url = self.text(name, default)
        if url == "sqlite://:memory:":
            return {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
        if not url.startswith(DATABASES):
            raise UnusableEnvironmentError(
                name, "must start with sqlite:///, postgres:// or postgresql://"
            )
        try:
            database: dict[str, Any] = Env.db_url_config(url)
        except ValueError as fault:
            raise UnusableEnvironmentError(name, "is no address") from fault
        if not database["NAME"] or url == "sqlite:///":
            raise UnusableEnvironmentError(name, "names no database after the host")
        if url.startswith("sqlite:"):
            database["NAME"] = str(root / database["NAME"])
        database["HOST"] = unquote(database["HOST"])  # a socket's folder has slashes
        return database

    def mailer(self, name: str) -> dict[str, Any]:
        """A Django mailer; without an address mail is printed on the console."""
        url = self.text(name)
        if not url:
            return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
        if not url.startswith(("smtp://", "smtp+tls://", "smtp+ssl://")):
            raise UnusableEnvironmentError(
                name, "must start with smtp://, smtp+tls:// or smtp+ssl://"
            )
        try:
            server = Env.email_url_config(url)
        except ValueError as fault:
            raise UnusableEnvironmentError(name, "is no address") from fault
        return {
            "BACKEND": server["EMAIL_BACKEND"],
            "OPTIONS": {
                "host": server["EMAIL_HOST"],
                "port": server["EMAIL_PORT"] or 25,
                "username": server["EMAIL_HOST_USER"] or "",
                "password": server["EMAIL_HOST_PASSWORD"] or "",
                "use_tls": server.get("EMAIL_USE_TLS", False),
                "use_ssl": server.get("EMAIL_USE_SSL", False),
                "timeout": 10,
            },
        }
