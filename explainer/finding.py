"""A finding: what one check has to say about one place of a document. Pure."""

import hashlib
import json
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A fault at a place, for example `quotes[0].source`.

    `words` are those that it is about, as they stand there; `about` is the text
    around them, or the whole value of the place.
    """

    place: str
    message: str
    code: str = ""
    words: str = ""
    about: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"

    @property
    def digest(self) -> str:
        """Stays the same until the text there changes, wherever its part is moved."""
        field = re.sub(r"\[\d+\]", "", self.place)
        said = json.dumps([self.code, field, self.words, self.about])
        return hashlib.sha256(said.encode()).hexdigest()
