"""The hour of load at a tiny size: everybody gets an answer, and memory is told."""

import re
import subprocess
import sys

from django.db import connection

from benchmarks.server import ROOT


def test_readers_and_an_editor_are_answered_and_memory_is_told():
    words = ["hour", "--stories", "6", "--seconds", "3", "--every", "2", "--rest", "0"]
    command = [sys.executable, "-m", "benchmarks", *words]

    told = subprocess.run(
        [*command, "--engine", connection.vendor],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert (told.returncode, told.stderr) == (0, "")
    *looks, end = told.stdout.splitlines()
    assert len(looks) == 2
    assert all(re.fullmatch(r" +[0-9.]+ min +[0-9.]+ MiB", look) for look in looks)
    asked = re.fullmatch(r"([0-9]+) answers, 0 failed; [0-9.]+ MiB, then .*", end)
    assert int(asked[1]) > 10
