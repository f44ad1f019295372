"""The frozen document: its canonical bytes, its hash, and its way up from old shapes.

Pure. What each key means is said once, in `explainer/format.py`.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from explainer.addresses import LOGIN, without_logins
from explainer.markup import characters
from explainer.markup.characters import tidy

Document = dict[str, Any]

# One step per old format: a pure function from that shape to the next one.
UPGRADES: dict[str, Callable[[Document], Document]] = {}

# As the stored text has them: in JSON the first 32 are escaped.
CONTROL = re.compile(rf"\\u00[01]|{characters.CONTROL.pattern}")


def prune(value: Any) -> Any:
    """The value without empty texts, lists, objects and falsehoods, all the way down.

    A key added to the format later is empty in every older story, so leaving empty
    values out keeps the hash of a story that nobody touched.
    """
    if isinstance(value, Mapping):
        kept = {key: prune(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if not empty(item)}
    if isinstance(value, list | tuple):
        return [prune(item) for item in value]
    if isinstance(value, str):
        return tidy(value)
    return value


def empty(value: Any) -> bool:
    """Whether it says nothing; a number says something even when it is nought."""
    return value is False or value in (None, "", [], {})


def canonical(document: Document) -> str:
    """The one text of a document: keys sorted, no spaces, nothing empty, UTF-8."""
    return json.dumps(
        prune(document), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def digest(text: str) -> str:
    """SHA-256 of the stored bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def load(text: str) -> Document:
    """The document of a stored text as readers may have it, in the present format.

    The stored text itself is never rewritten, so no password that was in an address of
    it is given to anybody who asks for the document.
    """
    return served(original(text), text)


def served(document: Document, text: str) -> Document:
    """A document, of this stored text, as readers may have it."""
    return without_passwords(document) if LOGIN.search(text) else document


def without_passwords(value: Any) -> Any:
    """A part of a document whose addresses hold no name and password, however deep."""
    if isinstance(value, dict):
        return {key: without_passwords(item) for key, item in value.items()}
    if isinstance(value, list):
        return [without_passwords(item) for item in value]
    return without_logins(value) if isinstance(value, str) else value


def original(text: str) -> Document:
    """The document of a stored text, with all that was in it."""
    document: Document = json.loads(text)
    # Seldom is there one, and to look for it takes longer than to read the text.
    if ("\\u00" in text or not text.isprintable()) and CONTROL.search(text):
        document = prune(document)
    while (step := UPGRADES.get(document["format"])) is not None:
        document = step(document)
    return document
