"""What tests of backups need: PostgreSQL's programs, those of the server under test."""

import pytest

from scripts.with_postgres import programs


@pytest.fixture(autouse=True)
def programs_of_the_server(settings):
    """On PATH there may be older ones."""
    settings.POSTGRESQL_PROGRAMS = programs()
