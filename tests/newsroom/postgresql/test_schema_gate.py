"""Until its schema is known to be ours nobody asks a database of a server that began
while it was gone."""

import os

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
