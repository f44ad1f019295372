"""The steps of growing at a tiny size, with their real parts: who pays for a page."""

import json
import re
import subprocess
import sys

import pytest

from benchmarks.server import ROOT
from benchmarks.surroundings import NEEDED
from scripts import proxies

pytestmark = pytest.mark.once  # It brings a PostgreSQL of its own.


def test_each_step_is_asked_and_what_it_needs_is_reckoned():
    words = ["scale", "--stories", "12", "--pages", "20", "--rate", "100"]
    command = [sys.executable, "-m", "benchmarks", *words]

    told = subprocess.run(
        [*command, "--groups", "alone", "front"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert told.returncode == 0, told.stderr
    steps = dict(re.findall(r"^(.+?): (\{.*\})$", told.stderr, re.M))
    found = {name: json.loads(said) for name, said in steps.items()}
    assert found["each page made anew"]["answers"] == {"made": 20}
    assert found["kept pages"]["answers"] == {"made": 0, "memory": 20}
    if missing := proxies.lacking(*NEEDED["front"]):
        assert found["front"] == {"lacking": missing}
        assert f"Left out, front: no {missing[0]}" in told.stdout
    else:
        behind = found["Varnish before it"]
        assert sum(behind["answers"].values()) < behind["pages"]
        assert found["Caddy with TLS before that"]["cost"]["proxy"] > 0
        assert "| 1,000,000 | " in told.stdout
