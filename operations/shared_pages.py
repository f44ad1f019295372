"""Which store of pages a process has: two that share one say the same of it."""

import os
from pathlib import Path

from django.conf import settings
from django.core.cache import caches

BOOT = Path("/proc/sys/kernel/random/boot_id")


def name():
    """What a process says of its store, also when that doesn't answer."""
    try:
        return identity()
    except Exception as fault:  # whatever a cache's own library raises
        return f"out of reach: {type(fault).__name__}"


def identity():
    """The Redis that is asked, or the folder: of this machine, by its place on it."""
    location = settings.CACHES["shared"].get("LOCATION", "")
    if location.startswith(("redis://", "rediss://")):
        server = caches["shared"]._cache.get_client().info("server")
        return f"redis {server['run_id']} {location.rpartition('/')[2]}"
    try:
        place = os.stat(location)
    except OSError:
        return "no folder"
    machine = BOOT.read_text().strip() if BOOT.exists() else ""
    return f"folder {machine} {place.st_dev} {place.st_ino}"
