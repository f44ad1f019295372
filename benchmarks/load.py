"""Asks servers on this machine for pages and says what each page cost.

What counts is the CPU time of server and database, so whoever asks may be slow. A
machine is not equally fast at all times, so in between a piece of work is done that is
always the same; and no processor is as quick after a pause as it is under load, so
pages are asked for one after the other. wrk asks for one address again and again; where
it isn't installed, and for pages that are asked for once each, it is a client of a few
lines with one connection.
"""

import re
import shutil
import statistics
import subprocess
import time
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from itertools import batched

from benchmarks import processes

SECONDS = 1  # of wrk, each time
ROUNDS = 2
CONNECTIONS = 4
MOST = 300  # Requests of our own client.
AT_ONCE = 10  # Pages that are asked for without a pause.
REST = 0.001  # seconds in which a server ends what it does behind an answer
WRK = shutil.which("wrk")


@dataclass(frozen=True)
class Cost:
    """What an answer cost, of so many: CPU seconds, bytes of the body, status; and the
    seconds that a piece of work took meanwhile (`processes.pace`)."""

    requests: int
    cpu: float
    size: int
    status: int
    pace: float

    @property
    def milliseconds(self):
        return 1000 * self.cpu


class Client:
    """One connection to a server; it asks for a page and reads it."""

    def __init__(self, server, path):
        """It has asked for a page once, so whoever serves this connection is there."""
        self.server = server
        self.connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.get(path)
        server.watch()

    def get(self, path, **headers):
        """(status, headers, body)."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request("GET", path, headers=told)
        answer = self.connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def cost(self, paths, **headers):
        """CPU seconds of the answers to all of these, and the last answer."""
        began = self.server.cpu()
        answers = [self.get(path, **headers) for path in paths]
        time.sleep(REST)
        return self.server.cpu() - began, answers[-1]

    def close(self):
        self.connection.close()


def each(server, paths, before=None, **headers):
    """The cost of asking for every path once, in turn.

    Where `before` is asked for before each of them, its own cost is taken off.
    """
    client = Client(server, before or paths[0])
    between = [before] if before else []
    spent, paces = [], []
    for some in batched(paths[:MOST], AT_ONCE):
        asked = [each for path in some for each in (*between, path)]
        cpu, (status, _headers, body) = client.cost(asked, **headers)
        if before:
            cpu -= client.cost(between * len(some))[0]
        spent.append(cpu / len(some))
        paces.append(processes.pace(1))
    client.close()
    middle = statistics.median(spent), len(body), status, statistics.median(paces)
    return Cost(len(paths), *middle)


def again(asked, rounds=ROUNDS, seconds=SECONDS):
    """The cost of asking for pages again and again, by name, in turns.

    `asked` has by name (server, path, headers).
    """
    found = {name: [] for name in asked}
    for _round in range(rounds):
        for name, (server, path, headers) in asked.items():
            found[name].append(some_time(server, path, seconds, headers))
    return {
        name: replace(
            of[0],
            cpu=statistics.fmean(cost.cpu for cost in of),
            pace=statistics.fmean(cost.pace for cost in of),
        )
        for name, of in found.items()
    }


def some_time(server, path, seconds, headers):
    """The mean cost of asking for one path, for so many seconds."""
    client = Client(server, path)
    client.get(path, **headers)
    status, _headers, body = client.get(path, **headers)
    began = server.cpu()
    if WRK and seconds:
        count = ask_with_wrk(server, path, seconds, headers)
    else:
        count = MOST if seconds else 3
        for _time in range(count):
            client.get(path, **headers)
    cpu = (server.cpu() - began) / count
    client.close()
    return Cost(count, cpu, len(body), status, processes.pace())


def ask_with_wrk(server, path, seconds, headers):
    """How many answers it got."""
    told = [
        word
        for name, value in headers.items()
        for word in ("-H", f"{name.replace('_', '-')}: {value}")
    ]
    address = f"http://127.0.0.1:{server.port}{path}"
    command = [WRK, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", *told, address]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return int(re.search(r"(\d+) requests in", output)[1])
