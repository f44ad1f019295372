"""What all processes share of pages: of this build alone, and at nobody's cost."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as all_settings
from django.core.cache import caches

from newsroom import page_store
from newsroom.answer import Answer, Facts
from newsroom.page_store import PageStore, build_name
from newsroom.public_address import Address

PAGE = Answer("200 OK", [("ETag", '"1"')], b"page", Facts(keys=("slug:a",)), 7, 8.0)
ADDRESS = Address("https", None, "/stories/häfen/", "", True)


@pytest.fixture
def kept():
    """A cache whose pages are of no other test."""
    caches["shared"].clear()
    return caches["shared"]


def test_another_process_of_this_build_finds_the_page_as_it_was(kept):
    PageStore(build="a").keep(ADDRESS, PAGE)

    found = PageStore(build="a").find(ADDRESS)
    assert (found, found is PAGE) == (PAGE, False)
    assert PageStore(build="b").find(ADDRESS) is None
    assert PageStore(build="a").find(ADDRESS._replace(takes_gzip=False)) is None


class Broken:
    """A cache that is away, or full."""

    is_away = True

    def get(self, name):
        return self.fail("get", name)

    def set(self, name, value, timeout):
        return self.fail("set", name)

    def fail(self, verb, name):
        if self.is_away:
            raise ConnectionError(f"No {verb} today.")


def test_a_cache_that_is_away_costs_one_line_of_the_log(caplog):
    cache = Broken()
    store = PageStore(cache, "a")

    for _time in range(3):
        store.keep(ADDRESS, PAGE)
        assert store.find(ADDRESS) is None
    cache.is_away = False
    store.find(ADDRESS)
    cache.is_away = True
    store.find(ADDRESS)

    assert [row.getMessage() for row in caplog.records] == [
        "No pages are shared: No set today.",
        "No pages are shared: No get today.",
    ]


def test_a_page_that_cannot_be_read_is_none(kept):
    store = PageStore(build="a")
    store.keep(ADDRESS, PAGE)
    for path in kept.of(store.name(ADDRESS))._list_cache_files():
        with open(path, "r+b") as file:
            file.truncate(20)

    assert store.find(ADDRESS) is None


def test_a_build_is_its_files_and_settings(settings, tmp_path):
    for folder in page_store.FOLDERS:
        (tmp_path / folder).mkdir()
    settings.BASE_DIR = tmp_path
    names = [build_name(), build_name()]
    file = tmp_path / "templates" / "a.html"
    for text in ("A", "B"):
        file.write_text(text)
        names.append(build_name())
    file.rename(tmp_path / "templates" / "b.html")
    names.append(build_name())
    (tmp_path / "paper" / "a.pyc").write_text("A")
    names.append(build_name())
    settings.SITE_NAME = "Another"
    names.append(build_name())

    assert [name == names[0] for name in names] == [True, True, *[False] * 5]
    assert len(set(names)) == 5
    assert names[4] == names[5]


NAME = """import django
django.setup()
from newsroom.page_store import build_name
print(build_name())"""


def test_a_process_that_begins_anew_is_of_the_same_build():
    names = {
        subprocess.run(
            [sys.executable, "-c", NAME],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=all_settings.BASE_DIR,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(names) == 1
