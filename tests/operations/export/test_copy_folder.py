"""The folder of a copy: no half a file, nothing of others, and complete once more."""

import pytest

from operations.backup.refusal import BackupError
from operations.export.copy_folder import CopyFolder


def content(folder):
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    names = [path.relative_to(folder) for path in found]
    return {str(n): (folder / n).read_text() for n in names if n.parts[0] != ".export"}


def write(folder, told, order=None):
    """Bring a folder to have just these files."""
    copy = CopyFolder(folder)
    with copy.held():
        for name, text in told.items():
            copy.put(name, text.encode())
        return copy.take_place({"files": dict.fromkeys(told, "")}, order or told)


def interrupted(*names):
    """What comes after these names never comes: the process is ended."""
    yield from names
    raise KeyboardInterrupt


def test_an_export_that_is_ended_among_its_files_is_completed_by_the_next(tmp_path):
    write(tmp_path, {"a": "old", "b": "old", "c/d": "gone"})
    new = {"a": "new", "b": "new", "e/f": "soon gone"}
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path, new, interrupted("e/f", "a"))
    half = {"a": "new", "b": "old", "c/d": "gone", "e/f": "soon gone"}
    assert content(tmp_path) == half

    removed = write(tmp_path, {"a": "new", "b": "newest", "c": "a file now"})

    assert content(tmp_path) == {"a": "new", "b": "newest", "c": "a file now"}
    assert removed == 2
    assert [path.name for path in (tmp_path / ".export").iterdir()] == ["manifest.json"]


def test_files_of_others_are_left_alone_and_a_folder_of_others_is_refused(tmp_path):
    write(tmp_path / "site", {"a": "ours"})
    (tmp_path / "site/CNAME").write_text("paper.example")
    write(tmp_path / "site", {"b": "ours"})
    assert content(tmp_path / "site") == {"CNAME": "paper.example", "b": "ours"}

    (tmp_path / "home").mkdir()
    (tmp_path / "home/letter").write_text("mine")
    with pytest.raises(BackupError, match="that no export has put there"):
        write(tmp_path / "home", {"a": "ours"})
    assert content(tmp_path / "home") == {"letter": "mine"}


def test_two_exports_do_not_write_to_one_folder(tmp_path):
    with CopyFolder(tmp_path).held(), pytest.raises(BackupError, match="Another"):
        write(tmp_path, {"a": "new"})
