"""The web server's settings: `gunicorn -c python:newsroom.gunicorn newsroom.wsgi`."""

import gc
import os
from functools import partial

from explainer.late_packages import load_late
from newsroom import heap, metrics_folder, settings, shutdown
from newsroom.postgresql import schema_gate
from operations import ports

bind = f"{settings.BIND_ADDRESS}:{settings.PORT}"
workers = settings.WEB_PROCESSES
threads = settings.WEB_THREADS
worker_class = "newsroom.worker.Worker"
keepalive = 5
graceful_timeout = 30  # seconds that who was let in has for an answer at the stop
preload_app = True  # processes share the memory of one load, and a bad start ends all
control_socket_disable = True
forwarded_allow_ips = ""  # settings alone say whether a proxy's word is taken

if settings.LOG_FORMAT == "json":
    logger_class = "newsroom.server_log.ServerLog"
if settings.METRICS_TOKEN:
    metrics_folder.begin()

# deploy/entrypoint says so: the database could not be asked.
if os.environ.pop("UNPREPARED", ""):
    schema_gate.GATE.shut()

# Django parses SQL where tables are changed: 1.5 MB that no page asks for.
load_late("sqlparse")

# Only a process that stays keeps a connection, one for each thread, and watches over
# the server or the file; a command opens a plain one.
if settings.DATABASE["ENGINE"].endswith("postgresql"):
    settings.DATABASE |= {"ENGINE": "newsroom.postgresql", "CONN_MAX_AGE": None}
    if settings.REPLICA:
        settings.REPLICA |= {"CONN_MAX_AGE": None}
else:  # nor does a thread wait for SQLite's one writer as long as a command may
    settings.DATABASE |= {"ENGINE": "newsroom.sqlite", "CONN_MAX_AGE": None}
    # A page has some twenty statements. Of 32 a thread a quarter was prepared anew.
    settings.DATABASE["OPTIONS"] |= {"timeout": 5, "cached_statements": 96}
    # What each thread's connection keeps of the file, the system keeps as well.
    settings.DATABASE["OPTIONS"]["init_command"] += "PRAGMA cache_size=-500;"


def nworkers_changed(server, number, before):
    """gunicorn says so first of all, before it loads the paper; then it would knock at
    a port that is taken for five seconds, in ten lines."""
    if before is None and not {"GUNICORN_FD", "LISTEN_FDS"} & os.environ.keys():
        ports.claim(settings.BIND_ADDRESS, settings.PORT)


def on_starting(server):
    heap.set_up()


def pre_fork(server, worker):
    """What was loaded stays shared: nobody looks for rubbish in it, which writes to
    every page of memory. 15 MB less of a process is its own."""
    gc.collect()
    gc.freeze()


def child_exit(server, worker):
    if settings.METRICS_TOKEN:
        metrics_folder.forget(worker.pid)


def on_exit(server):
    schema_gate.GATE.leave()
    if settings.METRICS_TOKEN:
        metrics_folder.end()


def when_ready(server):
    server.handle_term = partial(shutdown.let_out, server, settings.DRAIN_SECONDS)
    server.log.info("The paper is at %s/", settings.SITE_URL)
    server.log.info("The desk is at %s/admin/", settings.SITE_URL)
    if schema_gate.GATE.is_shut:
        schema_gate.GATE.open_once_prepared()
