"""The units of systemd: what they start is there, and they wait long enough."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from newsroom import gunicorn, settings

ROOT = Path(__file__).parents[1]
UNITS = sorted((ROOT / "deploy/systemd").glob("*.service"))
SHARED = ROOT / "deploy/systemd/newsroom-.service.d/paper.conf"
BIN = "/srv/newsroom/.venv-run/bin"
ENTRY_POINT = "/srv/newsroom/deploy/entrypoint"


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_a_unit_starts_what_there_is_as_a_user_of_its_own(unit):
    started = re.findall(r"^Exec\w+=(\S+) (.+)", unit.read_text(), re.M)

    assert started
    for program, words in started:
        assert program in (f"{BIN}/python", ENTRY_POINT)
        if program == ENTRY_POINT:
            assert f"Environment=PATH={BIN}:" in unit.read_text()
            assert words == "serve"
        if program.endswith("python"):
            assert words.split()[0] == "manage.py"
            assert words.split()[1] in get_commands()
    # systemd reads that file for every unit whose name begins so.
    assert unit.name.startswith("newsroom-")
    assert "User=newsroom\n" in SHARED.read_text()


def test_a_server_that_stops_has_the_time_it_takes():
    text = (ROOT / "deploy/systemd/newsroom-web.service").read_text()
    given = int(re.search(r"^TimeoutStopSec=(\d+)$", text, re.M)[1])
    source = Path(settings.__file__).read_text()
    most = int(re.search(r'"DRAIN_SECONDS", 0, least=0, most=(\d+)', source)[1])

    assert given > gunicorn.graceful_timeout + most
