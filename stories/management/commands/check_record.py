"""Audit the record: its numbers, times and hashes, its guards, its derived rows."""

from django.core.management.base import BaseCommand, CommandError

from stories import record_audit
from stories.models import Edition


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        faults = [*record_audit.faults()]
        if faults:
            raise CommandError("\n".join(faults))
        for notice in record_audit.notices():
            self.stdout.write(f"Note: {notice}")
        self.stdout.write(f"The record is sound: {Edition.objects.count()} editions.")
