"""What no log says: secrets of an address, words of a search, values of a query."""

import re
from urllib.parse import parse_qsl

# What stands in an address after these words opens a door.
SECRETS = re.compile(
    r"^(/contact/received/|/shared/|/letters/|/admin/password-reset/(?!sent/))[^/].*"
)
LITERAL = re.compile(r"'(?:[^']|'')*(?:'|$)|\b\d+(?:\.\d+)?\b")
SPACE = re.compile(r"\s+")
# Control characters, separators of lines, and what turns the direction of writing.
UNPRINTED = re.compile("[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
# Of a query what says nothing of whoever asks; the words of a search do.
HARMLESS = {"depth", "since", "only", "status", "page", "all", "kind", "part", "letter"}
PLAIN = re.compile(r"[\w-]{1,20}")
LONGEST = 2_000


def masked_path(path):
    """An address as the log may have it."""
    return SECRETS.sub(r"\1…", path[:LONGEST])


def asked_path(environ):
    """The same of a request, whose server has read each byte as a letter."""
    path = environ.get("PATH_INFO", "").encode("latin-1", "replace")
    return masked_path(path.decode("utf-8", "replace"))


def on_one_line(text):
    """The text without what ends a line or moves a cursor: who asks for an address
    writes no line of our log."""
    return UNPRINTED.sub(lambda sign: ascii(sign[0])[1:-1], text)


def masked_query(query):
    """Of a query the plain part: `page=2&q=…`; nothing of what we don't know."""
    return "&".join(
        f"{name}={value}" if PLAIN.fullmatch(value) else f"{name}=…"
        for name, value in parse_qsl(query, keep_blank_values=True)
        if name in HARMLESS
    )


def masked_sql(sql):
    """The text of a query without any value in it."""
    text = SPACE.sub(" ", str(sql)).strip()[: 2 * LONGEST]
    return LITERAL.sub("?", text)[:LONGEST]
