"""Asks servers on this machine for pages and says what each page cost.

What counts is the CPU time of server and database, so whoever asks may be slow. A
machine is not equally fast at all times, so the bare views are asked in between, and a
page's cost stands beside theirs. wrk asks for one address again and again; where it
isn't installed, and for pages that are asked for once each, it is a client of a few
lines with one connection.
"""

import re
import shutil
import statistics
import subprocess
import time
from dataclasses import dataclass, replace
from http.client import HTTPConnection

from benchmarks.addresses import BARE

SECONDS = 1  # of wrk, each time
ROUNDS = 2
CONNECTIONS = 4
MOST = 300  # Requests of our own client.
REST = 0.001  # seconds in which a server ends what it does behind an answer
WRK = shutil.which("wrk")


@dataclass(frozen=True)
class Cost:
    """What an answer cost: CPU seconds (the median of so many), bytes of the body,
    status; and what each bare view cost meanwhile, by its name."""

    requests: int
    cpu: float
    size: int
    status: int
    bare: dict

    @property
    def rate(self):
        """Requests per second of one core."""
        return 1 / self.cpu if self.cpu else 0.0

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

    def cost(self, path, **headers):
        """CPU seconds of an answer, and the answer."""
        began = self.server.cpu()
        answer = self.get(path, **headers)
        time.sleep(REST)
        return self.server.cpu() - began, answer

    def close(self):
        self.connection.close()


def each(server, paths, before=None, bare=None, **headers):
    """The cost of asking for every path once, in turn.

    `before` is asked before each, and `bare`, a server, for its views after each.
    """
    paths = [*paths][:MOST]
    client = Client(server, before or paths[0])
    beside = bare and Client(bare, BARE["one SELECT"])
    spent, meanwhile = [], {name: [] for name in BARE}
    for path in paths:
        if before:
            client.get(before)
        cpu, (status, _headers, body) = client.cost(path, **headers)
        spent.append(cpu)
        for name, address in BARE.items() if beside else ():
            meanwhile[name].append(beside.cost(address)[0])
    client.close()
    said = {name: statistics.median(of) for name, of in meanwhile.items() if of}
    return Cost(len(spent), statistics.median(spent), len(body), status, said)


def again(asked, rounds=ROUNDS, seconds=SECONDS):
    """The cost of asking for pages again and again, by name, in turns.

    `asked` has by name (server, path, headers); the bare views' names are among them.
    """
    found = {name: [] for name in asked}
    for _round in range(rounds):
        for name, (server, path, headers) in asked.items():
            found[name].append(some_time(server, path, seconds, headers))
    costs = {
        name: replace(of[0], cpu=statistics.fmean(cost.cpu for cost in of))
        for name, of in found.items()
    }
    bare = {name: costs[name].cpu for name in BARE}
    return {name: replace(cost, bare=bare) for name, cost in costs.items()}


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
    return Cost(count, cpu, len(body), status, {})


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
