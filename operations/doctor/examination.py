"""One examination: every check, each within its time, those of one lane in turn.

What hangs is left where it hangs: its thread ends with the process.
"""

import logging
import queue
import threading
import time
from dataclasses import dataclass

from django.db import connections

from operations.doctor.diagnosis import FAULT, WARNING, warning

logger = logging.getLogger(__name__)
SECONDS = 12  # for one check; what it waits for itself is shorter


@dataclass(frozen=True)
class Check:
    """`look` gets the case and yields what it finds. The checks of a lane follow one
    another, as each needs what the one before it has found in order."""

    name: str
    look: callable
    lane: str = ""


@dataclass
class Report:
    """`rows` are what was found, faults first; `unseen` the checks that weren't made,
    as one before them ended their lane; `seen` how many were."""

    rows: list
    unseen: list
    seen: int

    def are_any(self, severity):
        return any(row["severity"] == severity for row in self.rows)


class Lane:
    """Some checks, made in turn by a thread; results are read from a queue."""

    def __init__(self, checks, case):
        self.checks, self.case, self.results = checks, case, queue.Queue()
        self.began = time.monotonic()  # the check that is being made

    def run(self):
        for check in self.checks:
            self.began = time.monotonic()
            found = outcome(check, self.case)
            self.results.put(found)
            if any(finding.ends for finding in found):
                break

    def findings(self):
        """What each check found; None of those that weren't made any more."""
        is_open = True
        for check in self.checks:
            found = self.next_result() if is_open else None
            yield check.name, found
            is_open = bool(is_open and not any(finding.ends for finding in found))

    def next_result(self):
        """What is next in the queue, waited for as long as its check may take."""
        try:
            left = self.began + SECONDS - time.monotonic()
            return self.results.get(timeout=max(left, 0.001))
        except queue.Empty:
            return [unfinished()]  # which ends the lane


def in_thread(run):
    def whole():
        try:
            run()
        finally:
            connections.close_all()

    threading.Thread(target=whole, daemon=True).start()


def at_once(run):
    """For who has a transaction, or asks nothing that may hang."""
    run()


def examine(checks, case, begin=in_thread):
    """Make every check; the report, in the order of the checks."""
    lanes = [Lane(found, case) for found in by_lane(checks).values()]
    for lane in lanes:
        begin(lane.run)
    found = {}
    for lane in lanes:
        found |= lane.findings()
    rows = [
        finding.as_row(check.name)
        for severity in (FAULT, WARNING)
        for check in checks
        for finding in found[check.name] or ()
        if finding.severity == severity
    ]
    unseen = [check.name for check in checks if found[check.name] is None]
    return Report(rows, unseen, len(checks) - len(unseen))


def by_lane(checks):
    """The checks of each lane; one without a lane has its own."""
    lanes = {}
    for check in checks:
        lanes.setdefault(check.lane or check.name, []).append(check)
    return lanes


def outcome(check, case):
    """What a check finds; that it fails is a finding, too, and no end of the others."""
    try:
        return list(check.look(case))
    except Exception as failure:
        logger.debug("%s", check.name, exc_info=True)
        said = str(failure).partition("\n")[0] or type(failure).__name__
        return [
            warning(
                f"This could not be looked at: {said.rstrip('.')}.",
                "If nothing else is wrong, report it with the output of "
                "`LOG_LEVEL=DEBUG manage.py doctor`.",
                "doctor.md",
            )
        ]


def unfinished():
    return warning(
        f"This could not be looked at within {SECONDS} seconds.",
        "Something that it asks doesn't answer: look at the machine's load, disks "
        "and network.",
        "doctor.md",
        ends=True,
    )
