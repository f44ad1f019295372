"""The web server's settings: `gunicorn -c python:newsroom.gunicorn newsroom.wsgi`."""

import ctypes
import gc
from contextlib import suppress

from newsroom import settings

# How glibc numbers what can be set of memory: how many heaps the threads of a process
# have, and from which size on a piece goes back to the system once it is done with.
M_ARENA_MAX, M_MMAP_THRESHOLD = -8, -3
LARGE = 128 * 1024

bind = f"{settings.BIND_ADDRESS}:{settings.PORT}"
workers = settings.WEB_PROCESSES
threads = settings.WEB_THREADS
worker_class = "newsroom.worker.Worker"
keepalive = 5
preload_app = True  # processes share the memory of one load, and a bad start ends all
control_socket_disable = True
forwarded_allow_ips = ""  # settings alone say whether a proxy's word is taken

# Only a process that stays keeps a connection, one for each thread, and watches over
# the server or the file; a command opens a plain one.
if settings.DATABASE["ENGINE"].endswith("postgresql"):
    settings.DATABASE |= {"ENGINE": "newsroom.postgresql", "CONN_MAX_AGE": None}
else:  # nor does a thread wait for SQLite's one writer as long as a command may
    settings.DATABASE |= {"ENGINE": "newsroom.sqlite", "CONN_MAX_AGE": None}
    settings.DATABASE["OPTIONS"] |= {"timeout": 5}
    # What each thread's connection keeps of the file, the system keeps as well.
    settings.DATABASE["OPTIONS"]["init_command"] += "PRAGMA cache_size=-500;"


def on_starting(server):
    """One heap for all threads: they take turns, and each of them keeps what it once
    had. Of two processes under load each is 12 MB smaller. What is large never comes
    from the heap, where glibc would put it after a while, and leave holes of 5 MB."""
    with suppress(AttributeError, OSError, TypeError):  # no glibc
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(M_ARENA_MAX, 1)
        mallopt(M_MMAP_THRESHOLD, LARGE)


def pre_fork(server, worker):
    """What was loaded stays shared: nobody looks for rubbish in it, which writes to
    every page of memory. 15 MB less of a process is its own."""
    gc.collect()
    gc.freeze()


def when_ready(server):
    server.log.info("The paper is at %s/", settings.SITE_URL)
    server.log.info("The desk is at %s/admin/", settings.SITE_URL)
