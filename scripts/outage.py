"""python -m scripts.outage: PostgreSQL frozen and stopped under 20 readers, measured.

Starts a server and the demo paper of its own. Says for each phase what the readers got
and how long anybody waited, and how soon the paper was back. Asks 127.0.0.1 alone.
"""

import tempfile
import time
from collections import Counter
from functools import partial
from http.client import HTTPException

from scripts import with_postgres
from scripts.demo_server import Paper
from scripts.readers import Readers

READERS = 20
SECONDS = 6.0  # of each phase
# The front page is known to both processes, a search is always made anew.
STYLE = "/static/site.css"
PAGES = ("/", "/questions/", "/topics/", "/search/?q=ferry", "/nowhere/")


class Crowd(Readers):
    """Readers who ask for one page after the other, and somebody who looks after us."""

    def __init__(self, paper):
        asked = [PAGES] * READERS + [("/healthz",), (STYLE,)]
        super().__init__(partial(self.read, paths) for paths in asked)
        self.paper = paper  # seen: (path, began, seconds, status)

    def read(self, paths):
        number = 0
        while not self.over.wait(0.05):
            path, began = paths[number % len(paths)], time.monotonic()
            try:
                status = self.paper.ask(path)[0]
            except (OSError, HTTPException) as fault:
                status = type(fault).__name__
            self.seen.append((path, began, time.monotonic() - began, status))
            number += 1

    def between(self, name, begin, end):
        """Prints what was asked for in that time."""
        print(name)
        for title, paths in (
            ("readers", PAGES),
            ("/healthz", ("/healthz",)),
            ("static", (STYLE,)),
        ):
            rows = [
                row for row in self.seen if row[0] in paths and begin <= row[1] < end
            ]
            took = sorted(row[2] * 1000 for row in rows)
            said = dict(Counter(row[3] for row in rows))
            middle = took[len(took) // 2]
            print(f"  {title:9} {len(rows):5} asked, {said}")
            print(f"  {'':9} median {middle:.0f} ms, longest {took[-1]:.0f} ms")

    def back(self, path, since):
        """Seconds until a page that needs the database was there again."""
        while True:
            good = [
                r for r in self.seen if r[0] == path and r[1] > since if r[3] == 200
            ]
            if good:
                return good[0][1] + good[0][2] - since
            time.sleep(0.02)


def phase(crowd, name, break_it, mend_it):
    """Break the database for SECONDS, mend it, and print what readers got meanwhile."""
    begin = time.monotonic()
    break_it()
    time.sleep(SECONDS)
    end = time.monotonic()
    mend_it()
    mended = time.monotonic()
    back = crowd.back("/search/?q=ferry", mended)
    crowd.between(name, begin, end)
    print(f"  back {back:.2f} s after it was mended (that took {mended - end:.2f} s)\n")
    time.sleep(1)


def main():
    """Print how a demo paper answers while its database is well, frozen and stopped."""
    with (
        tempfile.TemporaryDirectory(prefix="newsroom-outage-") as folder,
        with_postgres.temporary_server() as database,
    ):
        paper = Paper(database.address, folder)
        paper.prepare()
        paper.manage("demo")
        with paper.serving(), Crowd(paper) as crowd:
            begin = time.monotonic()
            time.sleep(SECONDS)
            crowd.between("well", begin, time.monotonic())
            phase(crowd, "frozen", database.freeze, database.thaw)
            phase(crowd, "stopped", database.stop, database.start)
        lines = paper.log.read_text().splitlines()
        print(f"The log has {len(lines)} lines:", *lines[-12:], sep="\n  ")


if __name__ == "__main__":
    main()
