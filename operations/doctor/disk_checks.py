"""Folders that the paper writes to: that it may, and that there is room."""

import os
import shlex
from pathlib import Path

from django.conf import settings
from django.db import connection

from operations.doctor.diagnosis import FAULT, WARNING, Finding, counted, fault, warning
from operations.readiness import MEGABYTE, ROOM, there

LITTLE = 500 * MEGABYTE
FILES = 1_000  # that may still be made
PAGE = "incidents/disk_full.md"
MOUNTS = Path("/proc/self/mountinfo")
NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ceph", "glusterfs", "fuse.sshfs"}


def folders():
    """Folder to how bad it is when nothing can be written there."""
    found = {Path(settings.MEDIA_ROOT): FAULT}
    shared = settings.CACHES["shared"]["LOCATION"]
    if "://" not in shared:
        found[Path(shared)] = WARNING  # then pages are made each time
    if file := database_file():
        found[file.parent] = FAULT
    if settings.BACKUP_DIR:
        found[Path(settings.BACKUP_DIR)] = FAULT
    return found


def database_file():
    name = connection.settings_dict["NAME"]
    is_file = connection.vendor == "sqlite" and ":memory:" not in str(name)
    return Path(name) if is_file and "mode=memory" not in str(name) else None


def writable(_case):
    for folder, severity in folders().items():
        place = there(folder)
        if not os.access(place, os.W_OK | os.X_OK):
            yield Finding(
                severity,
                f"Nothing can be written to {place}.",
                f"Give it to the user who runs the paper: `{giving(folder)}`; a volume "
                "that is mounted read-only, mount anew.",
                PAGE,
            )


def giving(folder):
    """The command, for that folder and none above it, which may be everybody's; nor for
    all that lies beside a database."""
    user, name = os.geteuid(), shlex.quote(str(folder))
    if not os.path.exists(folder):
        return f"install -d -o {user} {name}"
    file = database_file()
    return f"chown {'' if file and folder == file.parent else '-R '}{user} {name}"


def room(_case):
    """One finding for each disk, which names the folders on it."""
    disks = {}
    for folder in folders():
        place = there(folder)
        disks.setdefault(place.stat().st_dev, []).append(place)
    for places in disks.values():
        yield from room_on(places)


def room_on(places):
    found = os.statvfs(places[0])
    free = found.f_bavail * found.f_frsize
    names = ", ".join(sorted({*map(str, places)}))
    remedy = "Make room, or enlarge the disk: `docker system df`, `df -h`; the folder "
    remedy += "PAGE_CACHE may be emptied at any time."
    megabytes = f"{free // MEGABYTE:,} MB free"
    if free < ROOM:
        yield fault(f"The disk of {names} is full: {megabytes}.", remedy, PAGE)
    elif found.f_files and found.f_favail < FILES:
        files = counted(found.f_favail, "more file")
        said = f"The disk of {names} takes {files}: no inodes."
        yield fault(said, remedy, PAGE)
    elif free < LITTLE:
        yield warning(f"The disk of {names} has {megabytes}.", remedy, PAGE)


def file_on_this_machine(_case):
    """SQLite's locks and shared memory need a disk of the machine itself."""
    if (file := database_file()) and (kind := filesystem(file)) in NETWORK:
        yield fault(
            f"The database {file} is on a file system of the network ({kind}): SQLite "
            "loses what two machines, or two processes there, write at once.",
            "Move it to a disk of this machine, or take PostgreSQL.",
            "settings.md#the-database",
        )


def filesystem(path):
    """The kind of the file system, by the longest mount point above the path."""
    found = ("", "")
    for line in MOUNTS.read_text().splitlines() if MOUNTS.exists() else ():
        mounted, _, source = line.partition(" - ")
        point = mounted.split()[4].replace("\\040", " ")
        if path.resolve().is_relative_to(point) and len(point) >= len(found[0]):
            found = point, source.split()[0]
    return found[1]
