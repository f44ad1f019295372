"""Work in a thread of its own, on a connection of its own, beside a test."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connections

PATIENCE = 30  # seconds


class Beside:
    def __init__(self, work, *given, **named):
        self.pool = ThreadPoolExecutor(1)
        self.done = self.pool.submit(self.run, work, *given, **named)
        self.pool.shutdown(wait=False)

    def run(self, work, *given, **named):
        try:
            return work(*given, **named)
        finally:
            connections.close_all()

    @property
    def is_going_on(self):
        return not self.done.done()

    def result(self):
        """What the work returned; what it raised is raised here."""
        return self.done.result(PATIENCE)
