"""Folders beside what they become: on the same disk, and gone when they are let go."""

import fcntl
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

PREFIX = ".beside-"


@contextmanager
def folder_beside(place):
    """A new folder in that one; what a killed process left there is removed first."""
    place = Path(place)
    place.mkdir(parents=True, exist_ok=True)
    for left in place.glob(f"{PREFIX}*"):
        if is_abandoned(left):
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
    try:
        with held(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def held(path):
    """A lock that is gone with the process, whatever ends it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def is_abandoned(path):
    """Whether nobody holds it any more."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return False  # somebody removed it meanwhile
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True


def flush(path):
    """Return when the disk has a file, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
