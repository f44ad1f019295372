"""The image gets every part of the paper and nothing else, as `.dockerignore` says."""

from pathlib import Path

import pytest
from django.apps import apps

from scripts import image
from tests.support import rooms

ROOT = Path(__file__).parents[1]


@pytest.fixture
def project(tmp_path):
    """A project with a package, its waste, a secret and a list."""
    for name in (
        "shop/models.py",
        "shop/__pycache__/x.pyc",
        "bakery/models.py",
        ".env",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).touch()
    (tmp_path / ".dockerignore").write_text("# All of it.\n*\n!shop\n**/__pycache__\n")
    return tmp_path


def test_what_is_not_named_stays_out(project):
    assert [*map(str, image.context(project))] == ["shop/models.py"]


def test_every_app_of_ours_is_in_the_image():
    sent = {path.parts[0] for path in image.context(ROOT)}

    ours = [Path(app.path) for app in apps.get_app_configs()]
    names = {p.relative_to(ROOT).parts[0] for p in ours if p.is_relative_to(ROOT)}
    # Ours, and not a package that is installed below the project.
    names = {name for name in names if not name.startswith(".")}
    assert names | {"explainer"} >= {*rooms.rooms(), "explainer"}
    assert names | {"newsroom", "templates", "manage.py"} <= sent


def test_no_secret_and_no_test_is_in_the_image():
    sent = {path.parts[0] for path in image.context(ROOT)}

    assert not sent & {".env", ".git", "var", "tests", "conftest.py", ".venv"}


def test_the_demo_s_pictures_are_in_the_image_and_what_draws_them_is_not():
    sent = {path.as_posix() for path in image.context(ROOT)}

    assert len([name for name in sent if name.endswith("-hero.webp")]) == 13
    folders = {folder for name in sent for folder in name.split("/")[:-1]}
    assert not {"scripts", "motifs"} & folders
    assert not [name for name in sent if "motifs" in name]


def test_a_step_of_the_dockerfile_is_one_command():
    text = 'FROM base\n# Why.\nRUN a \\\n && b\nCMD ["c"]\n'

    assert [*image.instructions(text)] == [
        ("FROM", "base"),
        ("RUN", "a  && b"),
        ("CMD", '["c"]'),
    ]


def test_folders_of_the_image_are_moved_and_addresses_are_not(tmp_path):
    found = image.Image(tmp_path, {"PATH": "/usr/bin"})
    found.build("WORKDIR /app\nENV PATH=/venv/bin:$PATH MEDIA=/media")

    assert found.variables["PATH"] == f"{tmp_path}/venv/bin:/usr/bin"
    assert (
        found.moved("get http://x/app /media") == f"get http://x/app {tmp_path}/media"
    )


def test_an_operator_s_commands_are_typed_in_full():
    text = "    python manage.py export_stories [SLUG…] --media DIR   # live\n"

    typed = ["manage.py", "export_stories", "--media", "pictures"]
    assert [*image.typed_commands(text)] == [typed]
