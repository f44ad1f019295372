"""Three processes and their readers: what is committed shows in each in a second."""

import pytest

from scripts import staleness, with_postgres

# By SQL from outside, of which no code of the paper hears, and by the desk's forms;
# `make staleness` changes every kind of row, on both engines.
CHANGES = ("people/desk, by its form", "a mention, by SQL")

# Two stories of the demo paper: enough of each kind of page.
FILES = [f"demo/stories/{slug}.1.json" for slug in ("ferry-strike", "library-closures")]
FEW = ("import_stories", *FILES, "--publish", "--media", "demo")


@pytest.mark.once  # It brings a PostgreSQL of its own; `make front` asks SQLite's.
def test_what_is_changed_is_gone_from_every_process(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(staleness, "OF_A_KIND", 2)
    monkeypatch.setattr(staleness, "READERS", 2)

    with with_postgres.temporary_server() as server:
        failed = staleness.measure(server.address, tmp_path, CHANGES, filled=FEW)

    assert failed == []
    assert len(capsys.readouterr().out.splitlines()) == len(CHANGES)
