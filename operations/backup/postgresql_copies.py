"""Copies of a paper in PostgreSQL: dumped at one moment, restored into a database of
their own on the same server, which takes the paper's place by its name."""

import re
import secrets
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from urllib.parse import quote, urlencode

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import errors, sql
from psycopg.conninfo import make_conninfo

from operations.backup.dump_programs import program, running
from operations.backup.refusal import BackupError, one_line

BLOCK = 8 * 1024**2  # bytes of a part
# Values as texts must read the same wherever they are compared.
PLAIN = (
    "-c statement_timeout=0 -c lock_timeout=30s -c timezone=UTC -c datestyle=ISO"
    " -c idle_in_transaction_session_timeout=0"
    " -c intervalstyle=postgres -c bytea_output=hex -c extra_float_digits=1"
)
OURS_ALONE = {"options", "password"}
LOST = "PostgreSQL did not do it"
NOT_ALLOWED = "{role} may not make databases: ALTER ROLE {role} CREATEDB."
TRIES, PAUSE = 20, 0.2
MOST_NAME = 40  # bytes; PostgreSQL cuts a name off after 63, and finds another by it
# A copy is made as the paper's own database was: its letters sort as they did there.
LIKE_PAPER = (
    "SELECT pg_encoding_to_char(encoding), datlocprovider::text, datcollate, datctype,"
    " coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale')"
    " FROM pg_database AS d WHERE datname = ANY(%s) ORDER BY datname = %s DESC LIMIT 1"
)


@dataclass(frozen=True)
class Moment:
    """The paper as it was at one moment: to be asked, and in parts to be kept."""

    connection: psycopg.Connection
    snapshot: str

    @property
    def server(self):
        return f"PostgreSQL {self.connection.info.server_version // 10000}"

    def parts(self):
        command = [
            program("pg_dump", self.connection.info.server_version // 10000),
            *("--format=custom", "--compress=3", "--no-owner", "--no-privileges"),
            *("--lock-wait-timeout=30s", f"--snapshot={self.snapshot}"),
            f"--dbname={address(paper(), shown=True)}",
        ]
        with running(command, password(), stdout=subprocess.PIPE) as dump:
            while block := dump.stdout.read(BLOCK):
                yield block


@dataclass(frozen=True)
class Copy:
    """A database beside the paper's."""

    name: str
    maintenance: psycopg.Connection

    @property
    def url(self):
        return url_of(self.name, connection.settings_dict)

    @contextmanager
    def opened(self):
        with (
            one_line(LOST, psycopg.Error),
            psycopg.connect(address(self.name)) as copy,
        ):
            yield copy


def url_of(name, known):
    """The address of another database of a server, as DATABASE_URL has it."""
    user, secret = (quote(known[part], safe="") for part in ("USER", "PASSWORD"))
    who = f"{user}:{secret}" if secret else user
    own = {
        option: value
        for option, value in known["OPTIONS"].items()
        if option not in settings.POSTGRESQL and isinstance(value, str | int)
    }
    asked = f"?{urlencode(own)}" if own else ""
    return f"postgres://{who}@{places_of(known)}/{quote(name, safe='')}{asked}"


def places_of(known):
    """Host and port, or those of several with commas between."""
    hosts, ports = known["HOST"].split(","), str(known["PORT"] or "").split(",")
    pairs = zip_longest(hosts, ports, fillvalue="")
    return ",".join(
        f"{quote(host, safe='')}{port and f':{port}'}" for host, port in pairs
    )


def paper():
    return connection.settings_dict["NAME"]


def servers_own():
    """A database from which others are made and renamed."""
    return "template1" if paper() == "postgres" else "postgres"


def password():
    return connection.settings_dict["PASSWORD"]


def address(name, *, shown=False):
    """How a database is connected to; `shown` to everybody, so without the password."""
    known = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
    params = connection.get_connection_params()
    params = {k: v for k, v in params.items() if k in known - OURS_ALONE}
    if not shown:
        params |= {"options": PLAIN, "password": password() or None}
    return make_conninfo(**params | {"dbname": name})


@contextmanager
def opened_paper():
    """A connection to the paper as it is, or None where no paper is."""
    try:
        live = psycopg.connect(address(paper()))
    except psycopg.OperationalError as fault:
        if "does not exist" not in str(fault):
            raise BackupError(f"{LOST}: {' '.join(str(fault).split())}") from None
        yield None
        return
    with one_line(LOST, psycopg.Error), live:
        yield live


@contextmanager
def moment():
    """A transaction that only reads, whose moment pg_dump is given."""
    with opened_paper() as live:
        if live is None:
            raise BackupError(f"There is no database {paper()}.")
        live.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        live.read_only = True
        (snapshot,) = live.execute("SELECT pg_export_snapshot()").fetchone()
        yield Moment(live, snapshot)


@contextmanager
def beside(parts):
    """A database made of these parts, gone afterwards unless it took over."""
    with (
        one_line(LOST, psycopg.Error),
        psycopg.connect(address(servers_own()), autocommit=True) as maintenance,
    ):
        copy = Copy(new_name("beside"), maintenance)
        sweep(maintenance)
        maintenance.execute("SELECT pg_advisory_lock(hashtext(%s))", [copy.name])
        create(copy)
        try:
            fill(copy, parts)
            yield copy
        finally:
            drop(maintenance, copy.name)


def new_name(kind):
    """One that nothing else on the server has."""
    return f"{beginning()}_{kind}_{secrets.token_hex(4)}"


def beginning():
    return paper().encode()[:MOST_NAME].decode(errors="ignore")


def sweep(maintenance):
    """Drop what a killed process left: while one works it holds a lock on the name."""
    ours = re.compile(rf"{re.escape(beginning())}_beside_[0-9a-f]{{8}}")
    found = maintenance.execute("SELECT datname FROM pg_database").fetchall()
    for name in (name for (name,) in found if ours.fullmatch(name)):
        lock = "SELECT pg_try_advisory_lock(hashtext(%s))"
        if maintenance.execute(lock, [name]).fetchone()[0]:
            drop(maintenance, name)
            maintenance.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])


def drop(maintenance, name):
    command = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    if not maintenance.closed:
        maintenance.execute(command.format(sql.Identifier(name)))


def create(copy):
    names = [paper(), "postgres", "template1"]
    found = copy.maintenance.execute(LIKE_PAPER, [names, paper()]).fetchone()
    encoding, provider, collate, ctype, locale = found
    kind = {"i": "icu", "b": "builtin"}.get(provider)
    command = (
        "CREATE DATABASE {name} TEMPLATE template0 ENCODING {encoding}"
        " LC_COLLATE {collate} LC_CTYPE {ctype}"
        + (f" LOCALE_PROVIDER {kind} {kind}_LOCALE {{locale}}" if kind else "")
    )
    made = sql.SQL(command).format(
        name=sql.Identifier(copy.name),
        encoding=sql.Literal(encoding),
        collate=sql.Literal(collate),
        ctype=sql.Literal(ctype),
        locale=sql.Literal(locale or ""),
    )
    try:
        copy.maintenance.execute(made)
    except errors.InsufficientPrivilege:
        (role,) = copy.maintenance.execute("SELECT current_user").fetchone()
        raise BackupError(NOT_ALLOWED.format(role=role)) from None


def fill(copy, parts):
    command = [
        program("pg_restore", copy.maintenance.info.server_version // 10000),
        *("--no-owner", "--no-privileges", "--exit-on-error"),
        f"--dbname={address(copy.name, shown=True)}",
    ]
    with running(command, password(), stdin=subprocess.PIPE) as restoring:
        for part in parts:
            restoring.stdin.write(part)
    with copy.opened() as made:
        made.execute("ANALYZE")


def take_over(copy):
    """Give the copy the paper's name. Who is connected to the paper is cut off, and is
    given the copy from the next connection on; both names change at once."""
    connection.close()
    old = new_name("before")
    with one_line("The paper can't be replaced", psycopg.Error):
        for left in reversed(range(TRIES)):
            try:
                swap(copy, old)
                break
            except errors.ObjectInUse:
                if not left:
                    raise
                time.sleep(PAUSE)
        drop(copy.maintenance, old)


def swap(copy, old):
    names = "SELECT 1 FROM pg_database WHERE datname = %s"
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    changes = [(copy.name, paper())]
    if copy.maintenance.execute(names, [paper()]).fetchone():
        changes = [(paper(), old), *changes]
    copy.maintenance.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ANY(%s)"
        " AND pid <> pg_backend_pid()",
        [[copy.name, paper()]],
    )
    with copy.maintenance.transaction():
        for before, after in changes:
            names = map(sql.Identifier, (before, after))
            copy.maintenance.execute(rename.format(*names))
