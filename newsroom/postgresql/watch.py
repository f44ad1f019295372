"""Whether a server answers: asked by one thread of each process, believed by all.

A server that is frozen keeps its connections and says nothing, so who waits for an
answer can't tell it from a slow one. This thread can: it asks the smallest question
there is. Once that stays unanswered everybody is refused at once, and the thread alone
asks again, once a second, until there is an answer.
"""

import logging
import threading
import time

import psycopg

logger = logging.getLogger(__name__)
NO_ANSWER = "no answer from PostgreSQL"


class UnreachableError(psycopg.OperationalError):
    """The server answers nobody."""

    is_told = True  # in the log, once


def patient(gen, reassure):
    """A psycopg generator that calls `reassure` with the seconds of silence so far."""
    began = time.monotonic()
    try:
        wanted = gen.send(None)
        while True:
            ready = yield wanted
            if not ready:
                reassure(time.monotonic() - began)
            wanted = gen.send(ready)
    except StopIteration as end:
        return end.value


class Probe(psycopg.Connection):
    """A connection that waits for nothing."""

    def wait(self, gen, interval=0, timeout=None):
        return super().wait(patient(gen, self.too_long), Watch.STEP, timeout)

    def too_long(self, seconds):
        if seconds > Watch.ANSWER:
            raise UnreachableError(NO_ANSWER)


class Watch:
    """Seconds: how often a wait looks up, how long it trusts a silence, how long the
    smallest answer may take, also the first one; and the pause while there is none."""

    STEP, SILENCE, ANSWER, FIRST, PAUSE = 0.05, 0.3, 0.35, 0.8, 1.0
    Unreachable = UnreachableError

    def __init__(self, name="PostgreSQL"):
        self.name, self.params = name, {}
        self.probe = self.thread = None
        self.changed = threading.Condition()
        self.asked = self.answered = 0.0  # moments; of an answer, when it was asked for
        self.fault = ""

    def reassure(self, silence):
        """Called by who waits: the server is gone, or it is only slow."""
        if self.fault:
            raise UnreachableError(self.fault)
        if silence > self.SILENCE and self.answered < time.monotonic() - self.SILENCE:
            self.assure(self.ANSWER)

    def assure(self, seconds):
        """Return if the server answers a question that is put now; raise if not."""
        if self.fault:
            raise UnreachableError(self.fault)
        began = time.monotonic()
        with self.changed:
            self.begin()
            self.asked = began
            self.changed.notify_all()
            self.changed.wait_for(lambda: self.answered >= began or self.fault, seconds)
            if self.answered < began:
                self.fall(self.fault or NO_ANSWER)
                raise UnreachableError(self.fault)

    def begin(self):
        """One thread for each process; threads don't survive a fork."""
        if self.thread is None or not self.thread.is_alive():
            self.thread = threading.Thread(target=self.run, daemon=True)
            self.thread.start()

    def run(self):
        """Ask when somebody waits; while the server is down, ask unasked."""
        while True:
            with self.changed:
                if not self.fault:
                    self.changed.wait_for(lambda: self.asked > self.answered)
            began = time.monotonic()
            fault = self.ask()
            with self.changed:
                if fault:
                    self.fall(fault)
                else:
                    self.rise(began)
                self.changed.notify_all()
            if fault:
                time.sleep(self.PAUSE)

    def ask(self):
        """Put the question, on a new connection if the old one is gone; the fault."""
        is_new = self.probe is None
        try:
            self.probe = self.probe or Probe.connect(
                **self.params | {"connect_timeout": 2, "autocommit": True}
            )
            self.probe.execute("SELECT 1")
        except psycopg.Error as fault:
            self.forget()
            if is_new or isinstance(fault, UnreachableError):
                return str(fault).partition("\n")[0]
            return self.ask()
        return ""

    def place(self):
        """Which of several hosts the server is at: the one that was found by asking."""
        probe = self.probe
        if probe is None or "," not in str(self.params.get("host", "")):
            return {}
        return {"host": probe.info.host, "port": probe.info.port}

    def forget(self):
        if self.probe is not None:
            self.probe.close()
        self.probe = None

    def fall(self, fault):
        if not self.fault:
            logger.error("%s is out of reach: %s", self.name, fault)
        self.fault = fault

    def rise(self, began):
        if self.fault:
            logger.warning("%s answers again.", self.name)
        self.fault, self.answered = "", began


WATCH = Watch()
