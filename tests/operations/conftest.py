"""What tests of backups need: PostgreSQL's programs, and folders of their own."""

import pytest

from scripts.with_postgres import programs


@pytest.fixture(autouse=True)
def programs_of_the_server(settings):
    """On PATH there may be older ones."""
    settings.POSTGRESQL_PROGRAMS = programs()


@pytest.fixture
def shelf_folder(settings, tmp_path):
    """Where backups are kept; the paper's pictures have a folder of their own, too."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.BACKUP_DIR = tmp_path / "backups"
    return settings.BACKUP_DIR
