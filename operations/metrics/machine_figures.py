"""What the machine knows: memory of the processes, room on the disks, which build."""

import os
import platform
import shutil
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from prometheus_client.core import InfoMetricFamily

from operations.metrics.paper_figures import gauge
from operations.readiness import there
from operations.version import VERSION

PROC = Path("/proc")
PAGE = os.sysconf("SC_PAGE_SIZE")


class MachineCollector:
    """`build` names the code, its templates, words, libraries and settings; the server
    sets it."""

    build = ""

    def collect(self):
        yield self.about()
        yield from memory()
        yield from room()

    def about(self):
        facts = {
            "version": VERSION,
            "build": self.build,
            "python": platform.python_version(),
            "django": django.get_version(),
            "database": connection.vendor,
        }
        return InfoMetricFamily("newsroom_build", "What runs here.", facts)


def memory():
    """Of this server's processes, as the system counts it."""
    held = [*filter(None, map(resident, family()))]
    for name, words, value in (
        ("processes", "Processes of the web server that answer.", len(held)),
        ("memory_resident_bytes", "Memory of them all, shared twice.", sum(held)),
        ("memory_largest_process_bytes", "Of the largest.", max(held, default=0)),
    ):
        yield gauge(name, words, value=value)


def family():
    """The process ids of those that answer beside us, and ours."""
    parent = os.getppid()
    try:
        found = (PROC / f"{parent}/task/{parent}/children").read_text().split()
    except OSError:
        found = []
    ours = str(os.getpid())
    return found if ours in found else [ours]


def resident(pid):
    """Bytes; 0 of a process that has just ended."""
    try:
        return int((PROC / pid / "statm").read_text().split()[1]) * PAGE
    except OSError:
        return 0


def room():
    """Of each disk that the paper writes to."""
    free = gauge("disk_free_bytes", "Room that is left.", labels=["folder"])
    size = gauge("disk_size_bytes", "Room that there is.", labels=["folder"])
    for name, folder in sorted(folders().items()):
        usage = shutil.disk_usage(there(folder))
        free.add_metric([name], usage.free)
        size.add_metric([name], usage.total)
    return free, size


def folders():
    found = {"media": Path(settings.MEDIA_ROOT)}
    if settings.BACKUP_DIR:
        found["backups"] = Path(settings.BACKUP_DIR)
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():
        found["database"] = Path(connection.settings_dict["NAME"]).parent
    return found
