"""PostgreSQL: what is said when it is lost half-way, and when we may not ask it."""

import threading
import time
from pathlib import Path
from urllib.parse import unquote

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from environ import Env

from newsroom import database_urls
from newsroom.environment import Environment
from operations.backup import postgresql_copies
from operations.backup.refusal import BackupError
from tests.support import backups

DUMPS = "SELECT pid FROM pg_stat_activity WHERE application_name = 'pg_dump'"
WAITING = f"{DUMPS} AND wait_event_type = 'Lock'"
only_there = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="only PostgreSQL has it"
)


def test_an_address_says_where_a_copy_is_and_shows_nobody_the_password(settings):
    known = settings.DATABASES["default"] | {"NAME": "paper", "PASSWORD": "p/w: é"}
    known |= {"USER": "ruth", "HOST": "/run/pg", "PORT": 5433, "OPTIONS": {"a": 1}}

    made = postgresql_copies.url_of("paper_beside_1", known)

    read = Env.db_url_config(made)
    read["HOST"] = unquote(read["HOST"])  # as settings do
    assert {name: read[name] for name in ("NAME", "USER", "PASSWORD", "HOST")} == {
        **{"NAME": "paper_beside_1", "USER": "ruth"},
        **{"PASSWORD": "p/w: é", "HOST": "/run/pg"},
    }
    assert (int(read["PORT"]), read["OPTIONS"]) == (5433, {"a": 1})


@pytest.mark.parametrize(
    "address",
    [
        *("postgres://u:p@a,b/paper", "postgres://u:p@a:5432,b:5433,c:1/paper"),
        *("postgres://u@%2Frun%2Fpg/paper", "postgres://u:p%2F@[::1]:5433/paper"),
        "postgres://u@h/paper?sslmode=verify-full&sslrootcert=/etc/our%20ca.pem",
    ],
)
def test_a_copy_is_where_the_paper_is_whichever_of_several_servers_that_is(address):
    known = database_urls.primary(Environment({"URL": address}), "URL", "", root=Path())

    made = postgresql_copies.url_of("copy", {"OPTIONS": {}} | known)

    read = database_urls.primary(Environment({"URL": made}), "URL", "", root=Path())
    assert read == {**known, "NAME": "copy"}


@pytest.fixture
def roles(committed, shelf_folder):
    """Roles of the server, gone afterwards."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS nobody_of_ours")


@only_there
def test_a_connection_that_is_lost_half_way_ends_it(committed, shelf_folder):
    """pg_dump waits for a table that somebody holds, and is cut off there."""
    asked, ended = postgresql_copies.address(postgresql_copies.paper()), []
    with psycopg.connect(asked, autocommit=True) as other:
        other.execute("CREATE SCHEMA aside CREATE TABLE held (id int)")
        try:
            cut = threading.Thread(target=cut_off, args=[asked, ended])
            with other.transaction():
                other.execute("LOCK TABLE aside.held IN ACCESS EXCLUSIVE MODE")
                cut.start()
                with pytest.raises(CommandError) as refusal:
                    call_command("backup")
            ended.append(True)
            cut.join()
        finally:
            other.execute("DROP SCHEMA aside CASCADE")

    assert str(refusal.value).startswith("No backup was made. pg_dump stopped: ")
    assert backups.left(shelf_folder) == []


def cut_off(asked, ended):
    """End the connection of pg_dump as soon as it waits."""
    with psycopg.connect(asked, autocommit=True) as server:
        while not (found := server.execute(WAITING).fetchall()) and not ended:
            time.sleep(0.01)
        for row in found:
            server.execute("SELECT pg_terminate_backend(%s)", row)


@only_there
def test_who_may_make_no_database_is_told_what_to_ask_for(roles):
    address = postgresql_copies.address("postgres")
    with psycopg.connect(address, autocommit=True) as server:
        server.execute("CREATE ROLE nobody_of_ours")
        server.execute("SET ROLE nobody_of_ours")
        copy = postgresql_copies.Copy("test_beside_x", server)

        with pytest.raises(BackupError, match="ALTER ROLE nobody_of_ours CREATEDB"):
            postgresql_copies.create(copy)


@only_there
def test_where_there_is_no_paper_there_is_no_backup(committed, shelf_folder):
    known = connection.settings_dict
    paper, known["NAME"] = known["NAME"], "test_not_there"
    try:
        with postgresql_copies.opened_paper() as live:
            assert live is None
        with pytest.raises(CommandError, match="There is no database test_not_there"):
            call_command("backup")
    finally:
        known["NAME"] = paper


@pytest.fixture
def long_name(committed):
    """PostgreSQL has room for 63 bytes of a name: all of them, and the first 62 letters
    of it are two bytes each."""
    known = connection.settings_dict
    paper, known["NAME"] = known["NAME"], f"{'я' * 31}x"
    yield known["NAME"]
    known["NAME"] = paper


@pytest.mark.parametrize("kind", ["beside", "before"])
def test_the_name_of_a_copy_is_short_enough_to_be_another(long_name, kind):
    """What is cut off would be the name of the paper itself."""
    made = postgresql_copies.new_name(kind)

    assert len(long_name.encode()) == 63
    assert len(made.encode()) <= 63
    assert made.startswith("яяяя")
    assert made != postgresql_copies.new_name(kind)


@only_there
def test_of_databases_beside_the_paper_those_go_that_a_copy_could_be(committed):
    kept = [f"{postgresql_copies.beginning()}_beside_{end}" for end in ("mine", "0a1b")]
    gone = postgresql_copies.new_name("beside")
    asked = postgresql_copies.address(postgresql_copies.servers_own())
    with psycopg.connect(asked, autocommit=True) as server:
        for name in (*kept, gone):
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        try:
            postgresql_copies.sweep(server)

            found = server.execute("SELECT datname FROM pg_database").fetchall()
            assert {(name,) for name in kept} <= {*found}
            assert (gone,) not in found
        finally:
            for name in kept:
                postgresql_copies.drop(server, name)


@only_there
def test_what_every_process_of_the_machine_can_see_has_no_password(committed):
    known = connection.settings_dict
    password, known["PASSWORD"] = known["PASSWORD"], "hunter2"
    try:
        assert "hunter2" in postgresql_copies.address("paper")
        assert "hunter2" not in postgresql_copies.address("paper", shown=True)
    finally:
        known["PASSWORD"] = password
