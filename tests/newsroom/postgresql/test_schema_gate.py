"""Until its schema is known to be ours nobody asks a database of a server that began
while it was gone."""

import os
import sys

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from newsroom import probes
from newsroom.postgresql import schema_gate
from scripts import with_postgres


@pytest.fixture
def gate():
    schema_gate.GATE.shut()
    yield schema_gate.GATE
    os.pwrite(schema_gate.GATE.file, schema_gate.OPEN, 0)


@pytest.mark.django_db
@pytest.mark.once
def test_a_database_is_out_of_reach_until_it_is_prepared(gate):
    with with_postgres.temporary_server() as server:
        place = {"ENGINE": "newsroom.postgresql", "NAME": "postgres"}
        place |= {"USER": "postgres", "HOST": str(server.scratch)}
        made = ConnectionHandler({"default": place})["default"]
        with pytest.raises(OperationalError, match="not prepared yet"):
            made.ensure_connection()
        os.pwrite(gate.file, schema_gate.OPEN, 0)
        made.ensure_connection()
        assert made.is_usable()
        made.close()


@pytest.mark.once
def test_a_server_that_is_not_prepared_lives_and_is_not_ready(gate):
    assert probes.healthz().status_code == 200
    answer = probes.readyz()
    assert (answer.status_code, answer.content) == (
        503,
        b"database: not prepared yet\n",
    )


# In the place of Python: killed the first time, and the second time it opens.
PREPARE = """#!/bin/sh
[ -e {0}/first ] || {{ touch {0}/first; kill -9 $$; }}
exec {1} -c 'import os, sys; os.pwrite(int(sys.argv[4]), b"\\0", 0)' "$@"
"""


@pytest.mark.once
def test_who_prepares_is_begun_anew_if_it_is_killed(gate, monkeypatch, tmp_path):
    python = tmp_path / "python"
    python.write_text(PREPARE.format(tmp_path, sys.executable))
    python.chmod(0o755)
    monkeypatch.setattr(schema_gate, "AGAIN", 0.01)
    monkeypatch.setattr(schema_gate.sys, "executable", str(python))

    gate.open_once_prepared().join(30)

    assert (tmp_path / "first").exists()
    assert not gate.is_shut
