"""The newest generation that readers have been shown, by whichever process here.

No server that is behind it may be asked for a page: a reader who goes from one process
to the other never gets an older page than before. It is eight bytes that processes have
in common, so to look at it costs nobody a query; Redis is told once a second.
"""

import fcntl
import hashlib
import logging
import mmap
import os
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path

from django.core.cache import caches

logger = logging.getLogger(__name__)
SIZE = 8  # bytes of a number
KEY = "newest-generation"
MONTH = 30 * 24 * 3600


class Watermark:
    """In the file of that path; without one, of this process and those forked of it.

    `cache` has it for other machines.
    """

    def __init__(self, path=None, cache=None):
        self.path, self.cache = path, cache
        self.file = self.numbers = None
        self.lock = threading.Lock()
        self.open()

    def open(self):
        """Begin with what this process knows already."""
        known = self.number() if self.numbers else 0
        if self.file is not None:
            os.close(self.file)
        self.file = self.opened()
        if os.fstat(self.file).st_size < SIZE:
            os.ftruncate(self.file, SIZE)
        self.numbers = memoryview(mmap.mmap(self.file, SIZE)).cast("Q")
        self.tell(known)

    def opened(self):
        """The file, made if it isn't there; one without a name where it can't be."""
        try:
            if self.path:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                return os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as fault:
            logger.warning("How new our pages are is not shared: %s", fault)
            self.path = None
        with tempfile.TemporaryFile() as file:
            return os.dup(file.fileno())

    def number(self):
        return self.numbers[0]

    def tell(self, number):
        """It is shown from now on; said before it is, and never taken back."""
        if number <= self.numbers[0]:
            return
        with self.alone():
            self.numbers[0] = max(self.numbers[0], number)

    @contextmanager
    def alone(self):
        """Within, no other thread and no other process of the machine is in here."""
        with self.lock:
            file = self.file
            fcntl.lockf(file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(file, fcntl.LOCK_UN)

    def exchange(self):
        """The number, after a look whether the file was replaced and what is known
        elsewhere."""
        if self.path and not is_same(self.file, self.path):
            self.open()
        if self.cache is not None:
            self.ask_elsewhere()
        return self.number()

    def ask_elsewhere(self):
        try:
            said = self.cache.get(KEY) or 0
            self.tell(said)
            if said < self.number():
                self.cache.set(KEY, self.number(), MONTH)
        except Exception as fault:  # whatever a cache's own library raises
            logger.debug("No number is shared: %s", fault)


def is_same(file, path):
    try:
        return os.path.samestat(os.fstat(file), os.stat(path))
    except OSError:
        return False


def beside_pages(shared, database):
    """The watermark of a database, where the cache of these settings has its pages."""
    place = shared["LOCATION"]
    if "://" in place:
        return Watermark(cache=caches["shared"])
    name = hashlib.sha256(str(database["NAME"]).encode()).hexdigest()[:8]
    return Watermark(Path(place) / f"newest-{name}")
