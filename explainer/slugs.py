"""What a name or a headline is called in an address: small Latin letters. Pure.

A slug is an address and nothing else. Two names may be written alike in Latin letters,
so whoever keeps one keeps it unique, and nothing is ever found by making it anew.
"""

import re
from collections.abc import Iterator
from itertools import chain, count, islice
from string import ascii_lowercase
from unicodedata import category, normalize

from anyascii import anyascii

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
WORDS, SHORT, LONG = 4, 70, 300
SMALL = {
    *("a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "have"),
    *("in", "is", "it", "its", "of", "off", "on", "or", "over", "says", "that", "the"),
    *("their", "this", "to", "under", "was", "were", "what", "when", "where", "who"),
    *("why", "will", "with"),
}
BETWEEN = re.compile(r"[^a-z0-9]+")


def slug_of(name: str, most: int = 80) -> str:
    """The name in an address of at most so many letters; empty without any."""
    words = normalize("NFC", name.casefold()).translate(UMLAUTS)
    # Pictures have Latin names too, which nobody would guess from seeing them.
    words = "".join(" " if category(sign) == "So" else sign for sign in words)
    latin = re.sub("['’`]", "", anyascii(words).lower())
    return BETWEEN.sub("-", latin).strip("-")[:most].rstrip("-")


def short_slugs(headline: str) -> Iterator[str]:
    """Short addresses of a headline: no small words, no numbers, which may be wrong.

    One that is taken gets another word, then a letter.
    """
    words = slug_of(re.sub(r"['’]s\b", "", headline), LONG).split("-")
    words = [word for word in words if word not in SMALL and word.isalpha()]
    if not words:
        return slugs_for(headline)
    some = [words[:most] for most in range(WORDS, len(words) + 1)] or [words]
    slugs = ["-".join(taken)[:SHORT].strip("-") for taken in some]
    lettered = (f"{slugs[0]}-{letter}" for letter in ascii_lowercase[1:])
    return chain(slugs, lettered, islice(slugs_for(slugs[0]), 1, None))


def slugs_for(name: str, most: int = 80) -> Iterator[str]:
    """Addresses that a name may have, the best first: its own, then numbered ones.

    One that can't be written in Latin letters at all has numbers alone.
    """
    own = slug_of(name, most)
    if not own:
        return map(str, count(1))
    numbered = (f"{own[: most - len(str(n)) - 1].rstrip('-')}-{n}" for n in count(2))
    return chain([own], numbered)
