"""python -m scripts.caches: nginx and Varnish of deploy/ before a dying paper.

Needs both programs. A page is asked for while the paper is up, and again after it has
ended and the page is no longer fresh; so is the desk, which no cache may hold. Prints
what was answered, and fails unless readers got the page both times.
"""

import contextlib
import re
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

from scripts import proxies
from scripts.demo_server import Paper, free_port

FRESH = 60  # seconds, as the paper tells them


def ask(port, path):
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": "127.0.0.1"})
        answer = connection.getresponse()
        found = re.search("<h1[^>]*>([^<]*)", answer.read().decode())
        said = (answer.status, answer.headers["X-Cache"], answer.headers["Age"])
        return *said, found and found[1]
    finally:
        connection.close()


def commands(folder, ports, backend):
    doors = (ports["varnish"], free_port())
    return {
        "nginx": proxies.nginx(folder, ports["nginx"], backend),
        "varnish": proxies.varnish(folder, doors, (backend, backend)),
    }


def main():
    """Ask through both caches, the paper up, then down; exit 1 if readers lost it."""
    with tempfile.TemporaryDirectory(prefix="newsroom-caches-", dir="/tmp") as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)
        paper = Paper(f"sqlite:///{folder}/paper.sqlite3", folder)
        paper.prepare()
        ports = {"nginx": free_port(), "varnish": free_port()}
        good = True
        with contextlib.ExitStack() as stack:
            with paper.serving():
                for name, command in commands(folder, ports, paper.port).items():
                    log = folder / f"{name}.log"
                    stack.enter_context(proxies.running(command, log, ports[name]))
                for name, port in ports.items():
                    for path in ("/questions/", "/questions/", "/admin/login/"):
                        print(f"up    {name:8} {path:14}", *ask(port, path))
            time.sleep(FRESH + 2)
            for name, port in ports.items():
                for path in ("/questions/", "/admin/login/"):
                    answer = ask(port, path)
                    good = good and (answer[0] == 200) == (path == "/questions/")
                    print(f"down  {name:8} {path:14}", *answer)
        sys.exit(not good)


if __name__ == "__main__":
    main()
