"""The command: it works where nothing else does, and changes nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import neighbours

ROOT = Path(__file__).parents[4]


def run(*words, **variables):
    """Status, and what was said, of `manage.py doctor`."""
    ended = subprocess.run(
        [sys.executable, "manage.py", "doctor", *words],
        cwd=ROOT,
        env={
            name: value
            for name, value in (os.environ | variables).items()
            if value is not None
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.stderr == ""
    return ended.returncode, ended.stdout


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_a_wrong_setting_is_found_where_every_other_command_stops(words):
    status, said = run(*words, SECRET_KEY="too short")

    assert status == 2
    fault = "SECRET_KEY needs 50 characters or more."
    if words:
        (row,) = json.loads(said)["findings"]
        assert (row["check"], row["fault"]) == ("settings", fault)
    else:
        assert said.startswith(f"FAULT    settings: {fault}\n")


def test_with_database_mail_and_site_gone_each_is_named_and_no_file_is_made(tmp_path):
    gone = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/gone.sqlite3",
        "EMAIL_URL": f"smtp://localhost:{neighbours.closed_port()}",
        "SITE_URL": f"http://localhost:{neighbours.closed_port()}",
        "MEDIA_ROOT": f"{tmp_path}/media",
        "PAGE_CACHE": f"{tmp_path}/pages",
    }

    status, said = run("--json", **gone)

    found = [row["check"] for row in json.loads(said)["findings"]]
    assert status == 2
    assert found == ["static files", "database", "site", "mail", "backup"]
    assert [*tmp_path.iterdir()] == []
