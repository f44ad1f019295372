"""Export stories as explainer files: what readers have, or the drafts."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from stories import exporting


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("slugs", nargs="*", metavar="SLUG")
        parser.add_argument(
            "--draft",
            action="store_true",
            help="the working copy, not the live edition",
        )
        parser.add_argument(
            "--media", metavar="DIR", help="a folder to write the pictures to"
        )

    def handle(self, slugs, **options):
        paper = exporting.Draft() if options["draft"] else exporting.Live()
        try:
            documents = paper.documents(slugs)
        except KeyError as missing:
            what = "story" if options["draft"] else "live story"
            raise CommandError(f"There is no {what} {missing}.") from None
        if options["media"]:
            try:
                for document in documents:
                    self.write_pictures(document, Path(options["media"]))
            except OSError as error:
                message = f"The pictures can't be written: {error}"
                raise CommandError(message) from None
        files = [exporting.file_of(document, paper) for document in documents]
        self.stdout.write(
            json.dumps(files, ensure_ascii=False, indent=1, sort_keys=True)
        )

    def write_pictures(self, document, folder):
        for image in exporting.pictures(document):
            target = folder / image.name
            target.parent.mkdir(parents=True, exist_ok=True)
            with image.file.open("rb") as source:
                target.write_bytes(source.read())
