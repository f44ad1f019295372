"""Static files as production serves them: hashed, and none of them missing."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

ROOT = Path(__file__).parents[2]
NAMED = sorted(
    {
        name
        for template in ROOT.glob("templates/**/*.html")
        for name in re.findall(r"""{% static ["']([^"']+)["']""", template.read_text())
    }
)


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The names that production's storage knows, from file to hashed file."""
    storage = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    folder = tmp_path_factory.mktemp("static")
    with override_settings(
        STATIC_ROOT=folder, STORAGES={"staticfiles": {"BACKEND": storage}}
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        return set(staticfiles_storage.hashed_files)


@pytest.mark.parametrize("name", NAMED)
def test_static_file_that_a_template_names_is_collected(collected, name):
    assert name in collected
