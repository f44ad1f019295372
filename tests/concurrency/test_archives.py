"""An import of an archive that is killed in the middle, and run again."""

import io
import os
import subprocess
import sys
import time

import pytest
from django.core.management import call_command

from stories.models import Edition, Story
from tests.concurrency.test_ticking import ROOT, address_of_database
from tests.support.archive_files import WXR, item

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("committed")]
MANY = 40


def importing(path):
    return subprocess.Popen(
        [sys.executable, "manage.py", "import_archive", str(path), "--publish"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": address_of_database()},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_an_import_that_is_killed_is_ended_by_the_next_and_nothing_is_there_twice(
    tmp_path,
):
    path = tmp_path / "site.xml"
    texts = [item(n, f"Text {n}", f"Words {n}.") for n in range(1, MANY + 1)]
    path.write_text(WXR % "".join(texts))
    with importing(path) as process:
        until = time.monotonic() + 60
        while not Story.objects.exists() and time.monotonic() < until:
            time.sleep(0.01)
        process.kill()
        process.wait()
    began = Story.objects.count()

    said = io.StringIO()
    call_command("import_archive", str(path), publish=True, stdout=said, verbosity=0)

    assert 0 < began < MANY
    assert f"{MANY - began} made, 0 changed, {began} unchanged" in said.getvalue()
    assert Story.objects.count() == Edition.objects.count() == MANY
