"""A real web server is told to stop, or one of its processes is: whoever was let in is
answered, wherever they stand."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPResponse
from pathlib import Path
from types import SimpleNamespace

import pytest

from newsroom import shutdown
from scripts.demo_server import free_port
from tests.support import gated

ROOT = Path(__file__).parents[2]
SERVER = ("-m", "gunicorn", "-c", "python:newsroom.gunicorn", "tests.support.gated")
SLOW = b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n"
QUICK = SLOW.replace(b"/slow", b"/")
HALF = len(SLOW) // 2
ANSWERED = (200, len(gated.PAGE))
PATIENCE = 20

pytestmark = pytest.mark.once


class Server:
    def __init__(self, folder, **settings):
        self.port, self.gate, self.readers = free_port(), folder / "gate", []
        given = {"SECRET_KEY": "for-a-test-" * 9, "ENV_FILE": os.devnull, "DEBUG": "1"}
        given |= {"DATABASE_URL": "sqlite://:memory:", "PORT": str(self.port)}
        given |= {"GATE": str(self.gate), "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        self.log = folder / "log"
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, *SERVER],
                cwd=ROOT,
                env=os.environ | given | settings,
                stdout=output,
                stderr=output,
            )

    def workers(self):
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [*map(int, listed.read_text().split())]

    def connect(self, *sent, seconds=PATIENCE):
        """Somebody who has sent this so far."""
        reader = socket.create_connection(("127.0.0.1", self.port), timeout=seconds)
        for words in sent:
            reader.sendall(words)
        self.readers.append(reader)
        return reader

    def ask(self, path):
        return answer(self.connect(SLOW.replace(b"/slow", path)))[0]

    def wait_for(self, words):
        eventually(lambda: words in self.log.read_text())


def answer(reader):
    """(status, bytes of the page) and what is said of the connection."""
    with contextlib.closing(HTTPResponse(reader)) as response:
        response.begin()
        length = len(response.read())
        return (response.status, length), response.getheader("Connection")


def eventually(is_so):
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)


@contextlib.contextmanager
def serving(folder, **settings):
    server = Server(folder, **settings)
    try:
        server.wait_for("Booting worker")
        yield server
    finally:
        server.gate.touch()
        for reader in server.readers:
            reader.close()
        server.process.terminate()
        server.process.wait(PATIENCE)


@contextlib.contextmanager
def standstill(server):
    """Its processes take nobody in: who comes waits in the listen queue."""
    for worker in server.workers():
        os.kill(worker, signal.SIGSTOP)
    try:
        yield
    finally:
        for worker in server.workers():
            os.kill(worker, signal.SIGCONT)


def readers(server):
    """Twelve on eight threads and more, in every state that somebody can be in."""
    kept = [server.connect(QUICK) for _ in range(3)]
    assert [answer(reader)[0] for reader in kept] == [ANSWERED] * 3
    there = SimpleNamespace(kept=kept, whole=[])
    there.whole = [server.connect(SLOW) for _ in range(12)]
    there.half = [server.connect(SLOW[:HALF]) for _ in range(2)]
    there.silent = [server.connect() for _ in range(2)]
    return there


def test_a_server_that_stops_answers_whoever_was_let_in(tmp_path):
    with serving(tmp_path, WEB_PROCESSES="2", WEB_THREADS="4") as server:
        there = readers(server)
        with standstill(server):
            queued = [server.connect(SLOW) for _ in range(4)]
            half_queued = [server.connect(SLOW[:HALF]), server.connect()]
            server.process.send_signal(signal.SIGTERM)
            server.wait_for("Handling signal: term")
            eventually(lambda: is_shut(server))
            for reader in (*there.half, half_queued[0]):
                reader.sendall(SLOW[HALF:])
            for reader in (*there.silent, *there.kept, half_queued[1]):
                reader.sendall(QUICK)
        server.gate.touch()
        later = [*there.half, *there.silent, *there.kept, *queued, *half_queued]

        assert [answer(reader)[0] for reader in there.whole] == [ANSWERED] * 12
        assert [answer(reader) for reader in later] == [(ANSWERED, "close")] * 13
        assert server.process.wait(PATIENCE) == 0


def is_shut(server):
    try:
        server.connect(seconds=0.1).close()
    except OSError:
        return True
    return False


def test_a_door_that_is_closed_lets_nobody_in_and_keeps_who_is_there():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        place = listener.getsockname()
        with socket.create_connection(place) as before:
            shutdown.close_door(listener)
            with pytest.raises(TimeoutError):
                socket.create_connection(place, timeout=0.2)
            before.sendall(b"I was here.")
            connection, _ = listener.accept()
            with connection:
                assert connection.recv(20) == b"I was here."


def test_who_came_in_as_the_door_was_closing_is_heard():
    """Here it is somebody who seems to be next to us, and then further away."""
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket() as reader:
        shutdown.close_door(listener)
        reader.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 255)
        reader.connect(listener.getsockname())
        reader.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 64)
        connection, _ = listener.accept()
        with connection:
            reader.sendall(b"And I?")
            connection.settimeout(0.1)
            with pytest.raises(TimeoutError):
                connection.recv(20)

            shutdown.let_speak(connection)

            connection.settimeout(PATIENCE)
            assert connection.recv(20) == b"And I?"


@pytest.mark.parametrize("told", ["a process", "the server anew"])
def test_processes_that_are_replaced_answer_whoever_they_let_in(tmp_path, told):
    with serving(tmp_path, WEB_PROCESSES="1", WEB_THREADS="4") as server:
        there, [before] = readers(server), server.workers()
        with standstill(server):
            if told == "a process":
                os.kill(before, signal.SIGTERM)
            else:
                server.process.send_signal(signal.SIGHUP)
                eventually(lambda: len(server.workers()) == 2)
            later = [server.connect(QUICK) for _ in range(3)]
            for reader in there.half:
                reader.sendall(SLOW[HALF:])
            for reader in (*there.silent, *there.kept):
                reader.sendall(QUICK)
        server.gate.touch()
        everybody = [*there.whole, *there.half, *there.silent, *there.kept, *later]

        assert [answer(reader)[0] for reader in everybody] == [ANSWERED] * 22
        eventually(lambda: before not in server.workers())
        assert server.ask(b"/") == ANSWERED


def test_while_proxies_notice_a_server_serves_on_and_says_that_it_is_not_ready(
    tmp_path,
):
    with serving(tmp_path, WEB_PROCESSES="2", DRAIN_SECONDS="60") as server:
        kept = server.connect(QUICK)
        assert answer(kept) == (ANSWERED, "keep-alive")

        server.process.send_signal(signal.SIGTERM)
        eventually(lambda: server.ask(b"/readyz") == (503, len("stopping\n")))

        assert server.ask(b"/healthz") == (200, len("alive\n"))
        kept.sendall(QUICK)
        assert answer(kept) == (ANSWERED, "close")
        assert [server.ask(b"/") for _ in range(8)] == [ANSWERED] * 8
        server.process.send_signal(signal.SIGTERM)  # somebody is in a hurry
        assert server.process.wait(PATIENCE) == 0


def test_somebody_who_never_hangs_up_holds_nobody_up(tmp_path):
    last = QUICK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    with serving(tmp_path, WEB_PROCESSES="1") as server:
        there = [server.connect(last) for _ in range(5)]
        assert [answer(reader) for reader in there] == [(ANSWERED, "close")] * 5

        assert server.ask(b"/healthz") == (200, len("alive\n"))
        there[0].sendall(b"x" * 10)  # and may go on talking for a while
        assert there[1].recv(1) == b""
