"""Pictures of imported files: read from one folder, stored once, given their rights."""

from pathlib import Path as File

from explainer.notation import objects
from images.file_types import MOST_BYTES, RefusedPictureError
from images.image_store import SAID, discard, take_in
from images.removals import in_words


class PictureIntake:
    """The pictures of an import; `fault(place, message)` hears of those refused."""

    def __init__(self, folder, shared, fault):
        self.folder = File(folder).resolve() if folder else None
        self.shared = shared
        self.fault = fault
        self.stored = []  # Images whose files weren't there before.

    def refuse_missing(self, item, place):
        """Report the pictures of a file that are nowhere to be had."""
        for where, picture in pictures(item):
            if not self.shared.has_image(picture["src"]):
                try:
                    self.path(picture["src"])
                except RefusedPictureError as refusal:
                    self.fault(f"{place}.{where}.src", refusal)

    def take(self, item, document, place):
        """Store the pictures of a document and name them as the store does."""
        pairs = zip(pictures(item), pictures(document), strict=True)
        for (where, said), (_where, picture) in pairs:
            if not self.shared.has_image(picture["src"]):
                self.store(picture, f"{place}.{where}.src")
            self.shared.rights({**said, "src": picture["src"]})

    def store(self, picture, place):
        """Store a picture that is new; `src` becomes its name in the store."""
        src, words = picture["src"], {k: picture.get(k) for k in SAID}
        try:
            with self.path(src).open("rb") as opened:
                content = opened.read(MOST_BYTES + 1)
            taken = take_in(content, src=src, written=self.stored, **words)
            if taken.removed:
                self.shared.notices.append(f"{place}: {in_words(taken.removed)}")
            picture["src"] = taken.name
        except (RefusedPictureError, OSError) as refusal:
            self.fault(place, refusal)

    def path(self, src):
        """A file in the media folder, and in no other."""
        file = self.folder and (self.folder / src).resolve()
        if not file or not file.is_relative_to(self.folder) or not file.is_file():
            raise RefusedPictureError(f'no picture "{src}" in the media folder')
        return file

    def give_up(self):
        """Remove what was stored. Our rows must still keep others from these files."""
        for image in self.stored:
            discard(image)


def pictures(text):
    """The pictures of a file or document, each with its path in there."""
    if text.get("image", {}).get("src"):
        yield "image", text["image"]
    for place, figure in objects(text, "figures"):
        if "src" in figure:  # Else it is a table in words, or nothing yet.
            yield place, figure
