"""Django's cache of files, in many folders: no page is looked for among all others."""

from collections import Counter

import pytest

from newsroom.page_files import FOLDERS, LOOKS, PageFiles


@pytest.fixture
def pages(tmp_path):
    return PageFiles(str(tmp_path), {"OPTIONS": {"MAX_ENTRIES": 3 * FOLDERS}})


def test_what_is_set_is_there_until_it_is_deleted(pages):
    pages.set("a", ["page"], None)

    assert (pages.get("a"), pages.get("b", "none")) == (["page"], "none")
    assert not pages.add("a", "another")
    assert pages.touch("a", 60)
    assert (pages.delete("a"), pages.get("a")) == (True, None)
    pages.set_many({"a": 1, "b": 2})
    pages.clear()
    assert pages.get_many(["a", "b"]) == {}


def test_another_process_finds_it(pages, tmp_path):
    pages.set("a", "page", None)

    assert PageFiles(str(tmp_path), {}).get("a") == "page"


def test_each_folder_holds_its_part_of_all_that_may_be_there(pages, tmp_path):
    for number in range(40 * FOLDERS):
        pages.set(f"page-{number}", number, None)

    counted = Counter(path.parent.name for path in tmp_path.glob("*/*"))
    assert len(counted) == FOLDERS
    assert max(counted.values()) < 3 + LOOKS
