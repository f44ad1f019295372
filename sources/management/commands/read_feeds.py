"""Read the watched feeds whose time has come; for cron, every five minutes or so."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sources import feed_reader


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        if not settings.FETCH_SOURCES:
            self.stdout.write("Fetching is switched off (FETCH_SOURCES).")
            return
        for feed in feed_reader.read_due(timezone.now()):
            self.stdout.write(f"{feed.name}: {feed.said}")
