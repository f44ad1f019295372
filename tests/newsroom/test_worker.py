"""The web server's process: who needs no database never waits for who does."""

import selectors
import socket
import sys
import threading
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from gunicorn.workers.gthread import ThreadWorker

from newsroom import heap, shutdown
from newsroom.worker import READS, TIDY, Worker, first_bytes


@pytest.fixture
def line():
    """What a browser sends into, and the connection that the server has of it."""
    browser, server = socket.socketpair()
    with browser, server:
        yield browser, SimpleNamespace(sock=server, parser=None, data_ready=False)


@pytest.fixture
def worker():
    """A worker that answers each request with the name of the thread that has it."""
    made = Worker.__new__(Worker)
    made.answers = []
    made.handle = lambda conn: threading.current_thread().name.partition("_")[0]
    made.finish_request = lambda conn, done: made.answers.append((conn, done.result()))
    made.method_queue = SimpleNamespace(defer=lambda call, *given: call(*given))
    with (
        ThreadPoolExecutor(thread_name_prefix="quick") as made.quick,
        ThreadPoolExecutor(thread_name_prefix="slow") as made.tpool,
        selectors.DefaultSelector() as made.poller,
    ):
        made.pending_conns, made.leaving, made.nr_conns = deque(), deque(), 1
        made.cfg, made.alive = SimpleNamespace(keepalive=5), True
        yield made


def answers(worker):
    """All that were given, once the last thread has ended."""
    worker.quick.shutdown()
    worker.tpool.shutdown()
    return worker.answers


@pytest.mark.parametrize(
    ("asked", "by"),
    [
        ("GET /healthz HTTP/1.1", "quick"),
        ("HEAD /readyz HTTP/1.1", "quick"),
        ("GET /static/site.css HTTP/1.1", "quick"),
        ("GET /favicon.ico HTTP/1.1", "quick"),
        ("POST /healthz HTTP/1.1", "slow"),
        ("GET / HTTP/1.1", "slow"),
        ("GET /stories/static/ HTTP/1.1", "slow"),
    ],
)
def test_probes_and_files_have_threads_of_their_own(worker, line, asked, by):
    browser, conn = line
    browser.send(asked.encode())

    worker.enqueue_req(conn)

    assert answers(worker) == [(conn, by)]
    assert conn.sock.recv(100) == asked.encode()  # it was only looked at


def test_who_has_sent_nothing_yet_holds_no_thread(worker, line):
    _browser, conn = line

    worker.enqueue_req(conn)

    assert answers(worker) == []
    assert [*worker.pending_conns] == [conn]
    assert [*worker.poller.get_map()] == [conn.sock.fileno()]


def test_who_has_gone_away_is_left_to_the_other_threads(worker, line):
    browser, conn = line
    conn.data_ready = True
    before = first_bytes(conn)
    browser.close()

    worker.enqueue_req(conn)

    assert (before, first_bytes(conn)) == (None, b"")
    assert answers(worker) == [(conn, "slow")]


def test_of_a_long_beginning_so_much_is_looked_at(line):
    browser, conn = line
    browser.send(b"GET /" + b"a" * 100)

    assert first_bytes(conn) == b"GET /" + b"a" * 27


@pytest.mark.parametrize(("read", "begins"), [(b"GET /b", b"GET /b"), (b"", b"GET /a")])
def test_what_was_read_with_the_request_before_counts_first(line, read, begins):
    browser, conn = line
    browser.send(b"GET /a")
    buffer = SimpleNamespace(getvalue=lambda: read)
    conn.parser = SimpleNamespace(unreader=SimpleNamespace(buf=buffer))

    assert first_bytes(conn) == begins


def test_a_process_begins_with_its_threads_and_short_turns(monkeypatch):
    ready, turns = [], []
    monkeypatch.setattr(ThreadWorker, "init_process", lambda self: ready.append(self))
    monkeypatch.setattr(sys, "setswitchinterval", turns.append)
    made = Worker.__new__(Worker)

    made.init_process()

    assert (ready, turns, made.quick._max_workers) == ([made], [0.001], 3)


@pytest.fixture
def leaving(worker, line):
    """A connection after its last answer, and what a browser has of it."""
    browser, conn = line
    conn.close = lambda: worker.answers.append("closed")
    done = Future()
    done.set_result(False)
    Worker.finish_request(worker, conn, done)
    return browser, conn


def test_after_the_last_answer_we_listen_until_they_hang_up(worker, leaving):
    browser, conn = leaving
    assert (browser.recv(1), worker.nr_conns, worker.answers) == (b"", 1, [])

    browser.sendall(b"What else I wanted to say")
    worker.hear_out(conn, conn.sock)
    assert (worker.nr_conns, worker.answers) == (1, [])
    worker.hear_out(conn, conn.sock)  # silence
    browser.shutdown(socket.SHUT_WR)
    worker.hear_out(conn, conn.sock)

    assert (worker.nr_conns, worker.answers) == (0, ["closed"])
    assert not [*worker.leaving, *worker.poller.get_map()]


def test_who_talks_and_talks_is_hung_up_on(worker, leaving):
    browser, conn = leaving
    for _time in range(READS):
        browser.sendall(b"x")
        worker.hear_out(conn, conn.sock)

    assert (worker.nr_conns, worker.answers) == (0, ["closed"])


def test_who_stays_silent_is_hung_up_on_after_a_while(worker, leaving):
    _browser, conn = leaving
    worker.murder_pending()
    assert [*worker.leaving] == [conn]

    conn.timeout = 0
    worker.murder_pending()

    assert (worker.nr_conns, worker.answers) == (0, ["closed"])
    assert not [*worker.leaving, *worker.poller.get_map()]


def test_who_has_gone_by_then_is_let_go_at_once(worker, line):
    _browser, conn = line
    conn.close = lambda: worker.answers.append("closed")
    conn.sock.close()
    done = Future()
    done.set_result(False)

    Worker.finish_request(worker, conn, done)

    assert (worker.nr_conns, worker.answers) == (0, ["closed"])


def test_of_a_server_that_stops_no_connection_is_kept(worker, monkeypatch):
    monkeypatch.setattr(shutdown, "shared", bytearray(1))
    worker.max_keepalived = 100
    before = worker.max_keepalived

    shutdown.announce()

    assert (before, worker.max_keepalived) == (100, 0)


def test_memory_is_tidied_now_and_then_and_each_time_the_process_says_that_it_lives(
    monkeypatch, worker
):
    told, moment = [], 1000.0
    worker.tmp = SimpleNamespace(notify=lambda: told.append("alive"))
    worker.tidied = moment
    monkeypatch.setattr(heap, "tidy", lambda: told.append("tidy"))
    monkeypatch.setattr("newsroom.worker.time.monotonic", lambda: moment)

    worker.notify()
    moment += TIDY + 1
    worker.notify()
    worker.notify()

    assert told == ["alive", "alive", "tidy", "alive"]
