"""Look at how the paper is run: what is wrong, and what to do about it.

Changes nothing. Ends with 0 if no fault was found, with 2 if one was; with --strict
warnings end with 1.
"""

import sys
import time

from django.core.management.base import BaseCommand

from operations.doctor import statement
from operations.doctor.case import Case
from operations.doctor.examination import examine
from operations.doctor.rounds import CHECKS


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []  # they would stop it where it has to begin

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("--strict", action="store_true", help="warnings end with 1")
        parser.add_argument(
            "--mail", metavar="ADDRESS", default="", help="try a letter"
        )
        parser.add_argument(
            "--proxy",
            metavar="HOST[:PORT]",
            default="",
            help="ask it for SITE_URL",
        )

    def handle(self, **options):
        began = time.monotonic()
        report = examine(CHECKS, Case(options["mail"], options["proxy"]))
        say = statement.as_json if options["json"] else statement.as_text
        self.stdout.write(say(report, time.monotonic() - began))
        if ended := statement.status(report, options["strict"]):
            sys.exit(ended)
