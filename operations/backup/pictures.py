"""Picture files: those that a copy of the database names, out to a backup and back in.

They are called by the hash of their bytes and never change, so files that are read
after the copy was made are those of its moment. Renditions stay out: they are derived.
"""

import hashlib
import os
import re
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from images.image_store import manifest_name
from images.models import Image
from operations.backup.refusal import DamagedError, one_line
from operations.backup.scratch import flush, folder_beside
from operations.backup.tarball import CHUNK, NAMES

FOLDER = "media/"
HASHED = re.compile(r"images/([0-9a-f]{64})\.[a-z]+")


def root():
    return Path(settings.MEDIA_ROOT)


def members(names, missing):
    """(name, size, chunks) of each file; those that are not there are told apart."""
    for name in names:
        row = Image(name=name)
        found = list(files_of(row))
        if not found or found[0][0] != name:
            missing.append(name)
        yield from (member(kept, path) for kept, path in found)


def files_of(row):
    """The picture, and its Content Credentials if it came with some."""
    for name in (row.name, manifest_name(row)):
        path = root() / name
        if NAMES.fullmatch(f"{FOLDER}{name}") and path.exists():
            yield name, path


def member(name, path):
    with one_line("A picture can't be read", OSError):
        opened = path.open("rb")
        size = os.fstat(opened.fileno()).st_size
    return f"{FOLDER}{name}", size, chunks(opened, size)


def chunks(opened, size):
    with opened, one_line("A picture can't be read", OSError):
        while size > 0 and (chunk := opened.read(min(CHUNK, size))):
            size -= len(chunk)
            yield chunk


@contextmanager
def folder_for_copies():
    with (
        one_line(f"Nothing can be kept in {root()}", OSError),
        folder_beside(root()) as folder,
    ):
        yield folder


def unpack(member, folder):
    """Write a member into a folder; a picture must be what its name says."""
    name = member.name.removeprefix(FOLDER)
    path, digest = folder / name, hashlib.sha256()
    with one_line("A picture can't be written", OSError):
        path.parent.mkdir(exist_ok=True)
        with path.open("xb") as opened:
            for chunk in member.chunks():
                digest.update(chunk)
                opened.write(chunk)
    said = HASHED.fullmatch(name)
    if said and said[1] != digest.hexdigest():
        raise DamagedError(f"{member.name} is not the picture that its name says.")


@contextmanager
def brought_in(folder):
    """The files of a folder among those of the paper; those that are new go again if
    what is done within fails. A file of the same name is replaced: it has the same
    bytes, unless it is damaged."""
    new = []
    try:
        with one_line("A picture can't be kept", OSError):
            for path in sorted(folder.glob("*/*")):
                target = root() / path.relative_to(folder)
                target.parent.mkdir(exist_ok=True)
                new += [] if target.exists() else [target]
                flush(path)
                os.replace(path, target)
        yield
    except BaseException:
        for target in new:
            target.unlink(missing_ok=True)
        raise
