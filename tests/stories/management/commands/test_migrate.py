"""Migrating: what it refuses in words, and the guards that it puts right."""

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from stories import guards

pytestmark = pytest.mark.django_db


def test_a_database_of_other_migrations_is_refused_and_stays_as_it_was():
    applied = MigrationRecorder.Migration.objects.all()
    applied.filter(app="sources").delete()  # What stories stand on.
    before = {*applied.values_list("app", "name")}

    with pytest.raises(CommandError, match=r"Nothing was changed: .* sources\.0001"):
        call_command("migrate", verbosity=0)

    assert {*applied.all().values_list("app", "name")} == before


def test_guards_that_are_gone_are_put_up_and_stop_no_migration():
    guards.take_down(connection)
    before = {fault.id for fault in run_checks(databases=["default"])}

    call_command("migrate", verbosity=0, skip_checks=False)

    assert "stories.E001" in before
    assert run_checks(databases=["default"]) == []
