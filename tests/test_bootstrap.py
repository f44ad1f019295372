"""The environment's script replaces what it made itself, and nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "scripts" / "bootstrap.sh"


@pytest.fixture
def bootstrap(tmp_path):
    """Runs the script for a folder with a lock that names nothing; (status, errors)."""
    lock = tmp_path / "nothing.txt"
    lock.touch()

    def run(folder):
        ended = subprocess.run(
            ["sh", SCRIPT, folder, lock],
            env=os.environ | {"PYTHON": sys.executable, "NO_UV": "1"},
            capture_output=True,
            text=True,
        )
        return ended.returncode, ended.stderr

    return run


def test_a_folder_that_the_script_did_not_make_is_left_alone(tmp_path, bootstrap):
    paper = tmp_path / "paper"
    paper.mkdir()
    (paper / "only-copy.txt").write_text("Ten years of work.")

    refusal = (
        f"{paper} is no environment that bootstrap.sh made: name another folder.\n"
    )
    assert bootstrap(paper) == (1, refusal)
    assert (paper / "only-copy.txt").read_text() == "Ten years of work."


def test_an_environment_that_was_begun_is_made_anew(tmp_path, bootstrap):
    venv = tmp_path / "new"
    assert bootstrap(venv) == (0, "")
    (venv / ".complete").unlink()
    (venv / "left-over").touch()

    assert bootstrap(venv) == (0, "")
    assert (venv / ".complete").exists()
    assert (venv / "bin" / "python").exists()
    assert not (venv / "left-over").exists()
