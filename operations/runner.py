"""Runs the jobs that are due, one at a time, however many look for them at once.

Who moves a job's moment ahead has it. Nothing else is held, so that of a process that
is killed nothing is left but a moment, after which another takes the job up.
"""

import datetime as dt
import logging
from dataclasses import dataclass

from django.db import Error, connection
from django.db.models import F
from django.utils import timezone

from operations.models import Job

logger = logging.getLogger(__name__)
# A job that failed is tried again after a minute, two, four and so on.
PAUSE = dt.timedelta(minutes=1)
MOST_DOUBLINGS = 10
# By as much the clocks of two machines may differ.
SKEW = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class Run:
    """A job that was run, what there is to say of it, and what went wrong."""

    name: str
    said: str = ""
    fault: str = ""


class Runner:
    """`jobs` are those that it looks after, until `is_over`."""

    def __init__(self, jobs, is_over=lambda: False):
        self.jobs = {work.name: work for work in jobs}
        self.is_over, self.is_enrolled = is_over, False
        self.current = None  # the rows of the job that is at work

    def enrol(self):
        """Each job has a row, and a new one is due at once."""
        rows = [Job(name=name) for name in self.jobs]
        Job.objects.bulk_create(rows, ignore_conflicts=True)
        self.is_enrolled = True

    def step(self):
        """Run what is due; returns how each went. A fault is that job's alone."""
        if not self.is_enrolled:
            self.enrol()
        now = timezone.now()
        rows = Job.objects.filter(name__in=self.jobs).order_by("due_at")
        known = [*rows.values_list("name", "due_at")]
        names = [name for name, due_at in known if due_at <= now]
        names += self.bring_back(known, now)
        runs = [self.run(self.jobs[name]) for name in names if not self.is_over()]
        return [run for run in runs if run]

    def bring_back(self, known, now):
        """Make due what is due later than it can be: the clock was ahead, and is right
        again. Without this nothing would be done until it gets there."""
        latest = {name: now + work.longest + SKEW for name, work in self.jobs.items()}
        names = [name for name, due_at in known if due_at > latest[name]]
        if names:
            logger.warning("The clock was set back: due again are %s", names)
            Job.objects.filter(name__in=names).update(due_at=now)
        return names

    def run(self, work):
        """The run of a job, or None if another has it."""
        now = timezone.now()
        rows = Job.objects.filter(name=work.name)
        if not rows.claim(now, now + work.patience, began_at=now):
            return None
        self.current = rows.filter(began_at=now)
        try:
            said, fault = work.run(), ""
        except Exception as error:
            logger.exception("The job %s failed", work.name)
            said, fault = "", f"{type(error).__name__}: {error}"
            if isinstance(error, Error) and not connection.in_atomic_block:
                connection.close()
        self.note(work, now, fault)
        self.current = None
        return Run(work.name, said, fault)

    def note(self, work, began_at, fault):
        """How it went, and when it is due again; unless another has it by now."""
        row, ended_at = self.current.first(), timezone.now()
        if row is None:
            return
        known = {"ended_at": ended_at, "runs": F("runs") + 1, "fault": fault}
        if fault:
            pause = min(work.every, PAUSE * 2 ** min(row.failures, MOST_DOUBLINGS))
            known |= {"failures": F("failures") + 1, "due_at": ended_at + pause}
        else:
            known |= {"failures": 0, "succeeded_at": ended_at}
            known |= {"due_at": began_at + work.every}
        self.current.update(**known)

    def let_go(self):
        """What is at work while the process ends is due at once: it was not done."""
        if self.current is not None:
            self.current.update(due_at=timezone.now())
