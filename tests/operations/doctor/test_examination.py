"""An examination: nothing holds it up, and what can't be looked at is said."""

import threading

import pytest

from operations.doctor import examination
from operations.doctor.diagnosis import fault, warning
from operations.doctor.examination import Check, examine

ILL = fault("It is ill.", "Mend it.", "settings.md")
TIRED = warning("It is tired.", "Let it rest.", "settings.md")
GONE = fault("It is gone.", "Find it.", "settings.md", ends=True)


def finds(*found):
    return lambda case: iter(found)


def rows(report):
    return [(row["check"], row["severity"], row["fault"]) for row in report.rows]


def test_faults_come_first_and_then_in_the_order_of_the_checks():
    checks = [Check("a", finds(TIRED)), Check("b", finds()), Check("c", finds(ILL))]

    report = examine(checks, None)

    assert rows(report) == [
        ("c", "fault", "It is ill."),
        ("a", "warning", "It is tired."),
    ]
    assert (report.seen, report.unseen) == (3, [])


def test_what_a_check_needs_and_is_gone_leaves_out_the_rest_of_its_lane_alone():
    looked = []
    checks = [
        Check("a", finds(GONE), "lane"),
        Check("b", lambda case: looked.append("b") or [], "lane"),
        Check("c", lambda case: looked.append("c") or [], "another"),
    ]

    report = examine(checks, None)

    assert looked == ["c"]
    assert (report.seen, report.unseen) == (2, ["b"])
    assert [row["fault"] for row in report.rows] == ["It is gone."]


def test_a_check_gets_the_case():
    asked = []

    examine([Check("a", lambda case: asked.append(case) or [])], "the case")

    assert asked == ["the case"]


@pytest.mark.parametrize(
    ("failure", "said"), [(KeyError("x"), "'x'"), (OSError(), "OSError")]
)
def test_a_check_that_fails_is_a_finding_and_no_end(failure, said):
    def fail(case):
        raise failure
        yield

    report = examine([Check("a", fail, "l"), Check("b", finds(ILL), "l")], None)

    assert rows(report) == [
        ("b", "fault", "It is ill."),
        ("a", "warning", f"This could not be looked at: {said}."),
    ]


def test_a_check_that_hangs_is_left_alone_with_what_follows_it(monkeypatch):
    """The others are made meanwhile."""
    monkeypatch.setattr(examination, "SECONDS", 0.05)
    hanging = threading.Event()
    checks = [
        Check("a", lambda case: hanging.wait(20) and [], "lane"),
        Check("b", finds(ILL), "lane"),
        Check("c", finds(ILL)),
    ]

    before = {*threading.enumerate()}
    report = examine(checks, None)
    left = {*threading.enumerate()} - before
    hanging.set()

    assert [thread.daemon for thread in left] == [True]  # so that the process may end

    assert rows(report) == [
        ("c", "fault", "It is ill."),
        ("a", "warning", "This could not be looked at within 0.05 seconds."),
    ]
    assert report.unseen == ["b"]
