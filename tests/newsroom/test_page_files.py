"""Django's cache of files, in many folders: no page is looked for among all others."""

import pytest

from newsroom.page_files import FOLDERS, LOOKS, Folder, PageFiles


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


def test_each_of_many_folders_may_hold_its_part(pages, tmp_path):
    for number in range(16 * FOLDERS):
        pages.set(f"page-{number}", number, None)

    assert len([*tmp_path.iterdir()]) == FOLDERS
    assert {pages.of(f"page-{n}")._max_entries for n in range(100)} == {3}


def test_a_folder_that_is_full_makes_room_before_long(tmp_path):
    folder = Folder(tmp_path, {"OPTIONS": {"MAX_ENTRIES": 60}})
    counted = []
    for number in range(8 * LOOKS):
        folder.set(f"page-{number}", number, None)
        counted.append(len([*tmp_path.iterdir()]))

    assert 60 <= max(counted) < 60 + LOOKS
    assert counted[-1] < 60 + LOOKS
