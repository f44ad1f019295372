"""python -m scripts.docker_test: a whole paper in containers, with all that befalls it.

`make docker-test` starts it. Clones what is committed, and does with the clone what an
operator does: deploy/newsroom, and nothing else. Says what was seen; ends at a fault.
STEPS names those that are wanted.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts import containers, smoke
from scripts.reader import Crowd, Reader, correct

SHORT = bool(os.environ.get("SHORT"))
WITHOUT_DATABASE = 30 if SHORT else 600  # seconds
STALEST = 1.0  # seconds that a page may be old
READERS = 20
FAULTY = """from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("people", "{before}")]
    operations = [migrations.RunSQL("SELECT 1 / 0")]
"""
PAGES = ["/", "/topics/", "/questions/", "/outlets/", "/corrections/", "/archive/"]


def say(words):
    print(f"   {words}", flush=True)


def expect(what, found, wanted):
    """A line of what was seen, or the end."""
    if found != wanted:
        sys.exit(f"docker-test: {what}: {found!r} where {wanted!r} should be.")
    say(f"{what}: {found}")


def step(words):
    print(f"-- {words}", flush=True)


def starts(paper):
    step("a whole paper, from nothing")
    began = time.monotonic()
    paper.newsroom("up")
    say(f"well after {time.monotonic() - began:.0f} s, image and all")
    said = paper.manage("demo")
    paper.trust_its_authority()
    return said.strip().rpartition(": ")[2].split()[-1]


def is_published(paper, editor):
    """A story is corrected, and readers see it within a second."""
    step("publishing, with four processes, by TLS")
    reader = Reader("https", paper.port)
    path, change = correct(editor, reader)
    with Crowd(paper.port, [path, "/"], READERS) as crowd:
        time.sleep(0.5)
        before = time.monotonic()
        headline = change()
        committed = time.monotonic()
        time.sleep(2.5)
    rows = [said for said in crowd.seen if said.path == path]
    old = [said.asked_at for said in rows if headline not in said.text]
    new = [said.asked_at for said in rows if headline in said.text]
    say(f"first seen {(min(new) - before) * 1000:.0f} ms after it was sent")
    say(f"last not seen {(max(old) - committed) * 1000:.0f} ms after the answer")
    expect("seen within a second", max(old) - committed < STALEST, True)
    expect("readers that failed", crowd.failed(), [])


def under_readers(paper, editor, words, act):
    """What an operator does while 20 read and one writes: nobody notices."""
    step(words)
    editor.get("/admin/stories/story/new/")
    editor.send(text="A draft that is saved again and again.\n")
    editor.send(headline=f"Saved {time.time_ns()}", slug=f"saved-{time.time_ns()}")
    began = time.monotonic()
    with Crowd(paper.port, PAGES, READERS) as crowd, crowd.saving(editor):
        act()
    expect("readers and saves that failed", crowd.failed(), [])
    took = time.monotonic() - began
    say(f"of {len(crowd.seen)} pages and {crowd.saves} saves in {took:.0f} s")


def is_upgraded(paper):
    """Another version, by a line that changes nothing."""
    with (paper.folder / "newsroom/__init__.py").open("a") as file:
        file.write("\n# Another version.\n")
    paper.newsroom("upgrade")


def is_refused(paper, editor):
    """A version whose migration fails, and one that can't start: the paper runs on."""
    step("versions that are no good")
    ran, reader = paper.image(), Reader("https", paper.port)
    faulty = paper.folder / "people/migrations/9999_faulty.py"
    wsgi = paper.folder / "newsroom/wsgi.py"
    good = wsgi.read_text()
    with Crowd(paper.port, PAGES, READERS) as crowd:
        faulty.write_text(FAULTY.format(before=newest_migration(faulty.parent)))
        said = paper.newsroom("upgrade", ends=1)
        expect("refused before anything", "the new version is refused" in said, True)
        faulty.unlink()
        wsgi.write_text("raise SystemExit(3)\n")
        said = paper.newsroom("upgrade", ends=1)
        expect("taken back", "the upgrade was taken back" in said, True)
        wsgi.write_text(good)
    expect("readers that failed", crowd.failed(), [])
    expect("the image is that of before", paper.image() == ran, True)
    expect("a reader has the front page", reader.ask("/").status, 200)
    editor.get("/admin/")


def newest_migration(folder):
    return max(path.stem for path in folder.glob("[0-8]*.py"))


def goes_back(paper):
    """The image of before, and then forward again."""
    ran = paper.image()
    paper.newsroom("rollback")
    expect("another image", paper.image() != ran, True)
    paper.newsroom("rollback")
    expect("the one that ran", paper.image() == ran, True)


def stops_well(paper):
    """SIGTERM while twelve read: all are answered, and it ends with 0."""
    step("one of two web services is told to end")
    with Crowd(paper.port, PAGES, 12) as crowd:
        time.sleep(1)
        paper.compose("stop", "web-b")
        time.sleep(1)
    code = paper.state("web-b", "{{.State.ExitCode}}")
    expect("how it ended", code, "0")
    expect("readers that failed", crowd.failed(), [])
    paper.compose("start", "web-b")
    paper.wait_for("web-b")


def outlives_its_database(paper):
    step(f"the database is killed, for {WITHOUT_DATABASE} s")
    reader = Reader("https", paper.port)
    for path in PAGES:
        reader.ask(path)
    paper.compose("kill", "db")
    with Crowd(paper.port, PAGES, READERS, pause=0.5) as crowd:
        time.sleep(WITHOUT_DATABASE / 2)
        paper.compose("restart", "web-a", "web-b")
        time.sleep(WITHOUT_DATABASE / 2)
        other = reader.ask("/search/?q=never+asked")
        own = [paper.answer_of("web-a", path) for path in PAGES]
    expect("pages that were kept and not served", crowd.failed(), [])
    say(f"of {len(crowd.seen)}")
    expect("what a service that began anew has kept", {*own}, {200})
    expect(
        "what nobody had", (other.status, "Retry-After" in other.headers), (503, True)
    )
    began = time.monotonic()
    paper.compose("start", "db")
    while (took := time.monotonic() - began) < 60:
        if reader.ask("/search/?q=never+asked").status == 200:
            break
        time.sleep(0.2)
    expect("back within a minute", took < 60, True)
    say(f"all is back {took:.1f} s after it was started")


def is_restored(paper, editor):
    """A backup, a change, and back: the same to the last hash."""
    step("backup, restore")
    before = paper.record()
    made = paper.newsroom("backup")
    name = Path(made.split(".newsroom")[0].split(":")[0].split()[-1]).name
    _path, change = correct(editor, Reader("https", paper.port))
    change()
    expect("another record meanwhile", paper.record() != before, True)
    name = paper.newest_backup() or name
    paper.newsroom("verify", name)
    paper.newsroom("restore", name)
    expect("the record afterwards is that of before", paper.record() == before, True)


def migrates_twice(paper):
    """Two migrations of one empty database at once."""
    step("two migrations at once")
    paper.compose("exec", "-T", "db", "createdb", "-U", "newsroom", "second")
    ended = [process.wait() for process in [paper.migrate("second") for _ in range(2)]]
    expect("how they ended", ended, [0, 0])


def is_examined(paper):
    """What the doctor says of a paper that is well."""
    step("the doctor")
    paper.newsroom("backup")
    paper.newsroom("doctor")


def shares_pages(paper):
    """The full set: pages in a cache that both web services ask."""
    step("the full set, with pages that are shared")
    paper.compose("--profile", "full", "up", "--detach", "--no-build", "pages")
    paper.set(PAGE_CACHE="redis://pages:6379/0")
    paper.newsroom("roll")
    reader = Reader("https", paper.port)
    expect("pages", {reader.ask(path).status for path in PAGES}, {200})
    size = paper.compose("exec", "-T", "pages", "valkey-cli", "dbsize")
    expect("they are kept there", int(size) > 0, True)
    paper.newsroom("doctor")


def is_minimal(paper):
    """The smallest set, beside the other: a web server and its database."""
    step("the minimal set")
    small = paper.beside(paper.folder.parent / "small", f"{paper.project}-small")
    with small.removed():
        small.newsroom("init", f"http://127.0.0.1:{small.port}")
        small.set(PORT=small.port)
        small.compose("up", "--detach", "--no-build", "web")
        small.wait_for("web")
        said = [Reader("http", small.port).ask(path) for path in ("/", "/healthz")]
        expect("what a reader gets", [answer.status for answer in said], [200, 200])


def steps(paper, editor):
    """Each with its name, in an order in which one may follow the other."""
    roll = ("web services begin anew, one after the other", paper.roll)
    back = ("rollback, twice", lambda: goes_back(paper))
    return {
        "publish": lambda: is_published(paper, editor),
        "roll": lambda: under_readers(paper, editor, *roll),
        "upgrade": lambda: under_readers(
            paper, editor, "upgrade", lambda: is_upgraded(paper)
        ),
        "rollback": lambda: under_readers(paper, editor, *back),
        "refusal": lambda: is_refused(paper, editor),
        "stop": lambda: stops_well(paper),
        "outage": lambda: outlives_its_database(paper),
        "restore": lambda: is_restored(paper, editor),
        "migrations": lambda: migrates_twice(paper),
        "doctor": lambda: is_examined(paper),
        "full": lambda: shares_pages(paper),
        "minimal": lambda: is_minimal(paper),
    }


def main():
    wanted = os.environ.get("STEPS", "").split()
    with tempfile.TemporaryDirectory(prefix="newsroom-docker-", dir="/tmp") as scratch:
        folder = Path(scratch) / "clone"
        subprocess.run(["git", "clone", "-q", ".", folder], check=True)
        with containers.Paper(folder).running() as paper:
            password = starts(paper)
            smoke.walk(paper.address, "editor", password)
            editor = smoke.Browser(f"{paper.address}/")
            editor.get("/admin/login/")
            editor.send(username="editor", password=password)
            known = steps(paper, editor)
            if unknown := {*wanted} - {*known}:
                sys.exit(
                    f"docker-test: no steps {unknown}; there are {', '.join(known)}."
                )
            for name in wanted or known:
                known[name]()
    print("docker-test: all is well.")


if __name__ == "__main__":
    main()
