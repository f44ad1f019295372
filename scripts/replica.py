"""python -m scripts.replica: a primary and its replica, broken under readers, measured.

Two servers of the web, with two processes each, serve the demo paper from two servers
of PostgreSQL while numbered editions of a story are published. Readers go from one to
the other and remember the newest number that they have seen: on a page, and anywhere.
Prints what each fault cost; fails if a reader lost a kept page or went back in time.
"""

import contextlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from http.client import HTTPException
from itertools import pairwise

from scripts import smoke, standby
from scripts.demo_server import Paper

READERS, PROCESSES = 6, 2
SECONDS = 6.0  # of each fault
LIMIT = 1.5  # seconds that a page may be old: one, and who asked may have waited
USER, PASSWORD = "operator", "correct horse battery staple"
NUMBERED = re.compile(r"Number (\d{5})")
KEPT = ("/questions/", "/topics/", "/archive/", "/about/")
ANEW = "/search/?q=number+{}"
HEAD = f"{'':34}  pages failed back-1 back-n oldest median longest healthz  searches"
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


class Crowd:
    """Readers, each of whom asks any web server and remembers what it has seen."""

    def __init__(self, asks, pages):
        self.asks, self.pages, self.over = asks, pages, threading.Event()
        self.seen = []  # (reader, path, began, ended, status, number)

    def __enter__(self):
        self.over.clear()
        readers = [(self.read, name) for name in range(READERS)]
        readers += [(self.probe, name) for name in range(len(self.asks))]
        self.threads = [threading.Thread(target=verb, args=[n]) for verb, n in readers]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *fault):
        self.over.set()
        for thread in self.threads:
            thread.join()

    def read(self, name):
        dice, count = random.Random(name), 0
        while not self.over.wait(0.02):
            count += 1
            path = dice.choice(self.pages) if count % 10 else ANEW.format(count)
            self.ask(name, dice.choice(self.asks), path)

    def probe(self, server):
        while not self.over.wait(0.05):
            self.ask("probe", self.asks[server], "/healthz")

    def ask(self, name, ask, path):
        began, number = time.monotonic(), None
        try:
            status, _headers, text = ask(path)
            if status == 200 and (found := NUMBERED.findall(text)):
                number = max(map(int, found))
        except (OSError, HTTPException) as fault:
            status = type(fault).__name__
        self.seen.append((name, path, began, time.monotonic(), status, number))


def back_in_time(seen):
    """Each answer that was older than what its reader had seen, and whether there."""
    newest, found = {}, []
    for row in sorted(seen, key=lambda row: row[3]):
        name, path, _began, _ended, _status, number = row
        if number is None or path.startswith("/search"):
            continue
        if number < newest.get(name, 0):
            found.append((row, number < newest.get((name, path), 0)))
        for key in (name, (name, path)):
            newest[key] = max(number, newest.get(key, 0))
    return found


def oldest(seen, committed):
    """Seconds since which there was a newer number when the oldest page was asked."""
    after = dict(pairwise(sorted(committed)))
    ages = [row[2] - committed[after[row[5]]] for row in seen if row[5] in after]
    return max([0.0, *ages])


class Drill:
    """The servers, and what readers got of them."""

    def __init__(self, papers, primary, replica, slug):
        self.papers, self.primary, self.replica = papers, primary, replica
        self.slug, self.committed, self.failed = slug, {}, []
        pages = [*KEPT, *("/", f"/stories/{slug}/", f"/stories/{slug}/?depth=brief")]
        self.crowd = Crowd([paper.ask for paper in papers], pages)
        self.publisher = Publisher(papers[0], slug)

    def phase(self, name, seconds=SECONDS, is_kept=False):
        """Let so many seconds pass, and print what was asked in them. Where pages stand
        as each was last, one may be older than another was."""
        begin = time.monotonic()
        time.sleep(seconds)
        end = time.monotonic()
        self.committed |= self.publisher.committed
        seen = [row for row in [*self.crowd.seen] if begin <= row[2] < end]
        back = [(row, is_same) for row, is_same in back_in_time([*self.crowd.seen])]
        back = [is_same for row, is_same in back if begin <= row[2] < end]
        failed = self.print_line(name, seen, back)
        if failed or any(back) or (back and not is_kept):
            self.failed.append(name)

    def print_line(self, name, seen, back):
        """What was asked in a phase; how many kept pages were not sent."""
        pages = [row for row in seen if row[0] != "probe"]
        kept = [row for row in pages if not row[1].startswith("/search")]
        anew = Counter(row[4] for row in pages if row[1].startswith("/search"))
        failed = Counter(row[4] for row in kept if row[4] != 200)
        took = sorted(row[3] - row[2] for row in kept)
        probes = sorted(row[3] - row[2] for row in seen if row[0] == "probe")
        figures = [len(kept), failed.total(), sum(back), len(back)]
        figures.append(f"{oldest(kept, self.committed):.1f}")
        halves = (took[len(took) // 2], took[-1], probes[len(probes) // 2])
        figures += [f"{seconds * 1000:.0f}" for seconds in halves]
        said = " ".join(f"{status}: {count}" for status, count in sorted(anew.items()))
        print(f"{name:34}", *(f"{figure:>6}" for figure in figures), f"  {said}")
        sys.stdout.flush()
        return failed.total()

    def replica_faults(self):
        self.publisher.began.wait(60)
        self.phase("all well")
        if not self.committed:
            sys.exit("Nothing was published.")
        self.replica.pause()
        self.phase("replica paused")
        self.replica.resume()
        self.replica.freeze()
        self.phase("replica frozen")
        self.replica.thaw()
        self.phase("replica back", 2)
        self.replica.kill()
        self.phase("replica killed")
        self.replica.start()
        self.phase("replica back", 2)

    def primary_faults(self):
        with self.publisher.turn:
            standby.until_level(self.primary, self.replica)
            self.primary.freeze()
        self.phase("primary frozen")
        self.primary.thaw()
        self.phase("primary back", 3)
        self.replica.pause()
        time.sleep(1)
        with self.publisher.turn:
            standby.until_level(self.primary, self.replica, "receive")
            self.primary.kill()
        self.phase("primary killed, replica is behind", is_kept=True)
        self.replica.resume()
        self.phase("the replica goes on", 2, is_kept=True)
        self.phase("primary killed, replica is level")
        self.replica.promote()
        began = time.monotonic()
        while self.papers[0].ask("/admin/login/")[0] != 200:
            time.sleep(0.05)
        answered = time.monotonic() - began
        smoke.walk(self.papers[0].address, USER, PASSWORD)
        print(
            f"  the desk answered {answered:.1f} s after pg_promote, and took a story"
        )
        self.publish_again()
        self.phase("replica promoted")

    def publish_again(self):
        """By a process that finds the primary anew."""
        self.publisher.stop()
        self.publisher = Publisher(self.papers[0], self.slug, self.publisher.number)

    def lost_commits(self):
        """The other way round: what was promoted lacks what readers have seen."""
        shutil.rmtree(self.primary.data)
        second = standby.Standby(self.primary.scratch, self.replica)
        second.start()
        self.phase("a second replica is made", 3)
        second.lose_touch()
        time.sleep(1)
        self.replica.kill()
        second.promote()
        self.phase("promoted, with commits lost", is_kept=True)
        self.papers[0].manage("forget_pages")
        self.publish_again()
        self.phase("after `forget_pages`", 4)
        return second


def prepare(folder, primary, replica):
    """Two web servers of the demo paper, and a story on its front page."""
    database, copy = standby.addresses(primary, replica)
    one = Paper(database, folder, REPLICA_URL=copy, WEB_PROCESSES=str(PROCESSES))
    two = Paper(database, folder, REPLICA_URL=copy, WEB_PROCESSES=str(PROCESSES))
    for name in ("SECRET_KEY", "SITE_URL"):
        two.place["env"][name] = one.place["env"][name]
    two.log = one.log.with_name("log2")
    one.prepare()
    one.manage("demo")
    made = f"create_superuser({USER!r}, password={PASSWORD!r})"
    words = "from django.contrib.auth import get_user_model as users;"
    one.manage("shell", "-c", f"{words} users().objects.{made}")
    standby.until_level(primary, replica)
    return one, two


def main():
    """Each fault in turn; exit 1 if a reader lost a page or was led back in time."""
    with (
        standby.both() as (primary, replica),
        tempfile.TemporaryDirectory(prefix="newsroom-replica-") as folder,
    ):
        one, two = prepare(folder, primary, replica)
        with one.serving(), two.serving():
            link = re.search(r'href="/stories/([^/"]+)/"', one.ask("/")[2])
            drill = Drill((one, two), primary, replica, link[1])
            try:
                with drill.crowd:
                    print(HEAD)
                    drill.replica_faults()
                    drill.primary_faults()
                    second = drill.lost_commits()
            finally:
                drill.publisher.stop()
            second.kill()
        with one.serving("/healthz"), two.serving("/healthz"), drill.crowd:
            drill.phase("all gone, web started anew", 4, is_kept=True)
        print(*(paper.log.read_text()[-3000:] for paper in (one, two)), sep="\n\n")
    sys.exit(f"Promises broken: {', '.join(drill.failed)}" if drill.failed else 0)


if __name__ == "__main__":
    main()
