"""What comes before the web server: each step in one line, and an end in one line where
something is missing."""

import os
import re
import socket
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from newsroom.postgresql.schema_gate import Gate
from scripts import with_postgres
from scripts.demo_server import free_port

ROOT = Path(__file__).parents[4]
PLAIN = {"SITE_URL": "", "MIGRATE": "", "DATABASE_WAIT": "", "ADMIN_USER": ""}
PASSWORD = "a-long-and-odd-one"
pytestmark = pytest.mark.once


def begin(*words, pass_fds=(), **variables):
    return subprocess.Popen(
        [sys.executable, "manage.py", "prepare", *words],
        cwd=ROOT,
        pass_fds=pass_fds,
        env=os.environ | PLAIN | {"PORT": str(free_port())} | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def end(begun):
    said, errors = begun.communicate(timeout=60)
    return begun.returncode, [*said.splitlines(), *errors.splitlines()]


def test_an_empty_database_that_comes_late_is_filled_and_somebody_can_sign_in():
    given = {"ADMIN_USER": "anna", "ADMIN_PASSWORD": PASSWORD}
    given["SITE_URL"] = "https://news.example"
    with with_postgres.temporary_server() as server:
        server.stop()
        begun = begin(DATABASE_URL=server.address, **given)
        waiting = begun.stdout.readline()
        server.start()
        status, said = end(begun)

    assert waiting.startswith("-- database: asked again for 60 s (")
    assert (status, len(said)) == (0, 3)
    assert said[0] == "-- database: there"
    assert re.fullmatch(r"-- migrations: [1-9]\d+ to apply", said[1])
    made = "-- administrator: “anna” may sign in at https://news.example/admin/"
    assert said[2] == made


def test_where_pages_are_kept_nobody_waits_for_the_database(tmp_path):
    gone = {"DATABASE_URL": f"postgres://u@127.0.0.1:{free_port()}/paper"}
    gone |= {"PAGE_CACHE": str(tmp_path), "DATABASE_WAIT": "0"}

    first = end(begin("--or-later", **gone))
    (tmp_path / f"tombstones-{sha256(b'paper').hexdigest()[:8]}").write_text(
        '{"since": 1, "until": 1, "gone": {}}'
    )
    later = end(begin("--or-later", **gone))

    assert first[0] == 1
    assert first[1][0].startswith("CommandError: DATABASE_URL leads to no database")
    assert later[0] == 75
    assert later[1][0].startswith("-- database: pages are served as they were last (")


def test_a_server_is_let_in_once_the_schema_is_its_own_and_not_before():
    gate = Gate()
    gate.shut()
    words = ("--gate", str(gate.file))
    with with_postgres.temporary_server() as server:
        server.stop()
        begun = begin(*words, pass_fds=[gate.file], DATABASE_URL=server.address)
        waiting = begun.stdout.readline()
        server.start()
        missing = begun.stdout.readline()
        was_shut = gate.is_shut
        status, said = end(begun)

    assert waiting.startswith("-- database: not prepared yet (")
    assert re.fullmatch(r"-- migrations: [1-9]\d+ to apply\n", missing)
    assert was_shut
    assert (status, said[-1]) == (0, "-- database: prepared; pages are made again")
    assert not gate.is_shut


def test_a_gate_stays_shut_where_migrations_are_left_to_others():
    gate = Gate()
    gate.shut()
    words = ("--gate", str(gate.file))
    with with_postgres.temporary_server() as server:
        given = {"DATABASE_URL": server.address, "MIGRATE": "0"}
        begun = begin(*words, pass_fds=[gate.file], **given)
        said = begun.stdout.readline()
        begun.terminate()
        end(begun)

    assert said.endswith(" not applied; MIGRATE=0 leaves them alone\n")
    assert gate.is_shut


def test_migrations_can_be_left_to_others(tmp_path):
    url = f"sqlite:///{tmp_path}/paper.sqlite3"
    status, said = end(begin(DATABASE_URL=url, MIGRATE="0", ADMIN_USER="anna"))

    assert (status, said[0]) == (0, "-- database: there")
    assert said[1].endswith(" not applied; MIGRATE=0 leaves them alone")
    assert len(said) == 2


def test_a_database_is_waited_for_and_no_longer_than_was_said():
    port = free_port()
    waited = {"DATABASE_URL": f"postgres://u@127.0.0.1:{port}/paper"}

    status, said = end(begin(**waited, DATABASE_WAIT="1"))

    assert status == 1
    assert said[0].startswith("-- database: asked again for 1 s (")
    assert said[1].startswith(
        "CommandError: DATABASE_URL leads to no database we can use after 1 s: "
    )
    assert len(said) == 2


def test_a_port_in_use_is_said_before_the_database_is_asked():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = end(
            begin(PORT=str(port), DATABASE_URL="postgres://u@127.0.0.1:1/paper")
        )

    said = f"newsroom: PORT is in use: another program listens on 127.0.0.1:{port}."
    assert ended == (1, [said])
