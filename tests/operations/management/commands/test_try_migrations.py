"""Before an upgrade its migrations are tried on a copy; the paper stays as it is."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from operations.backup import contents, copies
from stories import guards
from tests import make


@pytest.fixture
def paper(committed):
    """A paper with an edition, and every value that it has."""
    make.published_story()
    return values()


def values():
    with copies.engine().opened_paper() as live:
        return contents.tables(live)


@pytest.mark.once
def test_a_sound_paper_is_told_so_and_nothing_of_it_has_changed(
    paper, capsys, monkeypatch
):
    """Its own password may be beside its address; that of a copy is in it."""
    monkeypatch.setenv("DATABASE_PASSWORD", "of the paper")

    call_command("try_migrations")

    assert "its record is sound: 1 editions" in capsys.readouterr().out
    assert values() == paper


def test_a_copy_that_fails_is_a_reason_not_to_upgrade(paper):
    guards.take_down(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE stories_revision SET digest = '{'0' * 64}'")
    damaged = values()

    with pytest.raises(CommandError) as refusal:
        call_command("try_migrations")

    said = r"Do not upgrade. The record of the copy: Revision \d+ doesn't have the hash"
    assert re.match(said, str(refusal.value))
    assert values() == damaged
