"""Delete what readers wrote more than so many days ago, answered or not."""

from django.core.management.base import BaseCommand, CommandError

from pages.models import ReaderMessage


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=180)

    def handle(self, *, days, **options):
        if not 1 <= days <= 36500:
            raise CommandError("--days takes a number from 1 to 36500.")
        old = ReaderMessage.objects.older_than(days)
        unread = old.waiting().count()
        count, _each = old.delete()
        self.stdout.write(f"Deleted: {count}, of these never answered: {unread}.")
