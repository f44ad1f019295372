"""Two migrations at once: a deployment of several machines starts several."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

ROOT = Path(__file__).parents[2]


@pytest.fixture
def empty(tmp_path, db):
    """The address of a database with nothing in it, on the engine under test."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.sqlite3"
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute("CREATE DATABASE beside")
    known = connection.settings_dict
    yield f"postgres://{known['USER']}@{quote(known['HOST'], safe='')}/beside"
    with connection._nodb_cursor() as cursor:
        cursor.execute("DROP DATABASE beside")


def test_two_migrations_at_once_both_end_well(empty):
    begun = [
        subprocess.Popen(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": empty},
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]

    said = [one.communicate()[1] for one in begun]

    assert [one.returncode for one in begun] == [0, 0], said
    assert {*said} <= {"", "Another migrate is at work; this one waits for it.\n"}
