"""What is encrypted opens for its key alone, and a fault keeps its name."""

import io

import pytest

from operations.backup import envelope
from operations.backup.refusal import BackupError
from tests.support import backups

CONTENT = [b"a" * 100_000, b"b" * 200_000]


def sealed(*keys):
    out = io.BytesIO()
    envelope.seal(CONTENT, out, keys)
    return out


def opened(file, identity):
    with envelope.opened(file, identity) as stream:
        return stream.read(300_000)


def test_each_of_several_keys_opens_it(tmp_path):
    (ours, mine), (theirs, yours) = (backups.pair(), backups.pair())
    file = sealed(ours, theirs)

    assert b"aaa" not in file.getvalue()
    assert opened(file, mine) == opened(file, yours) == b"".join(CONTENT)


def test_without_a_key_it_is_written_as_it_is():
    assert sealed().getvalue() == opened(sealed(), "") == b"".join(CONTENT)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "It is encrypted: name the file with its key, by --identity or BACKUP_"),
        ("", "holds no key of age"),
        ("AGE-SECRET-KEY-1NONSENSE", "holds no key of age: invalid"),
        (b"\xff", "The key of age can't be read"),
        (backups.pair, "The key does not open it: No matching keys found."),
    ],
)
def test_without_the_right_key_it_stays_closed(tmp_path, content, said):
    identity = tmp_path / "key" if content is not None else ""
    if content is backups.pair:
        identity = content()[1]
    elif isinstance(content, bytes):
        identity.write_bytes(content)
    elif content is not None:
        identity.write_text(content)

    with pytest.raises(BackupError) as refusal:
        opened(sealed(backups.pair()[0]), identity)

    assert said in str(refusal.value)


def test_a_fault_of_who_is_read_is_told_as_it_is():
    def broken():
        yield b"begun"
        raise BackupError("A picture can't be read.")

    with pytest.raises(BackupError, match=r"^A picture can't be read.$"):
        envelope.seal(broken(), io.BytesIO(), [backups.pair()[0]])


def test_a_key_that_is_none_is_told():
    with pytest.raises(BackupError, match="BACKUP_KEY is no key of age"):
        envelope.seal(CONTENT, io.BytesIO(), [f"age1{'q' * 58}"])
