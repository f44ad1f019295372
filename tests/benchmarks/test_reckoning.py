"""What the model says of caches and of many readers."""

import pytest

from benchmarks import reckoning
from benchmarks.reckoning import ANEW, CACHED, FRESH_TLS, MEMORY, MINUTE, TLS, fetched


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
    # Of ten pages a second 2.5 and 0.5: 6 and 2 ms, so 2 ms each and 1 of its own.
    CACHED: step(asked=25, web=0.5, database=0.1, cache=0.1),
    MINUTE: step(asked=5, web=0.1, database=0.1, cache=0.1),
    TLS: step(asked=25, web=0.5, database=0.1, cache=0.1, proxy=0.3),
    FRESH_TLS: step(asked=25, web=0.5, database=0.1, cache=0.1, proxy=0.6),
}


def test_the_paper_s_own_work_is_told_as_a_part_of_making_each_page():
    rows = reckoning.table(STEPS).splitlines()[2:]

    shares = [row.removesuffix(" |").rpartition("/")[2] for row in rows]
    assert shares == ["1", "40", "16.67", "50", "16.67", "16.67"]
    assert "| 25.0% |" in rows[2]


def test_a_million_pages_a_minute_are_told_in_cores_and_bytes():
    said = reckoning.reckoned(STEPS, {"/": 1.0})
    row = next(line for line in said.splitlines() if line.startswith("| 1,000,000"))

    # 16,667 pages a second; the one page is asked for 3.3 times, and by a CDN of thirty
    # places once in two seconds.
    cells = ["1,000,000", "167", "4.17", "0.008", "1.67", "5", "10", "1"]
    assert row.strip("| ").split(" | ") == [*cells, "3/s, 0.0%", "0/s, 0.0%"]
    assert "25.0% are asked of the paper; 25.0% were" in said
    assert "1 ms a second whoever reads, and for 2.00 ms for each" in said


def test_without_its_steps_the_model_says_nothing():
    assert "needs" in reckoning.reckoned({ANEW: STEPS[ANEW]}, {"/": 1.0})


def test_of_too_few_pages_nothing_is_reckoned():
    few = STEPS | {MINUTE: STEPS[CACHED]}

    assert "of many pages" in reckoning.reckoned(few, {"/": 1.0})
