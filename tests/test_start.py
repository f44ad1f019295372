"""How the paper starts, and how it stops with one line where it can't."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOWHERE = "sqlite:////no/such/folder/paper.sqlite3"
REFUSED = "newsroom: DATABASE_URL leads to no database we can use: "


def run(*command, cwd=ROOT, **variables):
    """Return status, output and errors of a command with these variables set."""
    ended = subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=20,
    )
    return ended.returncode, ended.stdout, ended.stderr


def start(**variables):
    """Run the smallest command there is with these variables and no others."""
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"ENV_FILE": os.devnull, **variables},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def checkout(tmp_path):
    """What `run.sh` needs of the project, in a folder that it may write to."""
    for name in ("manage.py", "newsroom", "operations", "requirements.txt"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def test_start_without_a_secret_key_ends_with_one_line():
    ended = start()

    line = "newsroom: SECRET_KEY is not set; see .env.example.\n"
    assert (ended.returncode, ended.stderr) == (1, line)


def test_start_with_a_wrong_value_names_the_variable():
    ended = start(DEBUG="1", PORT="http")

    line = "newsroom: PORT must be a whole number from 1 to 65535, not 'http'.\n"
    assert (ended.returncode, ended.stderr) == (1, line)


def test_env_file_is_read_and_exported_values_win(tmp_path):
    file = tmp_path / "env"
    file.write_text("DEBUG=1\nPORT=from-the-file\nWEB_THREADS=from-the-file\n")

    ended = start(ENV_FILE=str(file), PORT="8000")

    assert ended.stderr.startswith("newsroom: WEB_THREADS must be")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (None, "cannot be read"),
        (b"SITE_NAME=\xff\n", "no UTF-8"),
        (b"A=\0\n", "no UTF-8"),
    ],
)
def test_env_file_that_is_named_must_be_readable(tmp_path, content, fault):
    file = tmp_path / "env"
    if content:
        file.write_bytes(content)

    ended = start(ENV_FILE=str(file), DEBUG="1")

    assert ended.returncode == 1
    assert ended.stderr.startswith("newsroom: ENV_FILE ")
    assert fault in ended.stderr
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        (NOWHERE, "unable to open database file"),
        (f"sqlite:///{ROOT}/manage.py", "file is not a database"),
        ("postgres://u@127.0.0.1:1/paper", "Connection refused"),
        ("postgres://u@127.0.0.1:1/paper?foo=bar", 'invalid connection option "foo"'),
    ],
)
def test_command_without_its_database_ends_with_one_line(url, fault):
    status, _, errors = run(
        sys.executable, "manage.py", "migrate", "--check", DATABASE_URL=url
    )

    assert status == 1
    assert errors.startswith(REFUSED)
    assert fault in errors
    assert errors.count("\n") == 1


def test_command_that_finds_its_database_shows_its_errors_in_full(tmp_path):
    url = f"sqlite:///{tmp_path}/empty.sqlite3"

    _, _, errors = run(sys.executable, "manage.py", "demo", DATABASE_URL=url)

    assert errors.startswith("Traceback")
    assert "no such table" in errors


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("SITE_URL", "http://[::1", "newsroom: SITE_URL must look like"),
        ("DATABASE_URL", NOWHERE, REFUSED),
    ],
)
def test_run_stops_with_one_line(checkout, name, value, line):
    script = ROOT / "scripts" / "run.sh"

    status, output, errors = run(
        "sh", script, sys.prefix, cwd=checkout, **{name: value}
    )

    assert status == 1
    assert "demo paper" not in output
    assert errors.startswith(line)
    assert errors.count("\n") == 1


def test_run_stops_at_a_port_in_use_before_it_touches_anything(checkout):
    script = ROOT / "scripts" / "run.sh"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        status, output, errors = run("sh", script, sys.prefix, cwd=checkout, PORT=port)

    said = f"newsroom: PORT is in use: another program listens on 127.0.0.1:{port}.\n"
    assert (status, output, errors) == (1, "", said)


def test_web_server_stops_at_a_port_in_use_in_one_line(tmp_path):
    server = [f"{sys.prefix}/bin/gunicorn", "-c", "python:newsroom.gunicorn"]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = run(*server, "newsroom.wsgi", STATIC_ROOT=str(tmp_path), PORT=port)

    said = f"newsroom: PORT is in use: another program listens on 127.0.0.1:{port}.\n"
    assert ended == (1, "", said)


@pytest.mark.parametrize("manifest", [None, "", '{"version": "1.1", "paths": {}}'])
def test_web_server_refuses_to_start_without_static_files(tmp_path, manifest):
    folder = tmp_path / "static"
    if manifest is not None:
        folder.mkdir()
        (folder / "staticfiles.json").write_text(manifest)

    server = [f"{sys.prefix}/bin/gunicorn", "-c", "python:newsroom.gunicorn"]
    status, _, errors = run(*server, "newsroom.wsgi", STATIC_ROOT=str(folder))

    assert status == 1
    assert errors.startswith("newsroom: STATIC_ROOT lacks ")
    assert errors.endswith("; run manage.py collectstatic.\n")
    assert errors.count("\n") == 1


def test_web_server_starts_once_static_files_are_collected(tmp_path):
    static = {"STATIC_ROOT": f"{tmp_path}/static"}
    run(sys.executable, "manage.py", "collectstatic", "--noinput", **static)

    status, _, errors = run(sys.executable, "-c", "import newsroom.wsgi", **static)

    assert (status, errors) == (0, "")


def test_development_needs_no_static_files(tmp_path):
    variables = {"STATIC_ROOT": f"{tmp_path}/static", "DEBUG": "1"}

    status, _, _ = run(sys.executable, "-c", "import newsroom.wsgi", **variables)

    assert status == 0
