"""Asks a server on this machine for pages and says what each cost it.

What counts is the CPU time of server and database, so whoever asks may be slow. wrk
asks for one address again and again; where it isn't installed, and for addresses that
are asked for once each, it is a client of a few lines with one connection.
"""

import re
import shutil
import subprocess
from dataclasses import dataclass
from http.client import HTTPConnection

SECONDS = 2  # of wrk
CONNECTIONS = 4
MOST = 300  # Requests of our own client.
WRK = shutil.which("wrk")


@dataclass(frozen=True)
class Cost:
    """What so many answers cost: CPU seconds, bytes of a body, status of the last."""

    requests: int
    cpu: float
    size: int
    status: int

    @property
    def rate(self):
        """Requests per second of one core."""
        return self.requests / self.cpu if self.cpu else 0.0

    @property
    def milliseconds(self):
        return 1000 * self.cpu / self.requests


class Client:
    """One connection to a server; it asks for a page and reads it."""

    def __init__(self, server):
        self.server = server
        self.connection = HTTPConnection("127.0.0.1", server.port, timeout=60)

    def get(self, path, **headers):
        """(status, headers, body)."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request("GET", path, headers=told)
        answer = self.connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def close(self):
        self.connection.close()


def each(server, paths, before=None, **headers):
    """The cost of asking for every path once, in turn.

    `before` is asked before each; what that alone costs is taken off.
    """
    client = Client(server)
    paths = [*paths][:MOST]
    client.get(before or paths[0])
    emptying = 0.0
    if before:
        began = server.cpu()
        for _path in paths:
            client.get(before)
        emptying = server.cpu() - began
    began = server.cpu()
    for path in paths:
        if before:
            client.get(before)
        status, _headers, body = client.get(path, **headers)
    cpu = max(server.cpu() - began - emptying, 1e-6)
    client.close()
    return Cost(len(paths), cpu, len(body), status)


def again(server, path, seconds=SECONDS, **headers):
    """The cost of asking for one path again and again."""
    client = Client(server)
    status, _headers, body = client.get(path, **headers)
    client.get(path, **headers)
    if not (WRK and seconds):
        client.close()
        found = each(server, [path] * (MOST if seconds else 3), **headers)
        return Cost(found.requests, found.cpu, len(body), status)
    told = [
        word
        for name, value in headers.items()
        for word in ("-H", f"{name.replace('_', '-')}: {value}")
    ]
    address = f"http://127.0.0.1:{server.port}{path}"
    command = [WRK, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", *told, address]
    began = server.cpu()
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    cpu = server.cpu() - began
    client.close()
    return Cost(int(re.search(r"(\d+) requests in", output)[1]), cpu, len(body), status)
