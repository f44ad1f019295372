"""A folder for what the processes of one start count."""

import os

import prometheus_client.multiprocess
import pytest

from newsroom import metrics_folder

# It looks for a folder as it is loaded: here there was none yet.
assert prometheus_client.multiprocess


@pytest.fixture
def memory(tmp_path, monkeypatch):
    monkeypatch.setattr(metrics_folder, "MEMORY", tmp_path)
    monkeypatch.setenv(metrics_folder.VARIABLE, "of another start")
    return tmp_path


def test_each_start_has_an_empty_folder_for_itself_alone(memory):
    metrics_folder.begin()

    folder = memory / os.environ[metrics_folder.VARIABLE]
    assert [*memory.iterdir()] == [folder]
    assert [*folder.iterdir()] == []
    assert folder.stat().st_mode & 0o777 == 0o700
    metrics_folder.end()
    assert [*memory.iterdir()] == []


def test_what_a_killed_server_left_goes_and_what_another_uses_stays(memory):
    running, killed = os.getppid(), 2**22 + 1  # no process has such a number
    for pid in (running, killed, os.getpid()):
        (memory / f"newsroom-metrics-{pid}-x").mkdir()
    (memory / "of-others").mkdir()

    metrics_folder.begin()

    left = {path.name for path in memory.iterdir()}
    ours = os.path.basename(os.environ[metrics_folder.VARIABLE])
    assert left == {f"newsroom-metrics-{running}-x", "of-others", ours}


def test_where_no_memory_can_be_written_to_it_is_with_passing_files(
    memory, tmp_path, monkeypatch
):
    monkeypatch.setattr(metrics_folder, "MEMORY", tmp_path / "none")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    metrics_folder.begin()

    assert os.environ[metrics_folder.VARIABLE].startswith(f"{tmp_path}/newsroom-")


def test_a_process_that_has_ended_holds_nothing_any_more(memory):
    metrics_folder.begin()
    folder = memory / os.environ[metrics_folder.VARIABLE]
    for name in ("counter_7.db", "gauge_livesum_7.db", "gauge_livesum_8.db"):
        (folder / name).touch()

    metrics_folder.forget(7)

    left = {path.name for path in folder.iterdir()}
    assert left == {"counter_7.db", "gauge_livesum_8.db"}
