"""The editions that a file tells of: what readers had elsewhere, and when."""

import datetime as dt

from people.refusals import RefusedError
from stories.models import Kind


class History:
    """The editions of one imported text, in the order in which readers had them."""

    def __init__(self, item, place, fault):
        self.editions = [*enumerate(item.get("editions", []))]
        self.place = place
        self.fault = fault

    @property
    def withdrawn(self):
        """Whether readers have nothing of it now."""
        return bool(self.editions) and self.editions[-1][1]["kind"] == Kind.WITHDRAWAL

    @property
    def ends_with_the_file(self):
        """Whether the newest text is the file's own."""
        return bool(self.editions) and not self.withdrawn

    def begin(self, owner, frozen):
        """Append all that came before the file's own text.

        `frozen(text, place)` makes a document of an edition's text.
        """
        end = -1 if self.ends_with_the_file else None
        for number, edition in self.editions[:end]:
            text = edition.get("text")
            place = f"{self.place}.editions[{number}]"
            document = frozen(text, f"{place}.text") if text else None
            self.append(owner, edition, document, place)

    def end(self, owner, revision):
        """Append the file's own text, if it has come to that."""
        if self.ends_with_the_file:
            number, edition = self.editions[-1]
            place = f"{self.place}.editions[{number}]"
            self.append(owner, edition, revision.original, place)

    def append(self, owner, edition, document, place):
        kind, note = edition["kind"], edition.get("note", "")
        at = dt.datetime.fromisoformat(edition["published_at"])
        try:
            owner.backdate(kind=kind, dated=at, document=document, note=note)
        except RefusedError as refusal:
            self.fault(place, refusal)
