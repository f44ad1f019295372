"""Readers who ask, each in a thread of its own, as long as a block of code runs."""

import threading


class Readers:
    """Each does one of `reads` until `over` is set; `seen` is what they saw."""

    def __init__(self, reads):
        self.reads, self.seen, self.over = [*reads], [], threading.Event()

    def __enter__(self):
        self.over.clear()
        self.threads = [threading.Thread(target=read) for read in self.reads]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *fault):
        self.over.set()
        for thread in self.threads:
            thread.join()
