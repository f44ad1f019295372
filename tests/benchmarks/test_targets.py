"""What is asked of the paper, against runs that are made up."""

import pytest

from benchmarks import targets


def made_up(milliseconds=10.0, constant=0.4, pace=targets.REFERENCE):
    cost = {"milliseconds": milliseconds, "bare": {"constant": constant}, "pace": pace}
    cost |= {"size": 10, "queries": 5}
    every = dict.fromkeys((*targets.GROWING, *targets.LISTS), cost)
    desk = dict.fromkeys((*targets.GROWING_DESK, "import of a story"), cost)
    hot = {"story, gzip": cost}
    return {"cold": every, "desk": desk, "hot": hot, "memory": 70.0}


def named(name):
    (found,) = (target for target in targets.TARGETS if target.name == name)
    return found


def test_a_ratio_is_to_the_bare_view_of_the_same_seconds():
    hot = named("hot story, gzip")

    assert hot.reached(made_up(milliseconds=1.6)) == 0.25
    assert [hot.is_met(0.99), hot.is_met(1.0)] == [False, True]


def test_a_slow_minute_of_a_machine_makes_no_page_slower():
    quick, slow = made_up(8.0), made_up(24.0, pace=3 * targets.REFERENCE)
    story, dashboard = named("cold story"), named("dashboard")

    assert story.reached(quick) == pytest.approx(125)
    assert dashboard.reached(quick) == pytest.approx(8)
    assert story.reached(slow) == pytest.approx(story.reached(quick))
    assert dashboard.reached(slow) == pytest.approx(dashboard.reached(quick))
    assert {round(n, 6) for n in targets.growth(quick, slow).values()} == {1}


def test_what_may_be_at_most_is_met_from_below():
    memory = named("memory of the server")

    assert [memory.is_met(66), memory.is_met(65)] == [False, True]


def test_what_was_not_measured_is_not_reached():
    assert named("warm story, after a restart").reached(made_up()) is None


def test_growth_is_how_many_times_as_much_a_page_costs():
    found = targets.growth(made_up(8), made_up(10))

    assert {round(times, 2) for times in found.values()} == {1.25}
    assert {*found} == {*targets.GROWING, *targets.GROWING_DESK}


def test_of_three_runs_each_number_is_the_one_in_the_middle():
    runs = [
        {
            "memory": memory,
            "desk": {"publish": {"queries": queries}},
            "plans": [queries],
        }
        for memory, queries in [(70.5, 15), (68.0, 16), (69.0, 14)]
    ]

    assert targets.middle(runs) == {
        "memory": 69.0,
        "desk": {"publish": {"queries": 15}},
        "plans": [15],
    }
    assert targets.middle(runs[:1]) == runs[0]
