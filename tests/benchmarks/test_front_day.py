"""The crowd of a front-page day."""

import os
from collections import Counter

import pytest

from benchmarks import front_day


def test_everything_that_may_be_asked_for_is_as_likely_as_its_place():
    pages = front_day.likely(200)
    stories = [share for path, share in pages.items() if "/stories/" in path]

    assert sum(pages.values()) == pytest.approx(1)
    assert pages["/"] == 0.2
    assert stories[0] == pytest.approx(2 * stories[1])
    assert sum(stories) == pytest.approx(0.7)


def test_a_crowd_is_the_same_each_time_and_asks_as_is_likely():
    drawn = front_day.drawn(200, 2000)

    assert drawn == front_day.drawn(200, 2000)
    assert Counter(drawn)["/"] == pytest.approx(400, rel=0.15)


def test_readers_share_the_pages_and_an_editor_acts_in_between():
    acts = []
    crowd = front_day.Crowd([], "abcdefg", publish=lambda: acts.append(1), every=3)

    assert [*crowd.paths()] == [*"abcdefg"]
    assert len(acts) == 2


def test_what_is_spent_is_told_by_part():
    found = front_day.spent({"web": [os.getpid()], "nobody": []})

    assert found["web"] > 0
    assert found["nobody"] == 0
