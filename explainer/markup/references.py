"""What a text refers to: citations, mentions, and what is placed. Pure."""

import re
from typing import NamedTuple

CITATION = re.compile(r"\[\^([^\s\[\]]{1,60})(?: +([^\s\[\]][^\[\]\n]{0,80}))?\]")
MENTION = re.compile(r"@\[(?!\s*\])([^\[\]\n]{1,120})\]\(([^\s()]{1,80})\)")
PLACEMENT = re.compile(r"::(figure|quote)[ \t]+(\S{1,80})[ \t]*")


class Citation(NamedTuple):
    """One `[^key locator]`, the space before it included, and where it stands."""

    key: str
    locator: str
    typed: str
    at: int
