"""A paper behind gunicorn as in production: one worker, on one core with its engine."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

from benchmarks import processes
from scripts import smoke
from scripts.demo_server import free_port

ROOT = Path(__file__).resolve().parent.parent
GUNICORN = ("-m", "gunicorn", "-c", "python:newsroom.gunicorn")
PAPER, BARE = "benchmarks.application", "benchmarks.bare"


def environment(database, folder, **more):
    """Settings of a paper whose files all lie in `folder`."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "DATABASE_URL": database,
        "SECRET_KEY": "for-the-benchmark-" * 4,
        "ENV_FILE": os.devnull,
        "DEBUG": "",
        "STATIC_ROOT": f"{folder}/static",
        "MEDIA_ROOT": f"{folder}/media",
        "PAGE_CACHE": f"{folder}/pages",
        "SITE_URL": "http://127.0.0.1",
        "LOG_LEVEL": "WARNING",
        "WEB_PROCESSES": "1",
        "FETCH_SOURCES": "0",
        **more,
    }


class Server:
    """A served application; `database` is the process of PostgreSQL, or None.

    `settings` are further variables of its environment.
    """

    def __init__(self, application, folder, database=None, **settings):
        self.application, self.folder, self.database = application, folder, database
        self.settings = settings
        self.port = free_port()
        self.process, self.watched = None, ()

    @property
    def variables(self):
        told = {"PORT": str(self.port), **self.settings}
        return environment(os.environ["DATABASE_URL"], self.folder) | told

    def start(self):
        core, _other = processes.cores()
        with Path(self.folder, "log").open("a") as output:
            self.process = subprocess.Popen(
                [sys.executable, *GUNICORN, self.application],
                cwd=ROOT,
                env=self.variables,
                stdout=output,
                stderr=output,
            )
        self.pin_database(core)
        processes.pin(self.process.pid, core)
        try:
            smoke.wait_for(f"http://127.0.0.1:{self.port}")
        except SystemExit:
            print(Path(self.folder, "log").read_text()[-3000:], file=sys.stderr)
            raise
        processes.pin(self.process.pid, core)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

    def restart(self):
        self.stop()
        self.start()

    def pin_database(self, core):
        if self.database:
            processes.pin(self.database, core)

    def watch(self):
        """Look which processes there are, of the server and of its database."""
        others = [self.database] if self.database else []
        self.watched = processes.family(self.process.pid, *others)

    def cpu(self):
        """CPU seconds so far of every process that was there when it looked."""
        return processes.seconds(self.watched)

    @property
    def memory(self):
        """MiB of the largest worker, as if it were alone."""
        workers = processes.family(self.process.pid)[1:]
        return max(map(processes.resident, workers))


@contextlib.contextmanager
def serving(application, folder, database=None, **settings):
    """A server for a block of code; its log lies in `folder`."""
    server = Server(application, folder, database, **settings)
    server.start()
    try:
        yield server
    finally:
        server.stop()
