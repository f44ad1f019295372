"""Makes a copy: begins with what is known, and follows every link to its end."""

import datetime as dt
import time
from collections import deque
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import wait

from django.utils import timezone

from operations.backup.refusal import BackupError
from operations.export.copy_folder import LIST, CopyFolder
from operations.export.copy_links import place
from operations.export.copyist_process import Distant, Near, WorkerError
from operations.export.hosting import files as host_files
from operations.export.serverless import SEARCH
from operations.version import VERSION
from pages import menu
from paper import generation

BATCH = 10  # addresses that a worker is told at once
TRIES, PAUSE = 50, 0.2
MOVING = "The paper changed all the time while the export began: try again."
FAILED = (
    "{count} addresses failed, such as {address}: {status}. The copy stays as it was."
)
WANTED = {404}


@dataclass
class Crawl:
    """What was found so far: `files` by name, `broken` links by where they lead."""

    now: object
    files: dict = field(default_factory=dict)
    broken: dict = field(default_factory=dict)
    failures: list = field(default_factory=list)
    seen: set = field(default_factory=set)
    waiting: deque = field(default_factory=deque)
    origins: dict = field(default_factory=dict)

    def add(self, address, origin=""):
        """Ask for it, once; `origin` is the page that leads there."""
        found = None if address == SEARCH else place(address)
        key = found.file if found else address
        if key not in self.seen:
            self.seen.add(key)
            self.waiting.append(address)
        if origin:
            self.origins.setdefault(key, origin)

    def note(self, made):
        """What became of an address; its links are followed."""
        if made.name:
            self.files[made.name] = made
        elif made.status in WANTED:
            found = place(made.address)
            self.broken[made.address] = found.file if found else made.address
        elif not made.leads_to:
            self.failures.append(made)
        for link in made.links:
            self.add(link, made.address)

    @property
    def dead_links(self):
        """Where a link leads that leads nowhere, and the page that has it."""
        pages = {
            address: self.origins[key]
            for address, key in self.broken.items()
            if key in self.origins
        }
        return dict(sorted(pages.items()))


@dataclass(frozen=True)
class Export:
    """What was done, and when it is due to be done again."""

    files: int
    written: int
    removed: int
    size: int
    due: object
    dead_links: dict
    seconds: float


def export(folder, jobs, progress=lambda done, waiting: None):
    """Bring a copy up to date; BackupError says why it stays as it was."""
    began, copy = time.monotonic(), CopyFolder(folder)
    with copy.held():
        now = timezone.now()
        try:
            with team(jobs, copy, now) as (workers, number):
                crawl = follow(workers, now, progress)
        except WorkerError as fault:
            raise BackupError(f"{fault} The copy stays as it was.") from None
        if crawl.failures:
            first = crawl.failures[0]
            raise BackupError(
                FAILED.format(
                    count=len(crawl.failures),
                    address=first.address,
                    status=first.status,
                )
            )
        return finish(copy, crawl, number, began)


@contextmanager
def team(jobs, copy, now):
    """Workers that see the paper at one moment of the database, and its generation."""
    given = copy.folder, copy.notes, copy.drawn, now
    with ExitStack() as stack:
        workers = []
        for _each in range(jobs):
            made = Distant(*given) if jobs > 1 else Near(*given)
            stack.callback(made.close)
            workers.append(made)
        for _attempt in range(TRIES):
            numbers = {*said_by(workers, "begin")}
            if len(numbers) == 1:
                yield workers, numbers.pop()
                return
            said_by(workers, "end")
            time.sleep(PAUSE)
        raise BackupError(MOVING)


def said_by(workers, *words):
    for each in workers:
        each.ask(*words)
    return [each.answer() for each in workers]


def follow(workers, now, progress):
    """Ask until no address is left. Each worker has one batch at a time."""
    crawl, free, busy = Crawl(now), [*workers], {}
    workers[0].ask("beginnings")
    for address in workers[0].answer():
        crawl.add(address)
    while crawl.waiting or busy:
        while free and crawl.waiting:
            worker = free.pop()
            some = min(BATCH, len(crawl.waiting))
            worker.ask("make", [crawl.waiting.popleft() for _each in range(some)])
            busy[worker.pipe] = worker
        for pipe in wait([*busy]) if None not in busy else [None]:
            worker = busy.pop(pipe)
            for made in worker.answer():
                crawl.note(made)
            free.append(worker)
        progress(len(crawl.files), len(crawl.waiting))
    return crawl


def finish(copy, crawl, number, began):
    """Put all that is new into its place; pages come last, the front at the end."""
    made = [*crawl.files.values()]
    written = sum(each.is_new for each in made)
    entries = {each.name: each.digest for each in made}
    for name, content in host_files(made):
        written += copy.put(name, content)
        entries[name] = ""
    moments = [each.due for each in made if each.due and each.due > crawl.now]
    due = min([*moments, *filter(None, [menu.due_moment()])], default=None)
    told = {
        "made_at": crawl.now.isoformat(),
        "generation": number,
        "version": VERSION,
        "due": due.isoformat() if due else None,
        "files": entries,
        "drawn": sorted(each.name for each in made if each.is_drawn),
    }
    order = sorted(entries, key=lambda name: (name.endswith(".html"), -len(name)))
    removed = copy.take_place(told, order)
    return Export(
        files=len(entries),
        written=written,
        removed=removed,
        size=sum(each.size for each in made),
        due=due,
        dead_links=crawl.dead_links,
        seconds=time.monotonic() - began,
    )


def is_current(folder):
    """Whether a copy has all that readers get at this moment."""
    told = CopyFolder(folder).read(LIST)
    due, now = told.get("due"), timezone.now()
    known = told.get("generation"), told.get("version")
    is_ahead = due is None or dt.datetime.fromisoformat(due) > now
    return known == (generation.number(), VERSION) and is_ahead
