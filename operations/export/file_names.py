"""Where an address of the paper stands in a copy that a host of files serves.

Such a host looks at no query, so what stands behind a question mark becomes a part of
the path. Pure.
"""

import hashlib
import re
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlsplit

LONGEST = 100  # bytes of what a query becomes
PLAIN = re.compile(r"[^0-9A-Za-z._-]+")
# Parts of a path that no file may have.
BARRED = re.compile(r"(?:^|/)\.{1,2}(?:/|$)|[\x00-\x1f\\]|//")


class Place(NamedTuple):
    """A file below the folder, and the address at which a host serves it."""

    file: str
    address: str


def place_of(path, query="", suffix=""):
    """The place of a path, percent-encoded, and its query; None for what is none of
    ours. `suffix` is that of a file whose address has none, and isn't a page."""
    plain = unquote(path)
    if not plain.startswith("/") or BARRED.search(plain):
        return None
    folder, _slash, name = plain.rpartition("/")
    asked = of_query(query)
    if name:  # a file of its own
        if asked:
            name, dot, ending = name.partition(".")
            name = f"{name}.{asked}{dot}{ending}"
        name = f"{name}{suffix}"
        return Place(f"{folder}/{name}"[1:], quote(f"{folder}/{name}"))
    folder = f"{folder}/{asked}" if asked else folder
    if suffix:
        return Place(f"{folder}/index{suffix}"[1:], quote(f"{folder}/index{suffix}"))
    return Place(f"{folder}/index.html"[1:], quote(f"{folder}/"))


def of_query(query):
    """One name for what is asked, in whatever order: `depth=brief` is `depth-brief`."""
    pairs = sorted(parse_qsl(query))
    said = "-".join(PLAIN.sub("_", part) for pair in pairs for part in pair)
    exact = "-".join(part for pair in pairs for part in pair)
    if said != exact or len(said) > LONGEST:
        digest = hashlib.sha256(repr(pairs).encode()).hexdigest()[:12]
        said = f"{said[:40]}.{digest}".lstrip(".")
    return said


def split(address):
    """(path, query) of an address, as a request has them."""
    parts = urlsplit(address)
    return parts.path or "/", parts.query
