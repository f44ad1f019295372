"""The web server's process: what needs no database never queues behind what does."""

import re
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from socket import MSG_PEEK

from gunicorn.workers.gthread import _DEFER, ThreadWorker

from newsroom import heap

PROBES_AND_FILES = re.compile(rb"(GET|HEAD) (/healthz|/readyz|/static/|/favicon)")
PEEKED = 32
# Of these the probe of readiness holds one at most.
THREADS = 3
# Seconds after which a thread that draws a page lets another have the interpreter. With
# Python's 5 ms a probe needs 100 ms beside four of them.
TURN = 0.001
# Seconds after which memory that nobody needs goes back to the system.
TIDY = 20


class Worker(ThreadWorker):
    """Reads the beginning of a request before it gives it to one of two sets of
    threads; who has sent nothing yet holds none."""

    def init_process(self):
        sys.setswitchinterval(TURN)
        self.quick = ThreadPoolExecutor(max_workers=THREADS)
        self.tidied = time.monotonic()
        super().init_process()

    def notify(self):
        """Say that the process lives, as gunicorn asks every second and more often."""
        super().notify()
        if time.monotonic() - self.tidied > TIDY:
            self.tidied = time.monotonic()
            heap.tidy()

    def enqueue_req(self, conn):
        """Hand a connection to the threads for its kind once it has sent something."""
        begins = first_bytes(conn)
        if begins is None and not conn.data_ready:
            later = Future()
            later.set_result(_DEFER)
            self.finish_request(conn, later)
            return
        is_quick = PROBES_AND_FILES.match(begins or b"")
        work = (self.quick if is_quick else self.tpool).submit(self.handle, conn)
        work.add_done_callback(
            lambda done: self.method_queue.defer(self.finish_request, conn, done)
        )


def first_bytes(conn):
    """The first bytes of the next request, left where they are; None if none came."""
    if conn.parser and (read := conn.parser.unreader.buf.getvalue()):
        return read
    conn.sock.setblocking(False)
    try:
        return conn.sock.recv(PEEKED, MSG_PEEK)
    except OSError:
        return None
