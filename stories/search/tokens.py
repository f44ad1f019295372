"""Text as the words that search compares. Pure.

Both databases are given these tokens, never the text: so they find the same pages.
"""

import re
import unicodedata
from collections.abc import Iterator

# Longer runs are no words, and an index has no room for them.
LONGEST = 60
WORD = re.compile(r"[^\W_]+")
# Letters that stay whole when their marks are taken off.
FOLDED = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "\u0131": "i", "þ": "th"}
)


def folded(text: str) -> str:
    """Without case and marks: what looks alike to a hurried reader is alike."""
    # Twice: what a fancy letter stands for may be a capital.
    plain = unicodedata.normalize("NFKD", text).casefold()
    apart = unicodedata.normalize("NFKD", plain)
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", bare).translate(FOLDED)


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Each token of a text, with where it begins and ends in it."""
    for found in WORD.finditer(text):
        # Marks that stand by themselves would cut a word that is written apart.
        token = "".join(WORD.findall(folded(found[0])))[:LONGEST]
        if token:
            yield token, *found.span()


def tokens(text: str) -> list[str]:
    return [token for token, _start, _end in words(unicodedata.normalize("NFC", text))]
