"""Each byte of a backup's file is accounted for: what was changed is refused."""

import io
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operations.backup import envelope, tarball
from operations.backup.refusal import BackupError, DamagedError
from tests.support import backups

MEMBERS = {
    "manifest.json": b"{}\n",
    "database/000001": b"SQLite format 3" * 40,
    "media/images/a1.png": b"\x89PNG",
}
PUBLIC, SECRET = backups.pair()


def archive(members=MEMBERS):
    told = ((name, len(content), [content]) for name, content in members.items())
    return backups.archive(told)


def sealed(content):
    out = io.BytesIO()
    envelope.seal([content], out, [PUBLIC])
    return out.getvalue()


def read(content):
    """Name to bytes, of a file whose end was reached."""
    return {m.name: b"".join(m.chunks()) for m in tarball.members(io.BytesIO(content))}


def test_what_is_read_is_what_was_written_and_as_any_tar_reads_it(tmp_path):
    (tmp_path / "backup.tar").write_bytes(archive())

    assert read(archive()) == MEMBERS
    unpacked = backups.unpacked(tmp_path / "backup.tar")
    sums = unpacked.pop(tarball.SUMS)
    assert unpacked == MEMBERS
    for name, content in MEMBERS.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    checked = ["sha256sum", "--check", "--strict", "--quiet"]
    subprocess.run(checked, input=sums, cwd=tmp_path, check=True)


WHOLE = archive()


@st.composite
def mutations(draw, whole):
    """The file with a byte changed, a stretch cut out, doubled, or put elsewhere."""
    begin = draw(st.integers(0, len(whole) - 1))
    end = draw(st.integers(begin + 1, min(len(whole), begin + 1500)))
    stretch, rest = whole[begin:end], whole[:begin] + whole[end:]
    there = draw(st.integers(0, len(rest)))
    flipped = bytes([stretch[0] ^ draw(st.integers(1, 255))])
    return draw(
        st.sampled_from(
            [
                whole[:begin] + flipped + whole[begin + 1 :],
                whole[:begin],
                rest,
                whole[:end] + stretch + whole[end:],
                rest[:there] + stretch + rest[there:],
                whole + stretch,
            ]
        )
    )


@given(mutations(WHOLE))
def test_a_file_that_was_changed_anywhere_is_refused_in_one_line(changed):
    if changed == WHOLE:
        return
    with pytest.raises(BackupError) as refusal:
        read(changed)

    assert 10 < len(str(refusal.value)) < 200
    assert "\n" not in str(refusal.value)


SEALED = sealed(WHOLE)


@given(mutations(SEALED))
def test_so_is_one_that_is_encrypted(changed):
    if changed == SEALED:
        return
    with (
        pytest.raises(BackupError),
        envelope.opened(io.BytesIO(changed), SECRET) as stream,
    ):
        [*tarball.members(stream)]


@pytest.mark.parametrize(
    "name",
    [
        *("media/images/../../outside", "/etc/passwd", "media/images/.hidden"),
        *(
            "media/renditions/a.png",
            "database/1",
            "media/images/a/b",
            "../database",
        ),
    ],
)
def test_no_name_leads_elsewhere(name):
    with pytest.raises(DamagedError, match="a member that no backup has"):
        read(archive(MEMBERS | {name: b"x"}))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda whole: b"", "It is cut short in its contents."),
        (lambda whole: b"x" * 4096, "It is damaged, or no backup of a paper."),
        (lambda whole: whole[:1800], "It is cut short in database/000001."),
        (
            lambda whole: whole.replace(b"format 3", b"format 4", 1),
            "database/000001 is not what SHA256SUMS says of it.",
        ),
        (lambda whole: whole + b"\0", "There is something behind its end."),
        (
            lambda whole: whole[:515] + b"x" + whole[516:],
            "There is something behind manifest.json.",
        ),
    ],
)
def test_a_refusal_says_what_is_wrong(change, said):
    with pytest.raises(DamagedError) as refusal:
        read(change(WHOLE))

    assert str(refusal.value) == said


def test_a_link_in_the_place_of_a_file_is_refused():
    whole = bytearray(archive())
    whole[156:157] = b"2"  # the kind of member, and the sum of the head with it
    before = int(whole[148:154], 8)
    whole[148:154] = f"{before + ord('2') - ord('0'):06o}".encode()

    with pytest.raises(DamagedError, match=r"The head of manifest.json is not as it"):
        read(bytes(whole))


def test_what_was_changed_while_it_was_read_is_no_backup():
    with pytest.raises(BackupError, match=r"media/x was changed while it was copied"):
        backups.archive(iter([("media/x", 9, [b"short"])]))


def with_size(octal, whole=WHOLE):
    """The file, its first member being as large as that field says, and the sum of the
    head right."""
    first = whole[:124] + octal + whole[136:148] + b" " * 8 + whole[156:512]
    return first[:148] + b"%06o\0 " % sum(first) + first[156:] + whole[512:]


@pytest.mark.parametrize("size", [b"\xff" * 12, b"\x80" + b"\x7f" * 11])
def test_a_size_that_no_file_has_is_refused_in_one_line(size):
    with pytest.raises(DamagedError, match="It is damaged, or no backup of"):
        read(with_size(size))


def test_a_list_of_hashes_longer_than_it_can_be_is_not_read():
    sums = bytearray(tarball.head(tarball.SUMS, 8**11 - 1))
    whole = WHOLE[: WHOLE.rindex(tarball.SUMS.encode())] + bytes(sums)

    with pytest.raises(DamagedError, match="SHA256SUMS does not name all members"):
        read(whole)
