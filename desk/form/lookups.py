"""How the desk looks for words in columns: as names are written, in every script."""

import re

from django.db.models import Q

from explainer.folding import APOSTROPHES, key

WORDS = 8
WRITTEN = "'’\u02bc"
APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
LETTERS = "letters__contains"  # Of a column that has a name's letters alone.


def spellings(word):
    """A word as a name may have it: not every database knows that É is é."""
    found = {word}
    if not word.isascii():
        found |= {word.lower(), word.capitalize(), word.upper()}
    if APOSTROPHE.search(word):
        found = {APOSTROPHE.sub(sign, one) for one in found for sign in WRITTEN}
    return found


def words_query(words, *lookups):
    """Whether every word is in one of these fields."""
    every = Q()
    for word in words.split()[:WORDS]:
        some = Q()
        for lookup in lookups:
            for said in search_terms(word, lookup):
                some |= Q(**{lookup: said})
        every &= some
    return every


def search_terms(word, lookup):
    """What to look for in a column; a sign without a letter has none to look for."""
    return spellings(word) if not lookup.endswith(LETTERS) else {key(word)} - {""}
