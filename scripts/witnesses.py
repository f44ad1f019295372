"""Who publishes numbered editions of a story, and readers who remember the newest that
they have seen: on a page, and anywhere. So they know when they are led back."""

import contextlib
import random
import re
import subprocess
import sys
import threading
import time
from collections import defaultdict
from functools import partial
from http.client import HTTPException
from itertools import pairwise
from typing import NamedTuple

from scripts.readers import Readers

NUMBERED = re.compile(r"Number (\d{5})")
ANEW = "/search/?q=number+{}"
FRONT, DIRECT = "front", "direct"
PUBLISHER = """
import sys
from django.db import Error, connection
from stories.models import Story
for line in sys.stdin:
    try:
        story = Story.objects.get(slug=SLUG)
        story.headline = line.strip()
        story.save()
        revision = story.save_revision()
        story.publish(revision=revision, desk_rules=False)
        print("published", flush=True)
    except Error as fault:
        connection.close()
        print("refused", flush=True)
"""


class Publisher:
    """A process that publishes one edition after the other, each with its number."""

    def __init__(self, paper, slug, number=0):
        self.number, self.committed = number, {}
        self.began, self.over = threading.Event(), threading.Event()
        self.turn = threading.Lock()  # whoever holds it has nothing published
        command = [sys.executable, "manage.py", "shell", "-v", "0", "-c"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        code = f"SLUG = {slug!r}\n{PUBLISHER}"
        self.process = subprocess.Popen([*command, code], **pipes, **paper.place)
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        with contextlib.suppress(OSError):  # It was ended.
            while not self.over.wait(0.1):
                with self.turn:
                    self.publish()

    def publish(self):
        self.number += 1
        self.process.stdin.write(f"Number {self.number:05}\n")
        self.process.stdin.flush()
        if self.process.stdout.readline() == "published\n":
            self.committed[self.number] = time.monotonic()
            self.began.set()

    def stop(self):
        self.over.set()
        self.process.kill()
        self.process.wait()
        self.thread.join()


class Seen(NamedTuple):
    """An answer: to whom, of which kind of readers, and the number that it had."""

    reader: str
    kind: str
    path: str
    began: float
    ended: float
    status: int | str
    number: int | None

    @property
    def is_anew(self):
        """Whether it was an answer that nobody keeps."""
        return self.path.startswith("/search")

    @property
    def seconds(self):
        return self.ended - self.began


class Crowd(Readers):
    """Readers while a block of code runs. `doors` are pairs of a kind and of all that
    one of its readers may ask: who goes to the servers goes to any."""

    def __init__(self, doors, pages):
        super().__init__(
            partial(self.read, number, *door) for number, door in enumerate(doors)
        )
        self.doors, self.pages = doors, pages

    def read(self, name, kind, asks):
        dice, count = random.Random(name), 0
        while not self.over.wait(0.02):
            count += 1
            path = dice.choice(self.pages) if count % 10 else ANEW.format(count)
            self.seen.append(self.ask(f"{kind} {name}", kind, dice.choice(asks), path))

    def ask(self, name, kind, ask, path):
        began, number = time.monotonic(), None
        try:
            status, _headers, text = ask(path)
            if status == 200 and (found := NUMBERED.findall(text)):
                number = max(map(int, found))
        except (OSError, HTTPException) as fault:
            status = type(fault).__name__
        return Seen(name, kind, path, began, time.monotonic(), status, number)


def back_in_time(seen):
    """Each answer that was older than what its reader had seen, with whether that was
    at the same address."""
    newest = defaultdict(int)
    for row in sorted(seen, key=lambda row: row.ended):
        if row.number is None or row.is_anew:
            continue
        if row.number < newest[row.reader]:
            yield row, row.number < newest[row.reader, row.path]
        for key in (row.reader, (row.reader, row.path)):
            newest[key] = max(row.number, newest[key])


def oldest(seen, committed):
    """Seconds since which there was a newer number when the oldest page was asked."""
    after = dict(pairwise(sorted(committed)))
    ages = [
        row.began - committed[after[row.number]] for row in seen if row.number in after
    ]
    return max([0.0, *ages])
