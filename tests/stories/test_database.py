"""The database knows how large a paper is as soon as it has come in."""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.support.files import WHOLE

pytestmark = pytest.mark.django_db


def looked(command, *args, **options):
    """How often all tables were looked at, in the words of PostgreSQL."""
    with CaptureQueriesContext(connection) as asked:
        call_command(command, *args, **options)
    return [query["sql"] for query in asked].count("ANALYZE")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "story.json"
    path.write_text(json.dumps(WHOLE))
    return path


def test_tables_are_looked_at_once_a_paper_was_imported_and_not_for_a_rehearsal(file):
    once = 1 if connection.vendor == "postgresql" else 0

    assert looked("import_stories", file, dry_run=True) == 0
    assert looked("import_stories", file) == once
    assert looked("rebuild_derived") == once


def test_postgresql_knows_which_names_are_mentioned_as_what():
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT stxname FROM pg_statistic_ext")

        assert ("mention_of_what",) in cursor.fetchall()
