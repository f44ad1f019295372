"""A limit of memory that the processes can't keep."""

import pytest

from operations.doctor import memory_checks
from tests.support import ward


@pytest.fixture
def limit(tmp_path, monkeypatch):
    """The file in which the system writes it."""
    file = tmp_path / "memory.max"
    monkeypatch.setattr(memory_checks, "LIMITS", [tmp_path / "no", file])
    return file


@pytest.mark.django_db
@pytest.mark.once
def test_a_limit_below_what_processes_need(well, limit, settings):
    settings.WEB_PROCESSES = 4
    limit.write_text(f"{256 * 1024**2}\n")

    said = "4 web processes need 350 MB, and 256 MB is all that may be used here."
    assert ward.look() == [("memory", said)]


@pytest.mark.parametrize("said", ["max", f"{350 * 1024**2}"])
def test_no_limit_and_one_that_is_enough_are_no_fault(limit, settings, said):
    settings.WEB_PROCESSES = 4
    limit.write_text(said)

    assert [*memory_checks.limit(None)] == []
