"""When two ways of writing a name are one name. Pure.

The whole name counts, in whatever script: only width, case, spaces and signs that
nobody sees make no other name of it. An address is never part of this: see `slugs.py`.
"""

import hashlib
import unicodedata

MOST = 200  # what a column holds; longer ones end in a hash
JOINERS = "\u200c\u200d"  # Of the signs without a width the two that change a word.


def identity(name: str) -> str:
    """The one form that all ways of writing a name have in common."""
    if name.isascii() and name.isprintable():  # most names: a tenth of the time
        before = folded = name.lower()
    else:
        before, folded = "", name
    while folded != before:
        before = folded
        folded = unicodedata.normalize("NFKC", folded.casefold())
    if not folded.isprintable():
        folded = "".join(sign for sign in folded if is_seen(sign))
    whole = " ".join(folded.split())
    if len(whole) <= MOST:
        return whole
    return whole[: MOST - 33] + "~" + hashlib.sha256(whole.encode()).hexdigest()[:32]


def is_seen(sign: str) -> bool:
    kept = sign in JOINERS or sign.isspace()
    return kept or unicodedata.category(sign) not in ("Cc", "Cf", "Cs")


def same(one: str, other: str) -> bool:
    return identity(one) == identity(other)
