"""python -m scripts.staleness: how old a page is that readers get after a change.

Three processes serve the demo paper, on each engine, while readers ask for all its
pages: of the paper itself, and through Varnish as deploy/ has it, beside `tick`. Each
kind of row that pages are made of is changed: by SQL from outside, with a form of the
desk, by a command, by an edition's own time. Prints how long after the commit somebody
still got a page of before; fails if that was over a second, or if a change changed no
page.
"""

import contextlib
import copy
import hashlib
import json
import random
import re
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from functools import partial
from http.client import HTTPException
from pathlib import Path

import psycopg

from scripts import proxies, smoke, with_postgres
from scripts.demo_server import Paper, free_port
from scripts.readers import Readers

READERS, PROCESSES = 6, 3
LIMIT = 1.0  # seconds that a page may be old
AFTER = 1.5  # seconds for which readers are watched
OF_A_KIND = 25  # pages
OLD = "/old-address/"
SETTLING = 8  # seconds until Varnish finds the paper ready, and `tick` has begun
AHEAD = 20  # seconds after which an edition comes by itself
USER, PASSWORD = "operator", "correct horse battery staple"
BY_SQL = {
    "a showing": "UPDATE stories_showing SET headline = headline || ' x'",
    "a date": "UPDATE stories_dated SET day = '2031-05-05' WHERE kind = 'expectation'",
    "an outlet": "UPDATE sources_outlet SET name = name || ' x'",
    "a desk": "UPDATE people_desk SET name = name || ' x'",
    "an author": "UPDATE stories_author SET name = name || ' x'",
    "a tag": "UPDATE stories_tag SET name = name || ' x'",
    "a picture": "UPDATE images_image SET killed_at = '2026-01-01'",
    "a page about the paper": "UPDATE pages_flatpage SET title = title || ' x'",
    "its old address": "INSERT INTO pages_flatpath (slug, page_id)"
    " SELECT 'old-address', min(id) FROM pages_flatpage WHERE published",
    "no old address": "DELETE FROM pages_flatpath",
    "an entity": "UPDATE entities_entity SET name = name || ' x'",
    "its other name": "UPDATE entities_alias SET name = name || ' x'",
    "its role": "UPDATE entities_role SET title = title || ' x'",
    "a pick": "DELETE FROM stories_pick",
    # Without them there are no topics, on which other rows would show.
    "a mention": "DELETE FROM stories_mention WHERE kind = 'entity'",
}
BY_ITSELF = "an edition, by its time"
# The form of the first row of each list, and the field that is typed into.
BY_FORM = {
    "people/desk": "name",
    "sources/outlet": "name",
    "stories/tag": "name",
    "entities/entity": "name",
    "pages/flatpage": "title",
}


class Crowd(Readers):
    """Readers who ask for pages by chance, each on a connection of its own."""

    def __init__(self, paper, pages):
        super().__init__([self.read] * READERS)
        self.paper, self.pages = paper, pages

    def read(self):
        while not self.over.is_set():
            page, asked_at = random.choice(self.pages), time.monotonic()
            with contextlib.suppress(OSError, HTTPException):
                self.seen.append((page, asked_at, state(self.paper, page)))


def state(paper, page):
    """What tells one state of a page from another."""
    status, _headers, text = paper.ask(page)
    return status, status == 200 and hashlib.sha256(text.encode()).hexdigest()


@contextlib.contextmanager
def through_varnish(paper, folder, ports):
    """The same paper behind the cache, which `tick` purges; both end with the block."""
    command = proxies.varnish(folder, ports, [paper.port] * 2)
    front = copy.copy(paper)
    front.port = ports[0]
    with (
        proxies.running(command, folder / "varnish.log", ports[0]),
        paper.ticking() as front.tick,
    ):
        time.sleep(SETTLING)
        yield front


def states(paper, pages):
    return {page: state(paper, page) for page in pages}


def crawl(paper):
    """Some pages of each kind that the front page and the lists lead to, and pictures;
    all are everybody's, and none changes by itself."""
    found, ahead = {"/": "/"}, ["/", "/topics/", "/outlets/", "/questions/"]
    kinds = Counter()
    while ahead:
        status, _headers, html = paper.ask(ahead.pop(0))
        links = re.findall(r'href="(/(?!static|admin|media)[^"?#]*/)"', html)
        links += re.findall(r'src="(/images/[^"]+)"', html)
        for link in dict.fromkeys(links if status == 200 else ()):
            kind = link.split("/")[1]
            if link not in found and kinds[kind] < OF_A_KIND:
                found[link], kinds[kind] = kind, kinds[kind] + 1
                ahead.append(link)
    pages = [*found, OLD]
    before, after = states(paper, pages), states(paper, pages)
    return [page for page in pages if before[page] == after[page]]


class Changes:
    """Every change by its name, and what prepares it: that gives what makes it, which
    returns once it is committed."""

    def __init__(self, paper, database, folder, leave_alone):
        self.paper, self.database, self.folder = paper, database, folder
        self.leave_alone = leave_alone  # what comes by itself needs nobody
        self.editor = smoke.Browser(f"{paper.address}/")

    def all(self, pages):
        self.editor.get("/admin/login/")
        self.editor.send(username=USER, password=PASSWORD)
        yield "a story, by a command", self.imported
        yield "a story, by its form", partial(self.published, pages)
        for model, field in BY_FORM.items():
            yield f"{model}, by its form", partial(self.form, model, field)
        for name, sql in BY_SQL.items():
            yield f"{name}, by SQL", partial(partial, self.run_sql, sql)
        yield BY_ITSELF, partial(self.scheduled, pages)

    def scheduled(self, pages):
        """An edition that comes by itself; returns once its time has come."""
        slug = next(page.split("/")[2] for page in pages if "/stories/" in page)
        words = (
            "import datetime as dt; from django.utils import timezone;"
            f" from stories.models import Story; of = Story.objects.get(slug='{slug}');"
            " of.headline = 'What comes by itself'; of.save();"
            " revision = of.save_revision();"
            f" at = timezone.now() + dt.timedelta(seconds={AHEAD});"
            " of.publish(revision=revision, at=at, kind='correction',"
            " note='As was said.', desk_rules=False); print(at.timestamp())"
        )

        def come():
            at = float(self.paper.manage("shell", "-v", "0", "-c", words))
            time.sleep(max(0, at - time.time() - AHEAD / 3))
            self.leave_alone()
            time.sleep(max(0, at - time.time()))

        return come

    def run_sql(self, sql):
        """From outside: no code of the paper hears of it."""
        if self.database.startswith("sqlite"):
            file = self.database.removeprefix("sqlite:///")
            with contextlib.closing(sqlite3.connect(file, timeout=20)) as there:
                there.execute("PRAGMA recursive_triggers = ON")
                there.execute(sql)
                there.commit()
            return
        with psycopg.connect(
            self.database.replace("postgres://", "postgresql://", 1)
        ) as there:
            there.execute(sql)

    def form(self, model, field):
        """Open the form ahead; what is left is to send it."""
        html = self.editor.get(f"/admin/{model}/")
        self.editor.get(re.search(rf'href="(/admin/{model}/\d+/change/)', html)[1])
        old = smoke.Form(self.editor.html).fields[field]
        new = str(int(old) + 5) if old.isdigit() else f"{old} y"
        return lambda: self.editor.send(**{field: new})

    def published(self, pages):
        """A correction of a story that the crowd reads."""
        slug = next(page.split("/")[2] for page in pages if "/stories/" in page)
        html = self.editor.get(f"/admin/stories/story/?q={slug}")
        form = re.search(r'href="(/admin/stories/story/[^/]+/change/)', html)[1]
        self.editor.get(form)
        self.editor.send(headline="What the crowd reads now")
        self.editor.get("../publish/")
        said = {"kind": "correction", "note": "The headline was another."}
        return lambda: self.editor.send(**said)

    def imported(self):
        """A file of what is live, with another headline in each story."""
        files = json.loads(self.paper.manage("export_stories"))
        told = [file | {"headline": f"{file['headline']} x"} for file in files[:3]]
        file = Path(self.folder, "stories.json")
        file.write_text(json.dumps(told))
        words = ("import_stories", str(file), "--publish", "--force")
        return lambda: self.paper.manage(*words)


def age(crowd, before, after, committed):
    """Seconds after a commit at which somebody asked and got a page of before."""
    changed = {page for page in after if after[page] != before[page]}
    late = [
        asked_at - committed
        for page, asked_at, said in crowd.seen
        if page in changed and asked_at > committed and said == before[page]
    ]
    return max(late, default=0.0), len(changed)


def prepare(database, folder, filled=("demo",), **settings):
    """A paper that a command fills, and somebody who may change all of it."""
    paper = Paper(database, folder, WEB_PROCESSES=str(PROCESSES), **settings)
    paper.prepare()
    paper.manage(*filled)
    made = f"create_superuser({USER!r}, password={PASSWORD!r})"
    words = "from django.contrib.auth import get_user_model as users;"
    paper.manage("shell", "-c", f"{words} users().objects.{made}")
    return paper


def measure(database, folder, names=None, cached=False, **said):
    """Print a line for each change, or for these; returns those that failed."""
    ports = [free_port(), free_port()]
    purged = f"http://127.0.0.1:{ports[1]}/" if cached else ""
    paper, failed = prepare(database, folder, **said, PURGE_URLS=purged), []
    way = through_varnish(paper, Path(folder), ports) if cached else None
    with paper.serving(), way or contextlib.nullcontext(paper) as front:
        pages = crawl(paper)
        leave_alone = front.tick.terminate if cached else lambda: None
        changes = Changes(paper, database, folder, leave_alone)
        for name, prepared in changes.all(pages):
            if names and name not in names:
                continue
            change = prepared()
            before = states(paper, pages)
            with Crowd(front, pages) as crowd:
                time.sleep(0.3)
                change()
                committed = time.monotonic()
                time.sleep(AFTER)
            oldest, count = age(crowd, before, states(paper, pages), committed)
            told = f"{count:3} pages, {len(crowd.seen):5} answers"
            print(f"{name:34} {told}, {oldest:.2f} s", flush=True)
            if oldest > LIMIT or not count:
                failed.append(name)
    return failed


def both_ways(database, folder):
    """Each on a paper of its own."""
    failed = []
    for name, cached in (("the paper", False), ("Varnish", True)):
        print(f"Readers ask {name}")
        there = Path(folder, "cached" if cached else "direct")
        there.mkdir()
        failed += measure(database(there), there, cached=cached)
    return failed


def main():
    """Both engines; exit 1 if any page was older than a second."""
    if missing := proxies.lacking("varnishd"):
        sys.exit(
            f"make staleness needs {missing[0]}: apt install varnish varnish-modules"
        )
    failed = []
    with tempfile.TemporaryDirectory(prefix="newsroom-staleness-") as folder:
        print("SQLite")
        Path(folder).chmod(0o755)
        failed += both_ways(lambda at: f"sqlite:///{at}/paper.sqlite3", folder)
    with tempfile.TemporaryDirectory(prefix="newsroom-staleness-") as folder:
        print("PostgreSQL")
        Path(folder).chmod(0o755)
        with contextlib.ExitStack() as servers:
            new = with_postgres.temporary_server
            failed += both_ways(
                lambda _at: servers.enter_context(new()).address, folder
            )
    sys.exit(f"Too old, or unchanged: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
