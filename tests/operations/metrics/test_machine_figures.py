"""What the machine tells of its processes, its disks and the build."""

import os

import pytest
from django.db import connection

from operations.metrics import machine_figures
from operations.metrics.machine_figures import MachineCollector, memory, room


def values(families):
    return {
        (family.name.removeprefix("newsroom_"), *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_memory_is_that_of_all_who_answer():
    found = values(memory())

    assert found["processes",] >= 1
    held = found["memory_resident_bytes",]
    assert 10_000_000 < found["memory_largest_process_bytes",] <= held


@pytest.fixture
def proc(tmp_path, monkeypatch):
    """A machine on which ours and two others answer, of which one has just ended."""
    monkeypatch.setattr(machine_figures, "PROC", tmp_path)
    ours, parent = os.getpid(), os.getppid()
    for pid, pages in ((ours, 30), (2, 50)):
        (tmp_path / str(pid)).mkdir()
        (tmp_path / f"{pid}/statm").write_text(f"900 {pages} 1 1 0 1 0\n")
    (tmp_path / f"{parent}/task/{parent}").mkdir(parents=True)
    children = tmp_path / f"{parent}/task/{parent}/children"
    children.write_text(f"{ours} 2 3 ")
    return children


def test_processes_that_answer_beside_us_are_counted(proc):
    assert values(memory()) == {
        ("processes",): 2,
        ("memory_resident_bytes",): 80 * machine_figures.PAGE,
        ("memory_largest_process_bytes",): 50 * machine_figures.PAGE,
    }


def test_where_the_system_names_no_family_we_are_alone(proc):
    proc.unlink()

    assert values(memory())["processes",] == 1


def test_room_is_told_of_each_folder_that_is_written_to(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "not" / "made" / "yet"
    found = values(room())

    assert found["disk_size_bytes", "media"] >= found["disk_free_bytes", "media"] > 0
    assert {name for _figure, name in found} <= {"media", "database", "backups"}


def test_the_build_is_told():
    collector = MachineCollector()
    collector.build = "a build"
    family = collector.about()

    (sample,) = family.samples
    assert sample.name == "newsroom_build_info"
    assert sample.labels["build"] == "a build"
    assert sample.labels["database"] == connection.vendor
