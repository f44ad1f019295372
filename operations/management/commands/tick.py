"""Do all that is due: jobs, and purges of the caches before the paper. Safe to run at
any time, twice at once, and to kill."""

import os
import signal
import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from operations.jobs import wanted_jobs
from operations.purge.purger import forget_others, purgers
from operations.runner import Runner
from operations.ticker import Ticker


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        said = "Go on until told to end; pages are purged within a second."
        parser.add_argument("--forever", action="store_true", help=said)

    def handle(self, *, forever, **options):
        if forever:
            return self.go_on()
        try:
            return self.do_what_is_due()
        except Error as fault:  # it is behind, or silent: a line each minute is enough
            said = str(fault).partition("\n")[0]
            raise CommandError(f"The database can't be used: {said}") from None

    def do_what_is_due(self):
        found = purgers()
        forget_others(found)
        for purger in found:
            purger.step()
        runs = Runner(wanted_jobs()).step()
        for run in runs:
            if run.said:
                self.stdout.write(f"{run.name}: {run.said}")
        faults = [f"{run.name}: {run.fault}" for run in runs if run.fault]
        faults += [f"{each.name}: {fault}" for each in found if (fault := each.fault())]
        if faults:
            raise CommandError("\n".join(faults))

    def go_on(self):
        ticker = Ticker()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_given: ticker.stop.set())
        if not ticker.run():
            # Python would wait for what is at work; it is noted as not done.
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(0)
