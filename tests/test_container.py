"""How a container begins and how its health is asked for: the shell's part of it."""

import os
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
PATH = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
pytestmark = pytest.mark.once


def run(program, *words, **variables):
    return subprocess.run(
        [DEPLOY / program, *words],
        env=os.environ | {"PATH": PATH} | variables,
        capture_output=True,
        text=True,
        timeout=60,
    )


def read_line(connection):
    """A line of a question; a shell sends each by itself."""
    line = b""
    while not line.endswith(b"\n"):
        line += connection.recv(1)
    return line


@contextmanager
def server(answer, host="127.0.0.1"):
    """Takes one question and gives this answer; its port, and what it was asked."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    asked = []
    with socket.create_server((host, 0), family=family) as listener:
        listener.settimeout(30)

        def serve():
            connection, _ = listener.accept()
            with connection:
                asked.append(b"".join(iter(partial(read_line, connection), b"\r\n")))
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield str(listener.getsockname()[1]), asked
        thread.join()


@pytest.mark.parametrize(
    ("status", "code"), [("200 OK", 0), ("503 No", 1), ("500 No", 1), ("404 No", 1)]
)
def test_a_container_is_well_if_its_server_says_so_at_whichever_port(status, code):
    with server(f"HTTP/1.1 {status}\r\n\r\nalive\n".encode()) as (port, asked):
        found = run("healthy", PORT=port, BIND_ADDRESS="0.0.0.0")

    assert (found.returncode, asked) == (code, [b"GET /healthz HTTP/1.0\r\n"])


@pytest.mark.parametrize("address", ["127.0.0.1", "", "[::1]", "[::]"])
def test_its_server_is_asked_where_it_listens(address):
    host = "::1" if ":" in address else "127.0.0.1"
    with server(b"HTTP/1.1 200 OK\r\n\r\n", host) as (port, _asked):
        assert run("healthy", PORT=port, BIND_ADDRESS=address).returncode == 0


def test_a_container_whose_server_is_gone_or_breaks_off_is_not_well():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
    assert run("healthy", PORT=port).returncode == 1

    with server(b"") as (port, _asked):
        assert run("healthy", PORT=port).returncode == 1


def test_a_command_takes_the_entry_point_s_place():
    begun = subprocess.Popen(
        [DEPLOY / "entrypoint", "sh", "-c", 'echo $$ "$PWD"; exit 7'],
        stdout=subprocess.PIPE,
        text=True,
    )
    said, _ = begun.communicate(timeout=60)

    assert (begun.returncode, said) == (7, f"{begun.pid} {ROOT}\n")


def test_a_server_whose_first_step_fails_is_not_started():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = run("entrypoint", "serve", PORT=port, BIND_ADDRESS="127.0.0.1")

    said = f"newsroom: PORT is in use: another program listens on 127.0.0.1:{port}.\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", said)


# In the place of docker: does what is run beside the paper here, and says the rest.
DOCKER = """#!/bin/sh
case "$*" in *" -T tick "*) ;; *) exit 0 ;; esac
while [ "$1" != tick ]; do shift; done
shift
case "$1" in
  sh) shift; exec sh "$1" "$(echo "$2" | sed "s#/tmp/key#$KEPT/key#g; s#/backups#$KEPT#g
s#exec python#echo opened by \\$(cat $KEPT/key):#")" "$3" "$4" "$5" "$6" ;;
  *) echo "$*" ;;
esac
"""


@pytest.fixture
def docker(tmp_path):
    """The script as it is run from a folder of one's own, and where it keeps things."""
    (tmp_path / "docker").write_text(DOCKER)
    (tmp_path / "docker").chmod(0o755)
    (tmp_path / "kept").mkdir()
    (tmp_path / "my key").write_text("the key")
    (tmp_path / "old.tar.age").write_text("a backup")
    known = {"PATH": f"{tmp_path}:{PATH}", "KEPT": str(tmp_path / "kept")}
    return partial(
        subprocess.run,
        env=os.environ | known,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )


def test_an_encrypted_backup_is_opened_by_a_file_that_no_disk_there_keeps(docker):
    script = DEPLOY / "newsroom"

    plain = docker([script, "verify", "old.tar"])
    opened = docker([script, "verify", "old.tar.age", "my key"])

    assert plain.stdout == "python manage.py restore --verify /backups/old.tar\n"
    said = "opened by the key: manage.py restore --identity"
    assert opened.stdout.startswith(said)
    assert opened.stdout.strip().endswith("/key --verify /backups/old.tar.age")


def test_a_backup_of_ours_is_whole_before_it_is_called_like_one(docker, tmp_path):
    script = DEPLOY / "newsroom"

    lost = docker([script, "restore", "old.tar.age", "no key"])
    docker([script, "restore", "old.tar.age", "my key"], timeout=60)

    assert (lost.returncode, "no key can't be read" in lost.stderr) == (1, True)
    copied = tmp_path / "kept" / "old.tar.age"
    assert copied.read_text() == "a backup"
    assert copied.stat().st_mode & 0o777 == 0o600


def test_a_backup_whose_way_here_breaks_off_is_no_backup(docker, tmp_path):
    with_us = (tmp_path / "docker").read_text()
    cut = with_us.replace("exec sh", "head -c 3 | exec sh")
    (tmp_path / "docker").write_text(cut)

    ended = docker([DEPLOY / "newsroom", "restore", "old.tar.age"], timeout=60)

    assert ended.returncode == 1
    assert ended.stderr.endswith("as a whole; nothing was changed.\n")
    assert [*(tmp_path / "kept").iterdir()] == []
