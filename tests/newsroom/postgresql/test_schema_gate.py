"""Until its schema is known to be ours nobody asks a database of a server that began
while it was gone."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from newsroom import probes
from newsroom.postgresql import schema_gate
from scripts import with_postgres

PYTHON = sys.executable


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
OPENS = PREPARE.replace("kill -9 $$", "true")
WAITS = PREPARE.replace("kill -9 $$", "exec sleep 60")


class Pause(threading.Event):
    """Is over at once: how long it would have been, and what comes about meanwhile."""

    def __init__(self, meanwhile=lambda: None):
        super().__init__()
        self.meanwhile, self.asked = meanwhile, []

    def wait(self, timeout=None):
        self.asked.append(timeout)
        self.meanwhile()
        return self.is_set()


@pytest.fixture
def shut(monkeypatch, tmp_path):
    """A gate of one's own, behind which a file of ours is Python."""
    python = tmp_path / "python"
    monkeypatch.setattr(schema_gate.sys, "executable", str(python))
    gate = schema_gate.Gate()
    gate.python, gate.first = python, tmp_path / "first"
    gate.shut()
    yield gate
    os.pwrite(gate.file, schema_gate.OPEN, 0)
    gate.leave()


def put(python, text):
    new = python.with_suffix(".new")
    new.write_text(text.format(python.parent, PYTHON))
    new.chmod(0o755)
    new.rename(python)


@pytest.mark.once
def test_who_prepares_is_begun_anew_a_while_after_it_was_killed(shut):
    put(shut.python, PREPARE)
    shut.left = Pause()

    shut.open_once_prepared().join(10)

    assert shut.first.exists()
    assert not shut.is_shut
    assert shut.left.asked == [schema_gate.AGAIN]


@pytest.mark.once
def test_who_prepares_is_begun_once_there_is_room_for_it(shut, caplog):
    shut.left = Pause(lambda: put(shut.python, OPENS))

    shut.open_once_prepared().join(10)

    assert not shut.is_shut
    assert shut.left.asked == [schema_gate.AGAIN]
    (said,) = caplog.messages
    assert said.startswith("Who prepares the database can't begin: [Errno 2]")


@pytest.mark.once
def test_nobody_prepares_for_a_server_that_is_gone(shut):
    put(shut.python, WAITS)
    shut.left = Pause()
    thread = shut.open_once_prepared()
    while not shut.first.exists():
        time.sleep(0.01)

    shut.leave()

    thread.join(5)
    assert not thread.is_alive()
    assert (shut.process.returncode, shut.is_shut) == (-signal.SIGTERM, True)
    assert shut.begin([shut.python], {}) is None


@pytest.mark.once
def test_who_is_begun_as_the_server_goes_ends_as_well(shut, monkeypatch):
    put(shut.python, WAITS)
    leaver = threading.Thread(target=shut.leave)
    begin = subprocess.Popen

    def late(*given, **told):
        leaver.start()
        leaver.join(0.2)  # as far as it comes
        return begin(*given, **told)

    monkeypatch.setattr(schema_gate.subprocess, "Popen", late)

    thread = shut.open_once_prepared()

    thread.join(5)
    assert not thread.is_alive()
    assert shut.process.returncode == -signal.SIGTERM
