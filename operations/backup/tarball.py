"""The file of a backup: a plain tar, written and read in one go and in bounded memory.

Each byte of it is accounted for. Heads have one form, padding is empty, and the last
member, `SHA256SUMS`, has the hash of every one before it, as `sha256sum -c` reads it.
"""

import hashlib
import re
import tarfile
import tempfile
from contextlib import closing
from dataclasses import dataclass, field

from operations.backup.refusal import BackupError, DamagedError

BLOCK, CHUNK = 512, 256 * 1024
SUMS = "SHA256SUMS"
END = bytes(2 * BLOCK)
MOST_PART, MOST_PICTURE = 64 * 1024**2, 64 * 1024**2
IN_MEMORY = 1024**2
# No name leads out of the folder that it is unpacked into.
NAMES = re.compile(
    rf"manifest\.json|database/[0-9]{{6}}|{SUMS}"
    r"|digests\.json|tables/[a-z0-9_]{1,70}/[0-9]{6}\.jsonl"  # of a take-out
    r"|media/(images|manifests)/[0-9A-Za-z_-][0-9A-Za-z._-]{0,90}"
)


def head(name, size):
    """The one head that a member of this name and size can have."""
    known = tarfile.TarInfo(name)
    known.size, known.mode = size, 0o600
    return known.tobuf(tarfile.USTAR_FORMAT)


def padding(size):
    return bytes(-size % BLOCK)


class Sums:
    """A line for each member so far; on disk, once there are many."""

    def __init__(self):
        self.lines = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
        self.size, self.close = 0, self.lines.close

    def add(self, name, digest):
        line = f"{digest.hexdigest()}  {name}\n".encode()
        self.lines.write(line)
        self.size += len(line)

    def chunks(self):
        self.lines.seek(0)
        while chunk := self.lines.read(CHUNK):
            yield chunk


def archive(members):
    """The bytes of the file, of (name, size, chunks) of each member."""
    with closing(Sums()) as sums:
        for name, size, chunks in members:
            yield head(name, size)
            digest, left = hashlib.sha256(), size
            for chunk in chunks:
                digest.update(chunk)
                left -= len(chunk)
                yield chunk
            if left:
                raise BackupError(f"{name} was changed while it was copied.")
            yield padding(size)
            sums.add(name, digest)
        yield head(SUMS, sums.size)
        yield from sums.chunks()
        yield padding(sums.size) + END


@dataclass
class Member:
    """One file in the backup, to be read before the next one is asked for."""

    name: str
    size: int
    source: object
    left: int = 0
    digest: object = field(default_factory=hashlib.sha256)

    def __post_init__(self):
        self.left = self.size

    def read(self, size=CHUNK):
        chunk = exactly(self.source, min(size, self.left), self.name)
        self.left -= len(chunk)
        self.digest.update(chunk)
        return chunk

    def chunks(self):
        while self.left:
            yield self.read()

    def whole(self):
        """All of it, of what is small."""
        return self.read(self.size)


def members(source):
    """Each member but the last, which tells whether all of them are as they were
    written. DamagedError says what is wrong, so what was made of them counts for
    nothing before this has come to its end."""
    with closing(Sums()) as sums:
        while (member := next_member(source)).name != SUMS:
            yield member
            for _rest in member.chunks():
                pass
            if exactly(source, -member.size % BLOCK, member.name).strip(b"\0"):
                raise DamagedError(f"There is something behind {member.name}.")
            sums.add(member.name, member.digest)
        compare(member, sums)
    tail = -member.size % BLOCK
    if exactly(source, tail + len(END), "its end").strip(b"\0") or source.read(1):
        raise DamagedError("There is something behind its end.")


def next_member(source):
    block = exactly(source, BLOCK, "its contents")
    try:
        known = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        ours = head(known.name, known.size)
    except (tarfile.HeaderError, ValueError):
        raise DamagedError("It is damaged, or no backup of a paper.") from None
    if not NAMES.fullmatch(known.name):
        raise DamagedError(f"It has a member that no backup has: {known.name[:80]!r}.")
    if block != ours:
        raise DamagedError(f"The head of {known.name} is not as it is written.")
    if known.name != SUMS and known.size > max(MOST_PART, MOST_PICTURE):
        raise DamagedError(f"{known.name} is larger than any that is made.")
    return Member(known.name, known.size, source)


def exactly(source, size, name):
    chunk = source.read(size) if size else b""
    if len(chunk) != size:
        raise DamagedError(f"It is cut short in {name}.")
    return chunk


def compare(member, sums):
    """What the last member says with what was read."""
    if member.size != sums.size:
        raise DamagedError(f"{SUMS} does not name all members, or others.")
    sums.lines.seek(0)
    said = b""
    for chunk in member.chunks():
        *lines, said = (said + chunk).splitlines(keepends=True)
        check(lines, sums)
    check([said] if said else [], sums)


def check(lines, sums):
    for line in lines:
        found = sums.lines.readline()
        if line != found:
            name = found.decode().strip().partition("  ")[2] or SUMS
            raise DamagedError(f"{name} is not what {SUMS} says of it.")
