"""The web server's process: what needs no database never queues behind what does, and
whoever was let in is answered, also by a process that stops."""

import re
import sys
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ
from socket import MSG_PEEK, SHUT_WR

from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, ThreadWorker

from newsroom import heap, shutdown

PROBES_AND_FILES = re.compile(
    rb"(GET|HEAD) (/healthz|/readyz|/metrics|/static/|/favicon)"
)
PEEKED = 32
# Of these the probe of readiness holds one at most.
THREADS = 3
# Seconds after which a thread that draws a page lets another have the interpreter. With
# Python's 5 ms a probe needs 100 ms beside four of them.
TURN = 0.001
# Seconds after which memory that nobody needs goes back to the system.
TIDY = 20
# Seconds, and reads of 4 kB, that somebody has to hang up after the last answer.
GOODBYE, READS = 2.0, 16


class Worker(ThreadWorker):
    """Reads the beginning of a request before it gives it to one of two sets of
    threads; who has sent nothing yet holds none."""

    def init_process(self):
        sys.setswitchinterval(TURN)
        self.quick = ThreadPoolExecutor(max_workers=THREADS)
        self.tidied = time.monotonic()
        self.leaving = deque()
        super().init_process()

    @property
    def max_keepalived(self):
        """Of a server that stops each answer says that it is the last."""
        return 0 if shutdown.is_announced() else self.most_kept

    @max_keepalived.setter
    def max_keepalived(self, number):
        self.most_kept = number

    def notify(self):
        """Say that the process lives, as gunicorn asks every second and more often."""
        super().notify()
        if time.monotonic() - self.tidied > TIDY:
            self.tidied = time.monotonic()
            heap.tidy()

    def enqueue_req(self, conn):
        """Hand a connection to the threads for its kind once it has sent something."""
        if shutdown.is_announced():
            shutdown.let_speak(conn.sock)
        begins = first_bytes(conn)
        if begins is None and not conn.data_ready:
            self.wait_for_words(conn)
            return
        is_quick = PROBES_AND_FILES.match(begins or b"")
        work = (self.quick if is_quick else self.tpool).submit(self.handle, conn)
        work.add_done_callback(
            lambda done: self.method_queue.defer(self.finish_request, conn, done)
        )

    def wait_for_words(self, conn):
        """Somebody is connected and silent: they have as long as who was answered."""
        patience = self.cfg.keepalive if self.alive else STOP_KEEPALIVE_LINGER
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + patience
        self.pending_conns.append(conn)
        called = partial(self.on_pending_socket_readable, conn)
        self.poller.register(conn.sock, EVENT_READ, called)

    def finish_request(self, conn, done):
        """After the last answer we listen on for a moment: to hang up on somebody who
        is still sending would be a reset, and might cost them the answer. gunicorn
        waits too, but stands still meanwhile."""
        if done.cancelled() or done.exception() or done.result():
            super().finish_request(conn, done)
            return
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(SHUT_WR)
            self.poller.register(conn.sock, EVENT_READ, partial(self.hear_out, conn))
        except (OSError, ValueError):  # they have gone, or were cut off
            self.nr_conns -= 1
            conn.close()
            return
        conn.timeout, conn.reads = time.monotonic() + GOODBYE, READS
        self.leaving.append(conn)

    def hear_out(self, conn, sock):
        """Read on until they hang up; a flood isn't listened to."""
        conn.reads -= 1
        try:
            if conn.reads and sock.recv(4096):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self.leaving.remove(conn)
        self.hang_up(conn)

    def hang_up(self, conn):
        self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        conn.close()

    def murder_pending(self):
        """As gunicorn calls it once a round: the time of some is over."""
        super().murder_pending()
        now = time.monotonic()
        while self.leaving and self.leaving[0].timeout <= now:
            self.hang_up(self.leaving.popleft())

    def set_accept_enabled(self, enabled):
        """A server that stops takes in whoever waits before the door is gone."""
        if not (enabled or self.alive) and shutdown.is_announced():
            for listener in self.sockets:
                self.accept_all(listener)
        super().set_accept_enabled(enabled)

    def accept_all(self, listener):
        before = None
        with suppress(OSError):  # no more files may be open
            while before != self.nr_conns < self.worker_connections:
                before = self.nr_conns
                self.accept(listener)

    def _cap_keepalive(self, deadline):
        """Of a process that stops: who is silent has as long as who was answered."""
        super()._cap_keepalive(deadline)
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, deadline)


def first_bytes(conn):
    """The first bytes of the next request, left where they are; None if none came."""
    if conn.parser and (read := conn.parser.unreader.buf.getvalue()):
        return read
    conn.sock.setblocking(False)
    try:
        return conn.sock.recv(PEEKED, MSG_PEEK)
    except OSError:
        return None
