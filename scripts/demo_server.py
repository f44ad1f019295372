"""A paper behind the real web server, on a database and in a folder of its own."""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

from scripts import smoke

ROOT = Path(__file__).resolve().parent.parent
GUNICORN = ("-m", "gunicorn", "-c", "python:newsroom.gunicorn", "newsroom.wsgi")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Paper:
    """A paper whose files all lie in `folder`; `database` is the address of its own.

    `settings` are further variables of its environment.
    """

    def __init__(self, database, folder, **settings):
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        variables = os.environ | {
            "DATABASE_URL": database,
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ENV_FILE": os.devnull,
            "DEBUG": "",
            "STATIC_ROOT": f"{folder}/static",
            "MEDIA_ROOT": f"{folder}/media",
            "PAGE_CACHE": f"{folder}/pages",
            "PORT": str(self.port),
            "SITE_URL": self.address,
            "LOG_LEVEL": "WARNING",
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            **settings,
        }
        self.place = {"cwd": ROOT, "env": variables}
        self.log = Path(folder) / "log"

    def manage(self, *words):
        """Runs a command of the project; returns what it prints."""
        command = [sys.executable, "manage.py", *words]
        pipe = {"stdout": subprocess.PIPE, "text": True}
        return subprocess.run(command, check=True, **pipe, **self.place).stdout

    def prepare(self):
        self.manage("migrate", "--verbosity", "0")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")

    @contextlib.contextmanager
    def serving(self, probe="/readyz", command=(sys.executable, *GUNICORN)):
        """The paper behind gunicorn, ended at the end; its log goes to `log`."""
        with self.log.open("a") as output:
            server = subprocess.Popen(
                [*command], stderr=output, stdout=output, **self.place
            )
        try:
            smoke.wait_for(self.address, probe=probe)
            yield self
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)

    @contextlib.contextmanager
    def ticking(self):
        """What is due is done, and caches purged; its log is `tick.log`."""
        words = [sys.executable, "manage.py", "tick", "--forever"]
        with self.log.with_name("tick.log").open("a") as output:
            tick = subprocess.Popen(words, stderr=output, stdout=output, **self.place)
        try:
            yield tick
        finally:
            tick.terminate()
            tick.wait(30)

    def ask(self, path, method="GET", body=None, headers=None, seconds=30):
        """(status, headers, text), of a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode(errors="replace")
        finally:
            connection.close()
