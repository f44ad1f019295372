"""Where the processes of one web server write what they count: a folder for each start.

It is named by the server's process, so what a killed one left is known and removed.
"""

import os
import shutil
import tempfile
from importlib import import_module
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
PREFIX = "newsroom-metrics-"
MEMORY = Path("/dev/shm")  # a file there is never written to a disk


def begin():
    """Make the folder, and tell the library. Before anything of it is loaded."""
    place = MEMORY if os.access(MEMORY, os.W_OK) else Path(tempfile.gettempdir())
    for left in place.glob(f"{PREFIX}*"):
        if not is_running(left.name.split("-")[2]):
            shutil.rmtree(left, ignore_errors=True)
    name = f"{PREFIX}{os.getpid()}-"
    os.environ[VARIABLE] = tempfile.mkdtemp(prefix=name, dir=place)


def is_running(pid):
    """Another container has its own processes, and its own folder for memory."""
    return pid != str(os.getpid()) and Path(f"/proc/{pid}").exists()


def forget(pid):
    """A process has ended: what it counted stays, what it held is gone."""
    import_module("prometheus_client.multiprocess").mark_process_dead(pid)


def end():
    shutil.rmtree(os.environ.pop(VARIABLE, ""), ignore_errors=True)
