"""Questions to the database: each is bounded, and rests longer than it took."""

import time
from contextlib import contextmanager

from django.db import Error, connection, transaction

from operations.metrics import (
    fediverse_figures,
    job_figures,
    letter_figures,
    paper_figures,
    replica_figures,
)
from operations.metrics.paper_figures import gauge
from operations.metrics.record_count import RecordCount

LONGEST = 1.0  # seconds of one question
QUESTIONS = (*paper_figures.QUESTIONS, *job_figures.QUESTIONS)
QUESTIONS += (*replica_figures.QUESTIONS, *letter_figures.QUESTIONS)
QUESTIONS += fediverse_figures.QUESTIONS
TOGETHER = 3.0  # seconds after which no other one is begun
SHARE = 100  # times as long as it took a question rests
INSTRUCTIONS = 10_000  # of SQLite's machine, between two looks at the clock


@contextmanager
def bounded(seconds):
    """Questions that end after so many seconds, whether they are answered or not."""
    if connection.vendor == "sqlite":  # where a transaction would wait to write
        connection.ensure_connection()
        raw, end = connection.connection, time.monotonic() + seconds
        raw.set_progress_handler(lambda: time.monotonic() > end, INSTRUCTIONS)
        try:
            yield
        finally:
            raw.set_progress_handler(None, 0)
        return
    said = "SELECT set_config('statement_timeout', %s, true)"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(said, [f"{1000 * seconds:.0f}ms"])
        yield


class Question:
    """A question that rests for a hundred times as long as it took.

    What it said is said again meanwhile. So a large record is read through for a
    hundredth of the time, however often somebody asks; and so long nobody asks again
    what took too long, of which there is no figure.
    """

    def __init__(self, ask, clock=time.monotonic):
        self.ask, self.clock = ask, clock
        self.rests_until, self.families = float("-inf"), ()

    def answer(self):
        begun = self.clock()
        if begun < self.rests_until:
            return self.families
        self.families = ()
        try:
            with bounded(LONGEST):
                self.families = [*self.ask()]
        except Error:
            pass
        now = self.clock()
        self.rests_until = now + SHARE * (now - begun)
        return self.families


class DatabaseCollector:
    """Of a database that doesn't answer it tells just that."""

    def __init__(self, questions=None, clock=time.monotonic):
        self.clock = clock
        questions = (*QUESTIONS, RecordCount()) if questions is None else questions
        self.questions = [Question(ask, clock) for ask in questions]

    def collect(self):
        up = is_reached()
        yield gauge("database_up", "Whether the database answers.", value=up)
        begun = self.clock()
        for question in self.questions:
            if up and self.clock() - begun < TOGETHER:
                yield from question.answer()


def is_reached():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True
