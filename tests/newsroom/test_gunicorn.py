"""The web server's settings, and the connections that it keeps."""

import gc
import os
import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from newsroom import heap, settings, shutdown
from operations import ports

# As the server reads it: as a file, whoever else has imported it.
SETTINGS = str(Path(settings.__file__).with_name("gunicorn.py"))
POSTGRESQL, SQLITE = "django.db.backends.postgresql", "django.db.backends.sqlite3"
OPTIONS = {"timeout": 30, "init_command": "x"}
MODULES = (
    "gc",
    "heap",
    "os",
    "partial",
    "ports",
    "schema_gate",
    "settings",
    "shutdown",
    "load_late",
)
MODULES += ("metrics_folder",)
HOOKS = (
    "child_exit",
    "nworkers_changed",
    "on_exit",
    "on_starting",
    "pre_fork",
    "when_ready",
)


@pytest.mark.parametrize(
    ("engine", "kept"),
    [
        (
            POSTGRESQL,
            {"ENGINE": "newsroom.postgresql", "OPTIONS": OPTIONS, "CONN_MAX_AGE": None},
        ),
        (
            SQLITE,
            {
                "ENGINE": "newsroom.sqlite",
                "OPTIONS": {
                    "timeout": 5,
                    "cached_statements": 96,
                    "init_command": "xPRAGMA cache_size=-500;",
                },
                "CONN_MAX_AGE": None,
            },
        ),
    ],
)
def test_the_server_and_its_database_are_set_up_by_the_environment(
    monkeypatch, engine, kept
):
    database = {"ENGINE": engine, "OPTIONS": {**OPTIONS}}
    monkeypatch.setattr(settings, "DATABASE", database)
    for name in ("WEB_PROCESSES", "WEB_THREADS", "PORT"):
        monkeypatch.setattr(settings, name, f"its {name}")

    said = runpy.run_path(SETTINGS)

    assert {
        name: value
        for name, value in said.items()
        if name[0] != "_" and name not in (*MODULES, *HOOKS)
    } == {
        "bind": "127.0.0.1:its PORT",
        "workers": "its WEB_PROCESSES",
        "threads": "its WEB_THREADS",
        "worker_class": "newsroom.worker.Worker",
        "keepalive": 5,
        "graceful_timeout": 30,
        "preload_app": True,
        "control_socket_disable": True,
        "forwarded_allow_ips": "",
    }
    assert kept == settings.DATABASE


def test_the_log_says_where_the_paper_and_its_desk_are(monkeypatch):
    database = {"ENGINE": SQLITE, "OPTIONS": {**OPTIONS}}
    monkeypatch.setattr(settings, "DATABASE", database)
    said = []
    log = SimpleNamespace(info=lambda words, *parts: said.append(words % parts))

    server = SimpleNamespace(log=log)
    runpy.run_path(SETTINGS)["when_ready"](server)

    assert server.handle_term.func == shutdown.let_out
    assert server.handle_term.args == (server, 0)
    assert said == [
        "The paper is at http://testserver/",
        "The desk is at http://testserver/admin/",
    ]


def test_processes_share_what_was_loaded_and_have_one_heap(monkeypatch):
    said, told = runpy.run_path(SETTINGS), []
    monkeypatch.setattr(gc, "freeze", lambda: told.append("shared"))
    monkeypatch.setattr(heap, "set_up", lambda: told.append("one heap"))

    said["on_starting"](None)
    said["pre_fork"](None, None)

    assert told == ["one heap", "shared"]


@pytest.mark.parametrize(
    ("before", "inherited", "asked"),
    [(None, {}, 1), (2, {}, 0), (None, {"GUNICORN_FD": "5"}, 0)],
)
def test_the_port_is_asked_for_at_the_start_alone(
    monkeypatch, before, inherited, asked
):
    """A reload, and a server that takes another's place, have it already."""
    claimed = []
    monkeypatch.setattr(ports, "claim", lambda *place: claimed.append(place))
    for name, value in inherited.items():
        monkeypatch.setenv(name, value)

    runpy.run_path(SETTINGS)["nworkers_changed"](None, 2, before)

    assert claimed == [("127.0.0.1", settings.PORT)] * asked


def test_a_server_has_not_loaded_what_its_pages_never_ask_for():
    """A word is stemmed, and migrations are counted, as by a search and a probe."""
    words = (
        "import sys; import newsroom.gunicorn, newsroom.wsgi;"
        "from operations.readiness import migrations;"
        "from stories.index.stems import stem;"
        "assert migrations() and stem('ferries', 'en') == 'ferri';"
        "print(*sys.modules, sep='\\n')"
    )
    told = {"SECRET_KEY": "for-a-test-" * 9, "DEBUG": "1", "ENV_FILE": os.devnull}
    told |= {"DATABASE_URL": "sqlite://:memory:"}
    asked = [sys.executable, "-c", words]
    answer = subprocess.run(
        asked, env=os.environ | told, stdout=subprocess.PIPE, text=True, check=True
    )

    loaded = {*answer.stdout.split()}

    assert "snowballstemmer.english_stemmer" in loaded
    assert not loaded & {
        "snowballstemmer.turkish_stemmer",
        "sqlparse.keywords",
        "stories.migrations.0001_initial",
        "psycopg",
        # What is wanted where figures, spans, reports or lines for programs are.
        *("prometheus_client", "opentelemetry", "sentry_sdk", "pythonjsonlogger"),
        "qrcode",
        "unittest",
    }
