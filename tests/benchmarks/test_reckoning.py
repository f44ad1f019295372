"""What the model says of caches and of many readers."""

import pytest

from benchmarks import reckoning
from benchmarks.reckoning import ANEW, CACHED, MEMORY, RENEWED, TLS, fetched


def test_a_cache_that_keeps_nothing_asks_for_each_page():
    assert fetched({"/": 0.5, "/a/": 0.5}, rate=100, ttl=0) == 100


def test_a_page_that_all_ask_for_is_fetched_once_in_the_time_that_it_is_kept():
    assert fetched({"/": 1}, rate=1e9, ttl=0.5) == pytest.approx(2)


def test_what_few_ask_for_is_hardly_kept():
    likely = {"/": 0.5} | {f"/{number}/": 0.5 / 1000 for number in range(1000)}

    assert fetched(likely, rate=10, ttl=0.3) == pytest.approx(2 + 5, rel=0.01)


def step(made=0, asked=100, **cost):
    answers = {"made": made, "memory": asked - made}
    return {
        "pages": 100,
        "rate": 10,
        "bytes": 7500,
        "cost": cost,
        "answers": answers,
    }


STEPS = {
    ANEW: step(made=100, web=8.0, database=2.0),
    MEMORY: step(web=0.2, database=0.05),
    RENEWED: step(web=1.0, database=1.0),
    CACHED: step(asked=25, web=0.1, database=0.025, cache=0.1),
    TLS: step(asked=25, web=0.1, database=0.025, cache=0.1, proxy=0.3),
}


def test_the_paper_s_own_work_is_told_as_a_part_of_making_each_page():
    lines = reckoning.table(STEPS).splitlines()

    assert [line.split(" | ")[-1] for line in lines[2:]] == [
        "1/1 |",
        "1/40 |",
        "1/5 |",
        "1/80 |",
        "1/80 |",
    ]
    assert "| 25.0% |" in lines[5]


def test_a_million_pages_a_minute_are_told_in_cores_and_bytes():
    said = reckoning.reckoned(STEPS, {"/": 1.0})
    row = next(line for line in said.splitlines() if line.startswith("| 1,000,000"))

    # 16,667 pages a second; the one page is asked for 3.3 times, and a tenth of a time
    # a second somebody has to look whether it is right still.
    assert row == "| 1,000,000 | 167 | 4.17 | 0.001 | 1.67 | 5 | 1 | 3/s, 0.0% |"
    assert "25.0% are asked of the paper, for 1 ms a second; 25.0% were" in said


def test_without_its_steps_the_model_says_nothing():
    assert "needs" in reckoning.reckoned({ANEW: STEPS[ANEW]}, {"/": 1.0})
