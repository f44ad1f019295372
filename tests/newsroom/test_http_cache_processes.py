"""Three processes and their readers: what is committed shows in each in a second."""

import re
import sqlite3
import time
from contextlib import closing

import pytest

from newsroom.generation_watch import SECOND
from scripts.demo_server import Paper

# By SQL from outside, which no code of the paper hears of.
CHANGES = {
    "a page about the paper": "UPDATE pages_flatpage SET title = title || ' {}'",
    "a desk": "UPDATE people_desk SET name = name || ' {}'",
    "an entity": "UPDATE entities_entity SET name = name || ' {}'",
    "a showing": "UPDATE stories_showing SET headline = headline || ' {}'",
    "an outlet": "UPDATE sources_outlet SET name = name || ' {}'",
    "a tag": "UPDATE stories_tag SET name = name || ' {}'",
}
SHOWN_ON = {
    "a page about the paper": r"/about/",
    "a desk": r"/desks/[^/\"]+/",
    "an entity": r"/topics/[^/\"]+/",
    "a showing": r"/stories/[^/\"]+/",
    "an outlet": r"/outlets/[^/\"]+/",
    "a tag": r"/tags/[^/\"]+/",
}
READERS = 12


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    folder = tmp_path_factory.mktemp("paper")
    made = Paper(f"sqlite:///{folder}/paper.sqlite3", folder, WEB_PROCESSES="3")
    made.prepare()
    made.manage("demo")
    made.file = folder / "paper.sqlite3"
    with made.serving():
        yield made


def readers(paper, address):
    """What readers get, each on a connection of their own."""
    return [paper.ask(address)[2] for _reader in range(READERS)]


def find(paper, pattern):
    """The first address of that form that the paper leads to from where it begins."""
    for page in ("/", "/stories/", "/topics/", "/outlets/", "/archive/"):
        if found := re.search(f'href="({pattern})', paper.ask(page)[2]):
            return found[1]
    return None


def change(paper, sql):
    with closing(sqlite3.connect(paper.file, timeout=20)) as connection:
        connection.execute("PRAGMA recursive_triggers = ON")
        connection.execute(sql)
        connection.commit()


@pytest.mark.parametrize("kind", CHANGES)
def test_what_is_changed_from_outside_is_gone_from_every_process(paper, kind):
    address = find(paper, SHOWN_ON[kind]) or find(paper, r"/stories/[^/\"]+/")
    readers(paper, address)
    word = kind.replace(" ", "-")

    change(paper, CHANGES[kind].format(word))
    time.sleep(SECOND)

    pages = readers(paper, address)
    assert len({*pages}) == 1
    assert word in pages[0]
