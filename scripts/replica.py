"""python -m scripts.replica: a primary and its replica, broken under readers, measured.

Two servers of the web, with two processes each, serve the demo paper from two servers
of PostgreSQL while numbered editions of a story are published. Half of the readers come
through Caddy and Varnish, as deploy/ has them and purged by `tick`; half go from one
web server to the other. Prints what each fault cost; fails if a reader lost a kept page
or went back in time. `--short` breaks the servers four times and looks at no clock.
"""

import contextlib
import os
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts import proxies, smoke, standby
from scripts.demo_server import ROOT, Paper, free_port
from scripts.pulse import Pulse
from scripts.reader import Reader
from scripts.witnesses import DIRECT, FRONT, Crowd, Publisher, back_in_time, oldest

READERS, PROCESSES = 3, 2  # of each kind; of each server
SECONDS = 6.0  # of each fault
LIMIT = 1.5  # seconds that a page may be old: one, and who asked may have waited
USER, PASSWORD = "operator", "correct horse battery staple"
ENTRY_POINT = [str(ROOT / "deploy/entrypoint"), "serve"]
KEPT = ("/questions/", "/topics/", "/archive/", "/about/")
SAFE = {"X-Forwarded-Proto": "https"}  # as the proxy says it
HEAD = (
    f"{'':34} {'':6}  pages failed back-1 back-n oldest median longest  searches\n"
    f"{'':34} /healthz, ms: longest, 99 of 100; beside it a server that does nothing"
)


class Drill:
    """The servers, and what readers got of them."""

    def __init__(self, papers, servers, front, pulse, *, is_short):
        self.papers, self.pulse, self.is_short = papers, pulse, is_short
        self.primary, self.replica = servers
        link = re.search(
            r'href="/stories/([^/"]+)/"', papers[0].ask("/", headers=SAFE)[2]
        )
        self.slug, self.committed, self.failed = link[1], {}, []
        pages = [f"/stories/{self.slug}/", f"/stories/{self.slug}/?depth=brief", "/"]
        pages += KEPT
        asks = [lambda path, to=to: to.ask(path, headers=SAFE) for to in papers]
        doors = [(DIRECT, asks)] * READERS
        doors += [(FRONT, [through(front, number)]) for number in range(READERS)]
        self.crowd, self.pages = Crowd(doors, pages), pages
        self.publisher = Publisher(papers[0], self.slug)

    def phase(self, name, seconds=SECONDS, is_kept=False):
        """Let so many seconds pass, and print what was asked in them. Where pages stand
        as each was last, one may be older than another was."""
        begin = time.monotonic()
        time.sleep(1.5 if self.is_short else seconds)
        end = time.monotonic()
        self.committed |= self.publisher.committed
        seen = [row for row in [*self.crowd.seen] if begin <= row.began < end]
        back = [pair for pair in back_in_time([*self.crowd.seen]) if pair[0] in {*seen}]
        for kind in (DIRECT, FRONT):
            mine = [row for row in seen if row.kind == kind]
            mine_back = [is_same for row, is_same in back if row.kind == kind]
            failed = self.print_line(name, kind, mine, mine_back)
            # Before Varnish each page may be as old as one may be.
            elsewhere = mine_back and not is_kept and kind == DIRECT
            if failed or any(mine_back) or elsewhere or not mine:
                self.failed.append(f"{name} ({kind})")
            if not (self.is_short or is_kept) and oldest(mine, self.committed) > LIMIT:
                self.failed.append(f"{name} ({kind}), age")
        self.print_pulse([*self.pulse.between(begin, end)], name)

    def print_line(self, name, kind, seen, back):
        """What was asked in a phase; how many kept pages were not sent."""
        kept = [row for row in seen if not row.is_anew]
        anew = Counter(row.status for row in seen if row.is_anew)
        failed = Counter(row.status for row in kept if row.status != 200)
        took = sorted(row.seconds for row in kept) or [0.0]
        figures = [len(kept), failed.total(), sum(back), len(back)]
        figures.append(f"{oldest(kept, self.committed):.1f}")
        figures += [f"{s * 1000:.0f}" for s in (took[len(took) // 2], took[-1])]
        said = " ".join(f"{status}: {count}" for status, count in anew.items())
        print(
            f"{name:34} {kind:6}",
            *(f"{each:>6}" for each in figures),
            f"  {said}",
            f"{dict(failed) or ''}",
            flush=True,
        )
        return failed.total()

    def print_pulse(self, rows, name):
        """How long the probes took, and how long as much of nothing."""
        said = []
        for is_ours in (True, False):
            took = sorted(row[1] for row in rows if row[0] == is_ours)
            longest, most = took[-1], took[int(len(took) * 0.99)]
            said.append(f"{longest * 1000:.0f}, {most * 1000:.0f}")
        print(f"{'':34} /healthz {'; '.join(said)} ({len(rows)})", flush=True)
        if lost := [status for is_ours, _took, status in rows if status != "200"]:
            self.failed.append(f"{name}: /healthz {Counter(lost)}")

    def begin(self):
        self.publisher.began.wait(60)
        for path in self.pages:
            for _kind, asks in self.crowd.doors:
                for ask in asks:
                    ask(path)
        self.phase("all well")
        if not self.committed:
            sys.exit("Nothing was published.")

    def replica_faults(self):
        if not self.is_short:
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
        if not self.is_short:
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

    def promotion(self):
        self.replica.promote()
        began = time.monotonic()
        with ThreadPoolExecutor(8 * PROCESSES) as many:
            # So many at once that each process of either server has some of them.
            while {*many.map(self.readiness, range(16 * PROCESSES))} != {200}:
                time.sleep(0.05)
        answered = time.monotonic() - began
        smoke.walk(self.papers[0].place["env"]["SITE_URL"], USER, PASSWORD)
        print(f"  the desk after {answered:.1f} s; it took a story", flush=True)
        self.publish_again()
        self.phase("replica promoted")

    def readiness(self, number):
        return self.papers[number % 2].ask("/readyz")[0]

    def publish_again(self):
        """By a process that finds the primary anew."""
        self.publisher.stop()
        self.publisher = Publisher(self.papers[0], self.slug, self.publisher.number)
        self.publisher.began.wait(60)

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


def through(ports, number):
    """A reader with an address of its own, so that all of them may search."""
    reader = Reader("https", ports["tls"], f"127.0.1.{number + 1}")

    def ask(path):
        said = reader.ask(path)
        return said.status, said.headers, said.text

    return ask


def prepare(folder, servers, ports):
    """Two web servers of the demo paper, and a story on its front page."""
    database, copy = standby.addresses(*servers)
    settings = {
        "REPLICA_URL": copy,
        "WEB_PROCESSES": str(PROCESSES),
        "SITE_URL": f"https://localhost:{ports['tls']}",
        "BEHIND_PROXY": "1",
        "PURGE_URLS": f"http://127.0.0.1:{ports['purge']}/",
        "FETCH_SOURCES": "0",
        "SECRET_KEY": "for-tests-only-" * 4,
        # Where the entry point looks for `python` and `gunicorn`.
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    one, two = (Paper(database, folder, **settings) for _number in range(2))
    two.log = one.log.with_name("log2")
    one.prepare()
    one.manage("demo")
    made = f"create_superuser({USER!r}, password={PASSWORD!r})"
    words = "from django.contrib.auth import get_user_model as users;"
    one.manage("shell", "-c", f"{words} users().objects.{made}")
    standby.until_level(*servers)
    return one, two


def drilled(folder, servers, *, is_short):
    """Each fault in turn; which promises were broken."""
    ports = {name: free_port() for name in proxies.DOORS}
    papers = prepare(folder, servers, ports)
    at = [paper.port for paper in papers]
    with (
        proxies.before(folder, ports, at),
        papers[0].ticking(),
        Pulse(at, folder / "pulse") as pulse,
    ):
        with papers[0].serving(), papers[1].serving():
            drill = Drill(papers, servers, ports, pulse, is_short=is_short)
            last = servers[1]
            try:
                with drill.crowd:
                    print(HEAD)
                    drill.begin()
                    drill.replica_faults()
                    drill.primary_faults()
                    drill.promotion()
                    if not is_short:
                        last = drill.lost_commits()
            finally:
                drill.publisher.stop()
            last.kill()
        begun = [paper.serving("/healthz", ENTRY_POINT) for paper in papers]
        with begun[0], begun[1], drill.crowd:
            drill.phase("all gone, web started anew", 4, is_kept=True)
            last.start()
            for paper in papers:
                smoke.wait_for(paper.address)
            drill.phase("the cache notices", 3, is_kept=True)
            drill.phase("the database is back", 4)
    return drill.failed


def main(words):
    """Exit 1 if a reader lost a page or was led back in time."""
    if missing := proxies.lacking("varnishd", "caddy"):
        sys.exit(f"replica: it needs {' and '.join(missing)}; apt-get install them.")
    with (
        standby.both() as servers,
        tempfile.TemporaryDirectory(prefix="newsroom-replica-", dir="/tmp") as scratch,
    ):
        folder = Path(scratch)
        folder.chmod(0o755)
        with contextlib.ExitStack() as logs:
            logs.callback(print_logs, folder)
            failed = drilled(folder, servers, is_short="--short" in words)
            if not failed:
                logs.pop_all()
    sys.exit(f"Promises broken: {', '.join(failed)}" if failed else 0)


def print_logs(folder):
    for log in ("log", "log2", "tick.log"):
        print(log, *(folder / log).read_text().splitlines()[-30:], sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
