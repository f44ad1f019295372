"""What is found, in words and as programs read it."""

import datetime as dt

import pytest

from operations.doctor import diagnosis


def test_a_finding_names_its_page_where_it_stands():
    found = diagnosis.warning("It is tired.", "Let it rest.", "processes.md")

    assert found.as_row("memory") == {
        "check": "memory",
        "severity": "warning",
        "fault": "It is tired.",
        "remedy": "Let it rest.",
        "page": "docs/operators/processes.md",
    }


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (1, "1 second"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (7_200, "2 hours"),
        (86_400, "1 day"),
        (3 * 86_400, "3 days"),
    ],
)
def test_a_span_is_spoken_in_its_largest_unit(seconds, said):
    assert diagnosis.spoken(dt.timedelta(seconds=seconds)) == said
