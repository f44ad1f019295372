"""Migrating: a database of other migrations is refused in words, and stays."""

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db


def test_a_database_of_other_migrations_is_refused_and_stays_as_it_was():
    applied = MigrationRecorder.Migration.objects.all()
    applied.filter(app="sources").delete()  # What stories stand on.
    before = {*applied.values_list("app", "name")}

    with pytest.raises(CommandError, match=r"Nothing was changed: .* sources\.0001"):
        call_command("migrate", verbosity=0)

    assert {*applied.all().values_list("app", "name")} == before
