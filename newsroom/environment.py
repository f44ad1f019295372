"""Typed reading of environment variables, for settings and nothing else.

What is missing or wrong ends the start with one line that names the variable.
"""

import os
import re
import reprlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from environ import Env

ON = {"1", "true", "yes", "on"}
OFF = {"0", "false", "no", "off"}
LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?"
HOST = rf"({LABEL}(\.{LABEL})*|\[[0-9a-f:.]+\])"
MOST_VALUE = 10_000  # characters of a file that holds one
# Where mail is handed over if its address says no port.
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
CACHE = rf"((fastly|cloudflare)\+)?https?://{HOST}(:[0-9]{{1,5}})?(/[\w./-]*)?"
REDIS = (
    r"rediss?://([^@/\s]*@)?([\w.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?(/[0-9]+)?(\?\S*)?"
)
SHOWN = reprlib.Repr(maxstring=60)  # a wrong value may be as long as a file

ACCOUNT = re.compile(r"@\w+@[a-z0-9.-]+\.[a-z]+")


class UnusableEnvironmentError(SystemExit):
    """Leaves with status 1 and its one line on stderr, not with a traceback."""

    def __init__(self, name: str, fault: str) -> None:
        super().__init__(f"newsroom: {name} {fault}.")


def read_file(name: str, default: Path) -> None:
    """Add what the file says to what is exported, which wins.

    The default may be absent; a file that the variable names must be there.
    """
    named = os.environ.get(name, "").strip()
    if not named and not default.exists():
        return
    with readable(name, named or str(default)):
        Env.read_env(StringIO(Path(named or default).read_text("utf-8")))


def read_value(name: str, file: str) -> str:
    """What a file says that holds one value; never more of it than a value may have."""
    with readable(name, file), Path(file).open(encoding="utf-8") as opened:
        value = opened.read(MOST_VALUE + 1).strip()
    if not 0 < len(value) <= MOST_VALUE:
        raise UnusableEnvironmentError(name, "names a file that holds no value")
    return value


@contextmanager
def readable(name: str, file: str) -> Iterator[None]:
    """Say what is wrong with a file that a variable names."""
    try:
        yield
    except OSError as fault:
        raise UnusableEnvironmentError(
            name, f"cannot be read: {SHOWN.repr(file)}"
        ) from fault
    except ValueError as fault:
        raise UnusableEnvironmentError(
            name, "names a file that is no UTF-8 text"
        ) from fault


class Environment:
    """The variables given; an empty one counts as not set, as in Compose files."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.variables = variables

    def text(self, name: str, default: str = "") -> str:
        """The value, or what the file has that NAME_FILE names, as for a secret."""
        value = self.variables.get(name, "").strip()
        file = self.variables.get(f"{name}_FILE", "").strip()
        if value and file:
            raise UnusableEnvironmentError(name, f"is set twice: {name}_FILE too")
        return (read_value(f"{name}_FILE", file) if file else value) or default

    def secret(self, name: str, *, least: int, default: str = "") -> str:
        """A value that must be there, is long enough, and is never printed."""
        value = self.text(name, default)
        if not value:
            raise UnusableEnvironmentError(name, "is not set; see .env.example")
        if len(value) < least:
            raise UnusableEnvironmentError(name, f"needs {least} characters or more")
        return value

    def formed(self, name: str, pattern: str, form: str) -> str:
        """A value of that form, if there is one; it may be a secret: never printed."""
        value = self.text(name)
        if value and not is_formed(pattern, value):
            raise UnusableEnvironmentError(name, f"must be {form}")
        return value

    def secrets(self, name: str, *, least: int) -> list[str]:
        """Values with commas or in lines of their own; none is ever printed."""
        values = [word for word in re.split(r"[,\s]", self.text(name)) if word]
        if any(len(value) < least for value in values):
            raise UnusableEnvironmentError(
                name, f"needs {least} characters or more of each key"
            )
        return values

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        value = self.text(name, str(default))
        number = int(value) if re.fullmatch("[0-9]{1,9}", value) else None
        if number is None or not least <= number <= most:
            raise UnusableEnvironmentError(
                name,
                f"must be a whole number from {least} to {most}, "
                f"not {SHOWN.repr(value)}",
            )
        return number

    def flag(self, name: str, default: bool) -> bool:
        value = self.text(name, "1" if default else "0").lower()
        if value not in ON | OFF:
            raise UnusableEnvironmentError(
                name, f"must be 1 or 0, not {SHOWN.repr(value)}"
            )
        return value in ON

    def words(
        self, name: str, default: list[str], pattern: str = ".*", form: str = ""
    ) -> list[str]:
        """A list written with commas, each word of that form."""
        given = [word.strip() for word in self.text(name).split(",")]
        found = [word for word in given if word] or default
        for word in found:
            if not re.fullmatch(pattern, word):
                raise UnusableEnvironmentError(
                    name, f"must list {form}, not {SHOWN.repr(word)}"
                )
        return found

    def hosts(self, name: str, default: list[str]) -> list[str]:
        """Host names; `.news.example` covers those below it as well, `*` every one."""
        form = "names such as news.example, without scheme or port"
        found = self.words(name, default, rf"(?i)\*|\.?{HOST}", form)
        return [word.lower() for word in found]

    def email(self, name: str) -> str:
        value = self.text(name)
        try:
            if value:
                validate_email(value)
        except ValidationError as fault:
            raise UnusableEnvironmentError(
                name, f"is no e-mail address: {SHOWN.repr(value)}"
            ) from fault
        return value

    def fediverse_account(self, name: str) -> str:
        value = self.text(name)
        if value and not ACCOUNT.fullmatch(value):
            said = f"is no account such as @name@server.example: {SHOWN.repr(value)}"
            raise UnusableEnvironmentError(name, said)
        return value

    def path(self, name: str, default: str, *, root: Path) -> Path:
        """A folder, there already or not; a relative one starts at `root`. One that may
        not be looked into is what the doctor and probes tell of."""
        folder = root / self.text(name, default)
        for path in (folder, *folder.parents):
            if os.path.exists(path) and not os.path.isdir(path):
                raise UnusableEnvironmentError(
                    name, f"needs a folder: {SHOWN.repr(str(path))} is not a folder"
                )
        return folder

    def pages(self, name: str, default: str, *, root: Path) -> dict[str, Any]:
        """Where all processes share pages: a folder, or the address of a Redis."""
        address = self.text(name, default)
        if address.startswith(("redis://", "rediss://")):
            self.formed(name, REDIS, "a folder, or redis://USER:PASSWORD@HOST:PORT/0")
            redis = "django.core.cache.backends.redis.RedisCache"
            waits = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}
            return {"BACKEND": redis, "LOCATION": address, "OPTIONS": waits}
        folder = self.path(name, default, root=root)
        return {"BACKEND": "newsroom.page_files.PageFiles", "LOCATION": str(folder)}

    def choice(self, name: str, default: str, choices: set[str], kind: str) -> str:
        value = self.text(name, default)
        if value not in choices:
            raise UnusableEnvironmentError(
                name, f"is no {kind} we know: {SHOWN.repr(value)}"
            )
        return value

    def time_zone(self, name: str, default: str) -> str:
        value = self.text(name, default)
        try:  # All of them, to look among, are a walk through 600 files.
            return ZoneInfo(value).key
        except (LookupError, OSError, ValueError) as fault:
            raise UnusableEnvironmentError(
                name, f"is no time zone we know: {SHOWN.repr(value)}"
            ) from fault

    def site_url(self, name: str, default: str) -> str:
        """Scheme, host and port of the paper, as browsers write them."""
        value = self.text(name, default).lower().removesuffix("/")
        try:
            port = urlsplit(value).port  # raises for one out of range, and for [::g]
        except ValueError:
            port = 0
        if port == 0 or not re.fullmatch(rf"https?://{HOST}(:[0-9]+)?", value):
            raise UnusableEnvironmentError(
                name, f"must look like https://news.example, not {SHOWN.repr(value)}"
            )
        return value

    def mailer(self, name: str) -> dict[str, Any]:
        """A Django mailer; without an address mail is printed on the console."""
        url = self.text(name)
        if not url:
            return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
        scheme, mark, _place = url.partition("://")
        if not mark or scheme not in MAIL_PORTS:
            raise UnusableEnvironmentError(
                name, "must start with smtp://, smtp+tls:// or smtp+ssl://"
            )
        try:
            server = Env.email_url_config(url)
        except ValueError as fault:
            raise UnusableEnvironmentError(name, "is no address") from fault
        if not server["EMAIL_HOST"]:
            raise UnusableEnvironmentError(name, "names no mail server")
        return {
            "BACKEND": server["EMAIL_BACKEND"],
            "OPTIONS": {
                "host": server["EMAIL_HOST"],
                "port": server["EMAIL_PORT"] or MAIL_PORTS[scheme],
                "username": server["EMAIL_HOST_USER"] or "",
                "password": server["EMAIL_HOST_PASSWORD"] or "",
                "use_tls": server.get("EMAIL_USE_TLS", False),
                "use_ssl": server.get("EMAIL_USE_SSL", False),
                "timeout": 10,
            },
        }


def is_formed(pattern: str, value: str) -> bool:
    """Whether it is of that form; the port of an address is one that there may be."""
    try:
        return bool(re.fullmatch(pattern, value)) and urlsplit(value).port != 0
    except ValueError:
        return False


def seconds_of(name: str, value: str, *, most: int) -> float:
    """Seconds and parts of one, such as 0.5."""
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", value) or float(value) > most:
        raise UnusableEnvironmentError(
            name, f"must be seconds from 0 to {most}, not {SHOWN.repr(value)}"
        )
    return float(value)


def checked_caches(name: str, found: list[str]) -> list[str]:
    """Addresses of caches; what signs in there stands in variables of its own."""
    for address in found:
        if not is_formed(CACHE, address):
            raise UnusableEnvironmentError(
                name,
                "must list addresses such as http://cache/, fastly+https://… or "
                f"cloudflare+https://…, not {SHOWN.repr(address)}",
            )
    return found
