"""The doctor's rounds: a paper that is run well, and what is looked at."""

from operations.doctor import rounds
from tests.support import ward


def test_of_a_paper_that_is_run_well_nothing_is_said(well):
    assert ward.look() == []


def test_a_check_has_a_name_of_its_own():
    names = [check.name for check in rounds.CHECKS]

    assert len({*names}) == len(names) > 25


def test_what_is_cheap_asks_nobody_outside_of_the_machine(well, proxy, mail_server):
    for check in rounds.CHEAP:
        assert [*check.look(None)] == [], check.name

    assert (proxy.asked, mail_server.heard) == (0, [])
