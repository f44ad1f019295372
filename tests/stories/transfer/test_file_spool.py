"""Files of an import wait on disk, and come back as they were."""

from contextlib import ExitStack, closing

import pytest

from stories.transfer.file_spool import FileSpool, PlacedFiles

STORIES = [
    {"format": "explainer/1", "slug": f"s-{n}", "text": "é\n" * n} for n in (1, 2)
]
QUESTION = {"format": "question/1", "slug": "asked"}


@pytest.fixture
def spooled():
    with ExitStack() as all_of_them:
        yield lambda *items: filled(
            all_of_them.enter_context(closing(FileSpool())), items
        )


def filled(spool, items):
    assert spool.extend((f"at {n}", item) for n, item in enumerate(items)) == [
        f"at {n}" for n in range(len(items))
    ]
    return spool


def test_files_are_given_as_often_as_they_are_asked_for(spooled):
    spool = spooled(*STORIES)

    assert [*spool] == [*spool] == STORIES
    assert (len(spool), spool[1]) == (2, STORIES[1])


def test_what_was_cut_off_is_gone_and_others_take_its_place(spooled):
    spool = spooled(*STORIES)

    spool.cut(1)
    spool.append(QUESTION)

    assert [*spool] == [STORIES[0], QUESTION]


def test_questions_stand_before_stories_and_keep_their_places(spooled):
    files = [*STORIES, QUESTION]

    for given in (files, spooled(*files)):
        found = [*PlacedFiles(given, ())]
        assert [place for _item, place in found] == [f"stories[{n}]" for n in (2, 0, 1)]
        assert [item for item, _place in found] == [QUESTION, *STORIES]
        named = PlacedFiles(given, ["a", "b", "c"])
        assert [place for _item, place in named] == ["c", "a", "b"]
        assert len(named) == 3
