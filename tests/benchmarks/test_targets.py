"""What is asked of the paper, against runs that are made up."""

from benchmarks import targets


def made_up(rate=100.0):
    cost = {"rate": rate, "milliseconds": 1000 / rate, "size": 10, "queries": 5}
    every = dict.fromkeys((*targets.GROWING, *targets.LISTS), cost)
    desk = dict.fromkeys((*targets.GROWING_DESK, "import of a story"), cost)
    bare = {"constant": {"rate": 400.0}, "one SELECT": {"rate": 200.0}}
    hot = {"story, gzip": cost}
    return {"cold": every, "desk": desk, "bare": bare, "hot": hot, "memory": 70.0}


def named(name):
    (found,) = (target for target in targets.TARGETS if target.name == name)
    return found


def test_a_ratio_is_to_the_bare_view_of_the_same_run():
    hot = named("hot story, gzip")

    assert hot.reached(made_up()) == 0.25
    assert [hot.is_met(0.99), hot.is_met(1.0)] == [False, True]


def test_what_may_be_at_most_is_met_from_below():
    memory = named("memory of the server")

    assert [memory.is_met(66), memory.is_met(65)] == [False, True]


def test_what_was_not_measured_is_not_reached():
    assert named("warm story, after a restart").reached(made_up()) is None


def test_growth_is_how_many_times_as_much_a_page_costs():
    found = targets.growth(made_up(100), made_up(80))

    assert {round(times, 2) for times in found.values()} == {1.25}
    assert {*found} == {*targets.GROWING, *targets.GROWING_DESK}
