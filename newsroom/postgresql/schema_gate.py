"""Whether the database may be used yet: not before its schema is known to be ours.

A server that starts while the database is gone sends kept pages at once. Beside it
`prepare` goes on to wait, migrates, and opens the gate for all its processes.
"""

import logging
import mmap
import os
import subprocess
import sys
import tempfile
import threading

from django.conf import settings

logger = logging.getLogger(__name__)
SIZE = 1
OPEN, SHUT = b"\0", b"\1"
NOT_YET = "not prepared yet"
AGAIN = 5.0  # seconds after which one is begun anew that was killed, or did not begin


class Gate:
    """A byte of a file without a name, which all processes have in memory."""

    process = None

    def __init__(self):
        self.left, self.lock = threading.Event(), threading.Lock()
        with tempfile.TemporaryFile() as file:
            self.file = os.dup(file.fileno())
        os.pwrite(self.file, OPEN, 0)
        self.byte = mmap.mmap(self.file, SIZE)

    @property
    def is_shut(self):
        return self.byte[:] == SHUT

    def shut(self):
        os.pwrite(self.file, SHUT, 0)

    def open_once_prepared(self):
        """Have a process beside the server open it; and another, if that is killed.
        The thread that sees to it."""
        thread = threading.Thread(target=self.prepare_beside, daemon=True)
        thread.start()
        return thread

    def prepare_beside(self):
        command = [sys.executable, "manage.py", "prepare", "--gate", str(self.file)]
        place = {"cwd": settings.BASE_DIR, "pass_fds": [self.file]}
        while self.is_shut and not self.left.is_set():
            try:
                if process := self.begin(command, place):
                    process.wait()
            except OSError as fault:  # no memory, no room for one more process
                logger.warning("Who prepares the database can't begin: %s", fault)
            if self.is_shut:
                self.left.wait(AGAIN)

    def begin(self, command, place):
        """Nobody leaves meanwhile: who has left is told of each that was begun."""
        with self.lock:
            if not self.left.is_set():
                self.process = subprocess.Popen(command, **place)
                return self.process
        return None

    def leave(self):
        """The server ends: what is waited for is of no use to anybody."""
        with self.lock:
            self.left.set()
            if self.process:
                self.process.terminate()


GATE = Gate()
