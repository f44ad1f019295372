"""The whole program at a tiny size: files that nothing else executes."""

import json
import subprocess
import sys

from django.db import connection

from benchmarks.server import ROOT
from benchmarks.targets import TARGETS


def test_a_paper_is_made_served_asked_and_written_down(tmp_path):
    page = tmp_path / "page.md"
    words = ["run", "--quick", "--sizes", "6", "--out", page]
    command = [sys.executable, "-m", "benchmarks", *words]

    printed = subprocess.run(
        [*command, "--engines", connection.vendor],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    (run,) = json.loads(page.with_suffix(".json").read_text())["runs"]
    asked = [
        one for part in ("bare", "cold", "warm", "hot") for one in run[part].items()
    ]
    strange = {name: found["status"] for name, found in asked if found["status"] != 200}
    assert strange == {"story, 304": 304}
    assert [t.name for t in TARGETS if t.reached(run) is None] == []
    assert {deed["status"] for deed in run["desk"].values()} == {0, 200, 302}
    assert len(run["plans"]) == 10
    assert all(target.name in printed for target in TARGETS)
    assert f"6 stories on {connection.vendor}" in page.read_text()
