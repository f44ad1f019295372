"""Encryption with age, as a stream: for whoever holds the key to a public one."""

import os
import threading
from contextlib import contextmanager
from pathlib import Path

import pyrage

from operations.backup.refusal import BackupError, DamagedError, one_line

MARK = b"age-encryption.org/v1"
CLOSED = (
    "It is encrypted: name the file with its key, by --identity or BACKUP_IDENTITY."
)
FAULTS = (pyrage.DecryptError, OSError)


class Pull:
    """What age reads from: the chunks of a generator, and the fault that ended it."""

    def __init__(self, chunks):
        self.chunks, self.left, self.fault = iter(chunks), b"", None

    def read(self, size=-1):
        try:
            while not self.left:
                self.left = next(self.chunks)
        except StopIteration:
            return b""
        except Exception as fault:
            self.fault = fault  # age would make a fault of its own of it
            raise
        size = len(self.left) if size is None or size < 0 else size
        given, self.left = self.left[:size], self.left[size:]
        return given


class Push:
    """What age writes to, and the fault that ended it."""

    def __init__(self, file):
        self.file, self.flush, self.fault = file, file.flush, None

    def write(self, chunk):
        try:
            return self.file.write(chunk)
        except Exception as fault:
            self.fault = fault
            raise


def seal(chunks, file, keys):
    """Write the chunks, encrypted for each public key; without any, as they are."""
    if not keys:
        for chunk in chunks:
            file.write(chunk)
        return
    with one_line("BACKUP_KEY is no key of age", pyrage.RecipientError):
        recipients = [pyrage.x25519.Recipient.from_str(key) for key in keys]
    pull, push = Pull(chunks), Push(file)
    try:
        pyrage.encrypt_io(pull, push, recipients)
    except pyrage.EncryptError as fault:
        raise (pull.fault or push.fault or fault) from None


def is_sealed(file):
    file.seek(0)
    begins = file.read(len(MARK))
    file.seek(0)
    return begins == MARK


@contextmanager
def opened(file, identity):
    """What a backup's file holds, decrypted if it has to be, from its first byte on."""
    if not is_sealed(file):
        yield file
        return
    if not identity:
        raise BackupError(CLOSED)
    with decrypted(file, identities(identity)) as stream:
        yield stream


def identities(path):
    with one_line("The key of age can't be read", OSError, ValueError):
        lines = Path(path).read_text("utf-8").splitlines()
    said = [line.strip() for line in lines if line.strip() and line[0] != "#"]
    with one_line(f"{path} holds no key of age", pyrage.IdentityError):
        found = [pyrage.x25519.Identity.from_str(line) for line in said]
    if not found:
        raise BackupError(f"{path} holds no key of age.")
    return found


class Stream:
    """The reader's end; at its end it asks whether all was decrypted."""

    def __init__(self, pipe, thread, faults):
        self.pipe, self.thread, self.faults = pipe, thread, faults

    def read(self, size):
        chunk = self.pipe.read(size)
        if len(chunk) < size:
            self.thread.join()
            if self.faults:
                said = "No matching keys" in str(self.faults[0])
                why = "The key does not open it" if said else "It can't be decrypted"
                raise DamagedError(f"{why}: {self.faults[0]}.")
        return chunk


@contextmanager
def decrypted(file, keys):
    """age writes to a pipe, in a thread, what we read."""
    reading, writing = os.pipe()
    faults = []

    def work():
        try:
            with open(writing, "wb") as out:
                pyrage.decrypt_io(file, out, keys)
        except FAULTS as fault:
            faults.append(fault)

    thread = threading.Thread(target=work, daemon=True)
    with open(reading, "rb") as pipe:
        thread.start()
        yield Stream(pipe, thread, faults)
    thread.join()
