"""The tests: those of a module stand where it stands, under its name."""

import pytest

from tests.test_house import ROOMS, ROOT, name

# The demo is met as a paper that is crawled, by what stands at the top of the tests.
TESTED = sorted((ROOMS | {"benchmarks"}) - {"demo"})
FOLDERS = {
    "browser",  # drive Chromium
    "concurrency",  # commit, in several threads
    "editions",  # documents that are frozen for good
    "support",  # what helps tests
}


def subject(path):
    """What a file of tests is about: the module or package that begins its name."""
    folder = ROOT / path.relative_to(ROOT / "tests").parent
    words = path.stem.removeprefix("test_").split("_")
    for count in range(len(words), 0, -1):
        there = folder / "_".join(words[:count])
        if there.with_suffix(".py").is_file() or (there / "__init__.py").is_file():
            return there
    return None


@pytest.mark.parametrize("room", TESTED)
def test_tests_mirror_the_source(room):
    """`test_publish_late.py` is about `publish.py` of the same folder, or `publish/`.

    What goes through many modules stands at the top of the tests.
    """
    files = [*(ROOT / "tests" / room).rglob("test_*.py")]

    assert files
    assert [name(path) for path in files if not subject(path)] == []


def test_a_folder_of_tests_is_a_room_or_says_how_its_tests_are_run():
    """One that has only what Python left there is gone."""
    files = (path.relative_to(ROOT / "tests") for path in ROOT.glob("tests/*/**/*.*"))
    folders = {path.parts[0] for path in files if path.suffix != ".pyc"}

    assert folders - {"__pycache__"} == {*TESTED, *FOLDERS}
