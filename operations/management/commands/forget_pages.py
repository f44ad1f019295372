"""Have every page made anew: by each process, each cache and each shared store."""

from django.core.management.base import BaseCommand

from operations.redaction.traces import forget_pages


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        forget_pages()
        self.stdout.write("Every page is made anew when somebody asks for it.")
