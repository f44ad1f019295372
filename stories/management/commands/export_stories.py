"""Export explainer files: what readers have, all they ever had, or the drafts."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from stories.transfer import extracts, story_export

LINE, INDENTED = "\n", "\n "  # A list of files has each of them one step in.


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        """Without an option: the live edition of each story, or of those named."""
        parser.add_argument("slugs", nargs="*", metavar="SLUG")
        parser.add_argument(
            "--draft",
            action="store_true",
            help="the working copy, not the live edition",
        )
        parser.add_argument(
            "--whole",
            action="store_true",
            help="all that readers ever had: each edition, what was withdrawn",
        )
        parser.add_argument(
            "--media", metavar="DIR", help="a folder to write the pictures to"
        )

    def handle(self, slugs, **options):
        """Print a JSON list of files; pictures go to the media folder."""
        if options["draft"]:
            extract = extracts.Draft()
        else:
            extract = extracts.Whole() if options["whole"] else extracts.Live()
        try:
            documents = extract.documents(slugs)
        except KeyError as missing:
            what = "story" if options["draft"] else "live story"
            raise CommandError(f"There is no {what} {missing}.") from None
        files = (story_export.file_of(document, extract) for document in documents)
        comma = ""
        for file in files:
            if options["media"]:
                self.write_pictures(file, Path(options["media"]))
            said = json.dumps(file, ensure_ascii=False, indent=1, sort_keys=True)
            self.stdout.write(
                f"{comma or '['}\n {said.replace(LINE, INDENTED)}", ending=""
            )
            comma = ","
        self.stdout.write("\n]" if comma else "[]")

    def write_pictures(self, file, folder):
        """Write the pictures of a file into a folder that may not be there yet."""
        try:
            self.copy_pictures(file, folder)
        except OSError as error:
            message = f"The pictures can't be written: {error}"
            raise CommandError(message) from None

    def copy_pictures(self, file, folder):
        for image in story_export.images(file):
            target = folder / image.name
            target.parent.mkdir(parents=True, exist_ok=True)
            with image.file.open("rb") as source:
                target.write_bytes(source.read())
