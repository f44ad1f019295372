"""What the doctor says, and what it ends with."""

import json

import pytest

from operations.doctor import statement
from operations.doctor.diagnosis import fault, warning
from operations.doctor.examination import Report

ILL = fault("It is ill.", "Mend it.", "settings.md#files").as_row("disk")
TIRED = warning("It is tired.", "Let it rest.", "processes.md").as_row("memory")


@pytest.mark.parametrize(
    ("rows", "strict", "status"),
    [
        ([], False, 0),
        ([], True, 0),
        ([TIRED], False, 0),
        ([TIRED], True, 1),
        ([ILL, TIRED], False, 2),
        ([ILL], True, 2),
    ],
)
def test_faults_end_with_2_and_warnings_with_1_if_asked(rows, strict, status):
    assert statement.status(Report(rows, [], 9), strict) == status


def test_a_finding_says_what_is_wrong_what_to_do_and_where_more_is_said():
    said = statement.as_text(Report([ILL, TIRED], ["host", "proxy"], 9), 1.23)

    assert said.splitlines() == [
        "FAULT    disk: It is ill.",
        "         Mend it.",
        "         More: docs/operators/settings.md#files",
        "WARNING  memory: It is tired.",
        "         Let it rest.",
        "         More: docs/operators/processes.md",
        "Not looked at, for the reason above: host, proxy.",
        "1 fault and 1 warning. 9 checks in 1.2 s.",
    ]


def test_of_a_paper_that_is_well_one_line_is_said():
    said = statement.as_text(Report([], [], 30), 0.04)

    assert said == "The paper is well. 30 checks in 0.0 s."


def test_programs_get_the_same():
    said = json.loads(statement.as_json(Report([ILL], ["proxy"], 9), 1.234))

    assert said == {"findings": [ILL], "unseen": ["proxy"], "seen": 9, "seconds": 1.23}
