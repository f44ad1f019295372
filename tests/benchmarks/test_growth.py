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


def test_what_stands_before_a_paper_is_asked_and_who_pays_is_told():
    words = ["scale", "--stories", "12", "--pages", "20", "--rate", "100"]
    command = [sys.executable, "-m", "benchmarks", *words, "--groups", "front"]

    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert told.returncode == 0, told.stderr
    steps = re.findall(r"^(.+?): (\{.*\})$", told.stderr, re.M)
    found = {name: json.loads(said) for name, said in steps}
    if missing := proxies.lacking(*NEEDED["front"]):
        assert found["front"] == {"lacking": missing}
        assert f"Left out, front: no {missing[0]}" in told.stdout
        return
    asked = [sum(step["answers"].values()) for step in found.values()]
    assert len(asked) == 5
    assert max(asked) < 20
    assert found["Caddy with TLS before that"]["cost"]["proxy"] > 0
    assert found["a CDN before Varnish"]["cost"]["edge"] > 0
    assert "| Varnish before it | " in told.stdout
