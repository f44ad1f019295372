"""Backups as tests look at them: what is in a file, and all that a paper holds."""

import hashlib
import os
import signal
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import pyrage
from django.conf import settings
from django.db import connection

from operations.backup import contents, copies, tarball

# They move on when a paper is restored: no page of before is taken for one of now.
CACHES = ("paper_generation", "paper_keychange", "paper_footprint")

KEPT = ("images", "manifests")


def url():
    """The address of the paper under test, for a process of its own."""
    engine = copies.engine()
    known = {"file": engine.paper()}
    if connection.vendor == "postgresql":
        known = {"name": engine.paper(), "maintenance": None}
    return engine.Copy(**known).url


def begun(*command):
    """A command at work in a process, and in a group of processes, of its own."""
    told = {"DATABASE_URL": url(), "MEDIA_ROOT": settings.MEDIA_ROOT}
    told |= {"BACKUP_DIR": settings.BACKUP_DIR}
    told |= {"POSTGRESQL_PROGRAMS": settings.POSTGRESQL_PROGRAMS}
    return subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=os.environ | {name: str(value) for name, value in told.items()},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill(process):
    """As a machine does that has no memory left."""
    os.killpg(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


def unpacked(path):
    """Name to bytes of each member."""
    with tarfile.open(path) as tar:
        return {each.name: tar.extractfile(each).read() for each in tar}


def rewrite(path, members):
    """Make the file one of these members, each byte of it as it should be."""
    told = [(name, len(content), [content]) for name, content in members.items()]
    path.write_bytes(archive(each for each in told if each[0] != tarball.SUMS))


def archive(members):
    return b"".join(tarball.archive(members))


def rows():
    """Table to rows and their digest, of the paper as it is."""
    with copies.engine().opened_paper() as live:
        found = contents.tables(live)
    return {table: said for table, said in found.items() if table not in CACHES}


def pictures():
    """Name to hash of each picture that is stored, whoever names it."""
    root = Path(settings.MEDIA_ROOT)
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file() and path.relative_to(root).parts[0] in KEPT
    }


def left(folder):
    """What is in a folder, hidden or not."""
    return sorted(path.name for path in Path(folder).iterdir())


def left_beside():
    """Copies of the database that somebody forgot."""
    engine = copies.engine()
    if connection.vendor == "sqlite":
        return [*engine.paper().parent.glob(".beside-*")]
    with engine.opened_paper() as live:
        like = f"{engine.paper()}\\_%"
        asked = "SELECT datname FROM pg_database WHERE datname LIKE %s"
        return live.execute(asked, [like]).fetchall()


FOLDER = tempfile.TemporaryDirectory(prefix="newsroom-keys-")


def pair():
    """A public key, and the file with what opens what it closes."""
    made = pyrage.x25519.Identity.generate()
    public = str(made.to_public())
    file = Path(FOLDER.name) / public
    file.write_text(f"# made for a test\n{made}\n")
    return public, str(file)
