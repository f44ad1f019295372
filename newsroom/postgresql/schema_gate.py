"""Whether the database may be used yet: not before its schema is known to be ours.

A server that starts while the database is gone sends kept pages at once. Beside it
`prepare` goes on to wait, migrates, and opens the gate for all its processes.
"""

import mmap
import os
import subprocess
import sys
import tempfile
import threading
import time

from django.conf import settings

SIZE = 1
OPEN, SHUT = b"\0", b"\1"
NOT_YET = "not prepared yet"
AGAIN = 5.0  # seconds after which one that was killed is begun anew


class Gate:
    """A byte of a file without a name, which all processes have in memory."""

    process, is_left = None, False

    def __init__(self):
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
        while self.is_shut and not self.is_left:
            self.process = subprocess.Popen(command, **place)
            self.process.wait()
            if self.is_shut and not self.is_left:
                time.sleep(AGAIN)

    def leave(self):
        """The server ends: what is waited for is of no use to anybody."""
        self.is_left = True
        if self.process:
            self.process.terminate()


GATE = Gate()
