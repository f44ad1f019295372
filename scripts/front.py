"""python -m scripts.front: Caddy and Varnish, as deploy/ has them, before two papers.

Needs both programs; starts everything on 127.0.0.1. Says in a line what was asked and
seen, and fails at the first thing that readers or editors would notice.
"""

import contextlib
import json
import re
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from scripts import proxies, smoke
from scripts.demo_server import Paper, free_port
from scripts.reader import Crowd, Reader, correct

PASSWORD = "correct horse battery staple"
STALEST = 1.0  # seconds that a page may be old
# A machine that tests three things at once may take as long again.
BUSY = 1.0


def expect(what, found, wanted):
    """A line of what was seen, or the end."""
    if found != wanted:
        sys.exit(f"front: {what}: {found!r} where {wanted!r} should be.")
    print(f"   {what}: {found}", flush=True)


class Front:
    """Two papers on one database, with Varnish and Caddy before them."""

    def __init__(self, folder):
        self.folder = folder
        self.ports = {name: free_port() for name in proxies.DOORS}
        self.address = f"https://localhost:{self.ports['tls']}"
        self.papers, self.stacks = [self.paper(2), self.paper(1)], {}

    def paper(self, processes):
        settings = {
            "SITE_URL": self.address,
            "BEHIND_PROXY": "1",
            "WEB_PROCESSES": str(processes),
            "SECRET_KEY": "for-tests-only-" * 4,
            "FETCH_SOURCES": "0",
        }
        return Paper(f"sqlite:///{self.folder}/paper.sqlite3", self.folder, **settings)

    def prepare(self):
        """A schema, static files and an editor."""
        paper = self.papers[0]
        paper.prepare()
        made = f"create_superuser('chief', password={PASSWORD!r})"
        words = "from django.contrib.auth import get_user_model as users;"
        paper.manage("shell", "-c", f"{words} users().objects.{made}")

    def start(self, number):
        stack = contextlib.ExitStack()
        self.papers[number].log = self.folder / f"paper-{number}.log"
        stack.enter_context(self.papers[number].serving())
        self.stacks[number] = stack

    def stop(self, number):
        self.stacks.pop(number).close()

    @contextlib.contextmanager
    def serving(self):
        """Everything, for a block of code."""
        at = [paper.port for paper in self.papers]
        with contextlib.ExitStack() as stack:
            for number in range(len(self.papers)):
                self.start(number)
                stack.callback(lambda n=number: self.stacks.get(n) and self.stop(n))
            stack.enter_context(proxies.before(self.folder, self.ports, at))
            self.reader = Reader("https", self.ports["tls"])
            yield self


def at_the_door(front):
    """What comes in, and what doesn't."""
    reader = front.reader
    expect("a page by TLS", reader.ask("/").status, 200)
    plain = Reader("http", front.ports["http"]).ask(
        "/topics/", headers={"Host": "localhost"}
    )
    moved = plain.status, plain.headers["Location"]
    expect("a page without", moved, (301, f"{front.address}/topics/"))
    for path in ("/metrics", "/readyz"):
        expect(f"{path} from outside", reader.ask(path).status, 404)
    expect("a purge from outside", reader.ask("/", "PURGE").status, 405)
    letter = b"x" * 300_000
    expect("a letter too long", reader.ask("/contact/", "POST", letter).status, 413)
    told = [reader.ask("/", headers=how).headers for how in ({}, {"CDN-Loop": "far"})]
    said = [each.get("Surrogate-Control", "").partition("=")[0] for each in told]
    expect("what a reader is told, and a CDN", said, ["", "max-age"])
    style = next(word for word in reader.ask("/").text.split('"') if "/site." in word)
    for accepted in ("br", "br, gzip;q=0", "br;q=0.0,gzip ; q=0", "zstd"):
        plain = reader.ask("/topics/", headers={"Accept-Encoding": accepted})
        expect(f"for who reads {accepted}", plain.headers["Content-Encoding"], None)
    reader.ask(style)
    again = reader.ask(style)
    expect("a style sheet again", again.headers["X-Cache"], "HIT")
    expect("its year", "immutable" in again.headers["Cache-Control"], True)


def of_pictures(front, story):
    """A picture is kept, and a part of it can be had."""
    page = front.reader.ask(story).text
    picture = re.search(r"/cards/[^\"]+card\.png", page)[0]
    whole = front.reader.ask(picture).body
    part = front.reader.ask(picture, headers={"Range": "bytes=10-19"})
    expect(
        "ten bytes of a picture", (part.status, part.body == whole[10:20]), (206, True)
    )


def of_limits(front):
    """Who signs in too often, or searches, is asked to wait; nobody else is."""
    said = [front.reader.ask("/admin/login/", "POST", b"").status for _ in range(32)]
    expect("the thirty-second sign-in in a minute", said[-1], 429)
    for path in ("/admin/%6cogin/", "/admin%2Flogin/", "/%61dmin/login/"):
        expect(f"the next at {path}", front.reader.ask(path, "POST", b"").status, 400)
    call = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "ping"}).encode()
    sent = {"Content-Type": "application/json", "Accept": "application/json"}
    said = [
        front.reader.ask("/api/mcp/", "POST", call, headers=sent).status
        for _ in range(122)
    ]
    expect("a hundred calls of a model's", {*said[:100]}, {200})
    expect("the hundred and twenty-second in a minute", said[-1], 429)
    places = ["/search/", "/api/search/"] * 31
    asked = [front.reader.ask(f"{place}?q=a{n}") for n, place in enumerate(places)]
    expect("the sixty-second search", asked[-1].status, 429)
    expect("which may come again", asked[-1].headers["Retry-After"], "60")
    expect("and reads on", front.reader.ask("/").status, 200)


def of_age(front, editor):
    """A correction is seen through everything within a second."""
    path, change = correct(editor, front.reader)
    with Crowd(front.ports["tls"], [path, "/"], 6) as crowd:
        time.sleep(0.5)
        before = time.monotonic()
        headline = change()
        committed = time.monotonic()
        time.sleep(2.5)
    old = [
        said for said in crowd.seen if said.path == path and headline not in said.text
    ]
    late = max((said.asked_at - committed for said in old), default=0)
    new = [said for said in crowd.seen if said.path == path and headline in said.text]
    first = min(said.asked_at for said in new) - before
    print(
        f"   first seen {first * 1000:.0f} ms after it was sent, last not {late:.2f} s"
    )
    expect("a correction is seen", late < STALEST + BUSY, True)
    expect("failed meanwhile", crowd.failed(), [])


def of_purges(front):
    """What is purged is asked for anew, and outlives the paper."""
    style = next(w for w in front.reader.ask("/").text.split('"') if "/site." in w)
    inside = Reader("http", front.ports["purge"])
    expect("kept", front.reader.ask(style).headers["X-Cache"], "HIT")
    expect("without a key", inside.ask("/", "PURGE").status, 400)
    said = inside.ask("/", "PURGE", headers={"Surrogate-Key": "everything"})
    expect("a purge of everything", (said.status, said.text[:2] != "0 "), (200, True))
    time.sleep(0.2)  # for as long it is served while it is asked for
    expect("then", front.reader.ask(style).headers["X-Cache"], "MISS")


def of_restarts(front, editor):
    """One paper after the other begins anew under readers and an editor who saves."""
    paths = ["/", "/topics/", "/questions/", "/corrections/", "/archive/"]
    with Crowd(front.ports["tls"], paths, 20) as crowd, crowd.saving(editor):
        for number in range(len(front.papers)):
            front.stop(number)
            front.start(number)
            time.sleep(2.5)  # until Varnish has found it ready
    expect("readers and saves that failed", crowd.failed(), [])
    print(f"   of {len(crowd.seen)} answers and {crowd.saves} saves")


def of_the_end(front):
    """With nobody to ask pages stay, and for the rest there is a page of ours."""
    for path in ("/", "/topics/"):
        front.reader.ask(path)
    for number in range(len(front.papers)):
        front.stop(number)
    time.sleep(0.6)
    for path in ("/", "/topics/"):
        expect(f"{path} without a paper", front.reader.ask(path).status, 200)
    other = front.reader.ask("/archive/2020/01/")
    expect("a page that nobody had", (other.status, "<h1>" in other.text), (503, True))
    expect("which may come again", other.headers["Retry-After"], "10")
    front.start(0)
    time.sleep(2.5)
    expect("a paper again", front.reader.ask("/archive/2020/01/").status, 404)


def main():
    """All of it, on SQLite; ends with status 1 and a line at the first fault."""
    if missing := proxies.lacking("varnishd", "caddy"):
        sys.exit(f"front: it needs {' and '.join(missing)}; apt-get install them.")
    with tempfile.TemporaryDirectory(prefix="newsroom-front-", dir="/tmp") as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)
        front = Front(folder)
        front.prepare()
        with front.serving():
            story = smoke.walk(front.address, "chief", PASSWORD)
            print(f"   published at {story}")
            editor = smoke.Browser(f"{front.address}/")
            editor.get("/admin/login/")
            editor.send(username="chief", password=PASSWORD)
            at_the_door(front)
            of_pictures(front, urlsplit(story).path)
            of_age(front, editor)
            of_purges(front)
            of_restarts(front, editor)
            of_limits(front)
            of_the_end(front)


if __name__ == "__main__":
    main()
