"""Readers of a front-page day, and what their pages cost each part that serves them.

A fifth asks for the front page, most for a few stories, some for anything. They come at
a rate of their own, however quick the answers are: how much a cache has depends on it.
"""

import itertools
import random
import re
import ssl
import statistics
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPSConnection
from urllib.request import Request, urlopen

from benchmarks import addresses, processes
from benchmarks.targets import REFERENCE

FRONT, OTHER = 0.2, 0.1  # shares of the front page, and of lists and topics
LISTS = ("/questions/", "/topics/", "/corrections/")
TOPICS = 20
READERS = 4  # at a time
LOOK = 2  # seconds between two looks how fast the machine is
TOKEN = "for-the-benchmark-alone"
ANSWERS = re.compile(r'^newsroom_page_cache_answers_total{result="(\w+)"} (\S+)', re.M)


def likely(size):
    """Every page that somebody may ask for, with how likely it is that it is this one:
    of stories the second half as likely as the first, the third a third."""
    stories = addresses.every_story(size)
    others = [*addresses.topics(size)[:TOPICS], *LISTS]
    whole = sum(1 / rank for rank in range(1, len(stories) + 1))
    rest = 1 - FRONT - OTHER
    return (
        {"/": FRONT}
        | {path: rest / whole / rank for rank, path in enumerate(stories, 1)}
        | {path: OTHER / len(others) for path in others}
    )


def drawn(size, count, seed=1):
    """Pages in the order in which they are asked for."""
    pages = likely(size)
    return random.Random(seed).choices([*pages], [*pages.values()], k=count)


@dataclass
class Door:
    """Where readers come in; `authority` is the file of who signed its certificate,
    `is_kept` whether a reader keeps the connection."""

    port: int
    headers: dict = field(default_factory=dict)
    authority: str = ""
    is_kept: bool = True

    def __post_init__(self):
        self.context = ssl.create_default_context(cafile=self.authority or None)

    def connect(self):
        if self.authority:
            return HTTPSConnection("localhost", self.port, context=self.context)
        return HTTPConnection("127.0.0.1", self.port, timeout=60)


class Crowd:
    """Readers who share a list of pages, each at a door of his own, at `rate` pages a
    second; an editor acts (`publish`) after `every` pages."""

    def __init__(self, doors, paths, rate=None, publish=None, every=0):
        self.doors, self.rate = doors, rate
        self.publish, self.every = publish, every
        self.ahead, self.lock = iter(enumerate(paths, 1)), threading.Lock()
        self.failed, self.bytes, self.began = [], 0, 0.0

    def read(self, readers=READERS):
        """Until nothing is left; all readers at once."""
        self.began = time.monotonic()
        doors = itertools.islice(itertools.cycle(self.doors), readers)
        threads = [threading.Thread(target=self.read_at, args=(d,)) for d in doors]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def read_at(self, door):
        connection = door.connect()
        for path in self.paths():
            connection.request("GET", path, headers=door.headers)
            answer = connection.getresponse()
            size = len(answer.read())
            with self.lock:
                self.bytes += size
                if answer.status != 200:
                    self.failed.append(f"{answer.status} {path}")
            if not door.is_kept:
                connection.close()
        connection.close()

    def paths(self):
        """Those that nobody has taken yet, each at its time."""
        while True:
            with self.lock:
                number, path = next(self.ahead, (0, ""))
            if not path:
                return
            if self.every and number % self.every == 0:
                self.publish()
            if self.rate:
                ahead = self.began + number / self.rate - time.monotonic()
                time.sleep(max(0, ahead))
            yield path


def spent(parts):
    """CPU seconds so far by part, each a few processes with all that they began."""
    return {
        name: processes.seconds(processes.family(*pids)) for name, pids in parts.items()
    }


def answers(servers):
    """How many pages servers answered so far, by where these came from."""
    found = {}
    for server in servers:
        request = Request(f"http://127.0.0.1:{server.port}/metrics")
        request.add_header("Authorization", f"Bearer {TOKEN}")
        with urlopen(request, timeout=30) as answer:
            for result, count in ANSWERS.findall(answer.read().decode()):
                found[result] = found.get(result, 0) + float(count)
    return found


@contextmanager
def paced():
    """How long a piece of work takes that is always the same, again and again while a
    block of code runs: no machine is equally fast at all times."""
    found, over = [], threading.Event()

    def look():
        while True:
            found.append(processes.pace(1))
            if over.wait(LOOK):
                return

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield found
    finally:
        over.set()
        thread.join()


def measured(crowd, count, servers, readers=READERS, **parts):
    """What so many pages cost: milliseconds of CPU of each part for a page and in a
    second, on a machine of the reference's pace; bytes of a page, and where the paper
    had those that it was asked for."""
    answered, before, began = answers(servers), spent(parts), time.monotonic()
    with paced() as paces:
        crowd.read(readers)
        seconds, after = time.monotonic() - began, spent(parts)
    if crowd.failed:
        raise SystemExit(f"Failed: {crowd.failed[:5]}")
    now, pace = answers(servers), statistics.median(paces)
    there = 1000 * REFERENCE / pace
    cpu = {name: there * (after[name] - before[name]) for name in parts}
    return {
        "pages": count,
        "rate": count / seconds,
        "pace": pace,
        "cost": {name: took / count for name, took in cpu.items()},
        "second": {name: took / seconds for name, took in cpu.items()},
        "bytes": crowd.bytes / count,
        "answers": {
            result: int(number - answered.get(result, 0))
            for result, number in now.items()
            if number > answered.get(result, 0)
        },
    }
