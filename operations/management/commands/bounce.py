"""Read a mail that came back from standard input, and end what its address follows if
nobody has it any more. For the alias of BOUNCE_EMAIL, or one file after another."""

import sys

from django.core.management.base import BaseCommand
from django.db import Error

from operations.mailroom.bounces import LONGEST, take_in

TRY_AGAIN = 75  # as mail servers have it (EX_TEMPFAIL): they keep the mail until then


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        raw = sys.stdin.buffer.read(LONGEST)
        try:
            outcome, why = take_in(raw)
        except Error:
            self.stderr.write("The database can't be used.")
            sys.exit(TRY_AGAIN)
        self.stdout.write(f"{outcome}: {why}")
