"""All figures as Prometheus reads them, whichever process is asked."""

import os
import threading
import time
from functools import cache

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from operations.metrics.backup_figures import BackupCollector
from operations.metrics.database_collector import DatabaseCollector
from operations.metrics.instruments import INSTRUMENTS
from operations.metrics.machine_figures import MachineCollector
from operations.metrics.paper_figures import gauge

CONTENT_TYPE = CONTENT_TYPE_LATEST


class Exposition:
    """One thread at a time collects. Who comes meanwhile gets what was told last, so a
    slow database holds one thread of the probes and no more."""

    def __init__(self):
        self.collecting, self.last = threading.Lock(), b""
        self.collectors = [
            *(DatabaseCollector(), BackupCollector(), MachineCollector())
        ]

    def text(self):
        if not self.collecting.acquire(blocking=not self.last):
            return self.last
        try:
            self.last = self.collect()
        finally:
            self.collecting.release()
        return self.last

    def collect(self):
        begun = time.perf_counter()
        registry = CollectorRegistry()
        for collector in (*process_counts(), *self.collectors):
            registry.register(collector)
        found = [*registry.collect(), collection_time(time.perf_counter() - begun)]
        return generate_latest(Families(found))


@cache
def of_this_process():
    return Exposition()


class Families(list):
    """What was collected, as a registry that is only read."""

    def collect(self):
        return self


def process_counts():
    """What all processes have counted; outside of the web server this one alone."""
    if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return [MultiProcessCollector(None, folder)]
    return INSTRUMENTS


def collection_time(seconds):
    words = "Seconds that it took to collect these figures."
    return gauge("collection_seconds", words, value=seconds)
