"""The programs of PostgreSQL: which is taken, and what is said where none is right."""

import subprocess
import sys

import pytest

from operations.backup import dump_programs
from operations.backup.refusal import BackupError


def put(folder, version, name="pg_dump"):
    """A program that says which version it is of."""
    folder.mkdir(parents=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}'\n")
    program.chmod(0o755)
    return program


@pytest.fixture
def machine(tmp_path, monkeypatch, settings):
    """A machine with a version on PATH and two as Debian keeps them."""
    settings.POSTGRESQL_PROGRAMS = ""
    put(tmp_path / "path", "15.18 (Debian 15.18-0)")
    put(tmp_path / "debian/17/bin", "17.2")
    put(tmp_path / "debian/18/bin", "18.6")
    monkeypatch.setenv("PATH", f"{tmp_path}/path:/bin:/usr/bin")
    monkeypatch.setattr(dump_programs, "DEBIAN", tmp_path / "debian")
    return tmp_path


@pytest.mark.parametrize(
    ("server", "taken"),
    [(15, "path"), (16, "debian/17/bin"), (17, "debian/17/bin"), (18, "debian/18/bin")],
)
def test_the_nearest_that_is_no_older_than_the_server_is_taken(machine, server, taken):
    found = dump_programs.program("pg_dump", server)

    assert found == machine / taken / "pg_dump"


def test_older_ones_are_named(machine):
    with pytest.raises(BackupError) as refusal:
        dump_programs.program("pg_dump", 19)

    said = (
        "pg_dump of PostgreSQL 19 or newer is needed, and what is here is of 15, 17, "
    )
    assert str(refusal.value).startswith(f"{said}18: install the client programs")


def test_the_folder_that_is_set_is_the_only_one(machine, settings):
    settings.POSTGRESQL_PROGRAMS = f"{machine}/nowhere"

    with pytest.raises(BackupError, match="is needed, and none is here: install"):
        dump_programs.program("pg_dump", 15)


FAILS = "import sys; sys.stderr.write('x\\npg_dump: error: {}\\nhint\\n'); sys.exit(1)"


def test_a_program_that_fails_is_heard():
    command = [sys.executable, "-c", FAILS.format("no room")]

    def feed():
        with dump_programs.running(command, "", stdin=subprocess.PIPE) as program:
            while True:
                program.stdin.write(b"x" * 100_000)

    with pytest.raises(BackupError, match=r" stopped: no room$"):
        feed()


def test_a_program_is_stopped_with_us():
    command = [sys.executable, "-c", "import time; time.sleep(600)"]

    with pytest.raises(KeyError), dump_programs.running(command, "") as program:
        raise KeyError

    assert program.returncode == -9
