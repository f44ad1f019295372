"""python -m scripts.pulse PORT…: asks the web servers there whether they live, and
beside them a server that does nothing else: what that needs is the machine.

One line for each answer: whose, when it was asked, how long it took, its status.
"""

import os
import socket
import subprocess
import sys
import time

from scripts.demo_server import ROOT

NOTHING = "nothing"  # the server that does nothing
PAUSE = 0.03
ASKED = b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n"
ANSWER = b"HTTP/1.0 200 OK\r\nContent-Length: 6\r\n\r\nalive\n"


class Pulse:
    """A process that asks, for a block of code; what it was answered is in `file`."""

    def __init__(self, ports, file):
        self.command = [sys.executable, "-m", "scripts.pulse", *map(str, ports)]
        self.file = file

    def __enter__(self):
        with self.file.open("a") as output:
            self.process = subprocess.Popen(self.command, cwd=ROOT, stdout=output)
        return self

    def __exit__(self, *fault):
        self.process.terminate()
        self.process.wait()

    def between(self, begin, end):
        """(whether it is a server of the web, seconds, status) of each answer."""
        for line in self.file.read_text().splitlines():
            whose, began, seconds, status = line.split()
            if begin <= float(began) < end:
                yield whose != NOTHING, float(seconds), status


def do_nothing(listener):
    """Answer whoever comes, until who began it is gone."""
    parent = os.getppid()
    listener.settimeout(1)
    while os.getppid() == parent:
        try:
            asker, _address = listener.accept()
        except TimeoutError:
            continue
        with asker:
            asker.settimeout(5)
            asker.recv(4096)
            asker.sendall(ANSWER)


def ask(port):
    """The status that is answered there, or what went wrong."""
    try:
        with socket.create_connection(("127.0.0.1", port), 10) as asker:
            asker.sendall(ASKED)
            return asker.recv(4096).split()[1].decode()
    except (OSError, IndexError) as fault:
        return type(fault).__name__


def main(ports):
    listener = socket.create_server(("127.0.0.1", 0))
    named = {port: port for port in ports} | {NOTHING: listener.getsockname()[1]}
    if not os.fork():
        do_nothing(listener)
        os._exit(0)
    parent = os.getppid()
    while os.getppid() == parent:
        for name, port in named.items():
            began = time.monotonic()
            status = ask(int(port))
            took = time.monotonic() - began
            print(name, f"{began:.6f} {took:.6f}", status, flush=True)
            time.sleep(PAUSE)


if __name__ == "__main__":
    main(sys.argv[1:])
