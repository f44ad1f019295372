"""The memory that this container or service may have, and what its processes need."""

from pathlib import Path

from django.conf import settings

from operations.doctor.diagnosis import warning
from operations.readiness import MEGABYTE

# Version 2 of control groups, and 1.
LIMITS = [
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
]
FIRST, NEXT = 110, 80  # MB of a process under load, and of each further one


def limit(_case):
    allowed = allowed_bytes()
    needed = FIRST + NEXT * (settings.WEB_PROCESSES - 1)
    if allowed and allowed < needed * MEGABYTE:
        yield warning(
            f"{settings.WEB_PROCESSES} web processes need {needed} MB, and "
            f"{allowed // MEGABYTE} MB is all that may be used here.",
            "Raise the limit (`mem_limit`, `MemoryMax`), or lower WEB_PROCESSES.",
            "processes.md",
        )


def allowed_bytes():
    """The limit, if there is one."""
    for file in LIMITS:
        if file.exists() and (said := file.read_text().strip()).isdigit():
            return int(said)
    return None
