"""The ways in which a word may stand in a text: its stem, whole, or spelt out. Pure.

A text's words are stemmed in its own language, those of a query in every language that
we know, so that they meet whatever a reader writes in.
"""

import re
import string
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from explainer.folding import APOSTROPHES, LONGEST, Word, is_dense, key, words
from explainer.late_packages import load_late
from stories.index.stop_words import WORDS

SNOWBALL = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
}
LANGUAGES = (*SNOWBALL, "uk")
# Endings without marks, as tokens are: й is и there, ї is і.
UKRAINIAN = re.compile(
    "(?<=...)(?:ьому|ього|ому|ого|ами|ями|ими|іми|ові|еві|ою|ею|оі|ои|еи|ии|іи|"
    "ах|ях|ам|ям|ом|ем|ів|[аяоеиіуюь])$"
)
# The languages whose words are told by their letters.
SCRIPTS = {"ar": re.compile("[\u0620-\u064a]"), "uk": re.compile("[\u0400-\u04ff]")}
SHORT = 3  # So few letters have no ending.
HYPHENS = "-\u2010\u2011\u2013"
GROUPING = ".,\u00a0\u202f" + APOSTROPHES
# What stands around a word and is no part of it.
AROUND = string.punctuation + "“”„«»–—…"
SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})

Chunk = list[Word]


@lru_cache(maxsize=1 << 14)
def stem(word: str, language: str) -> str:
    """A token without its ending; in a language that we don't know the token."""
    if len(word) <= SHORT or not word.isalpha():
        return word
    script = next((code for code in SCRIPTS if SCRIPTS[code].match(word)), "")
    if script != (language if language in SCRIPTS else ""):
        return word
    if language == "uk":
        return UKRAINIAN.sub("", word)
    if language not in SNOWBALL:
        return word
    # A new one, as a stemmer keeps the word that it works on: threads can't share it.
    found: str = stemmer_of(SNOWBALL[language])().stemWord(word)
    return found


@cache
def stemmer_of(language: str) -> type[Any]:
    """The class of a language's stemmers, loaded at its first word.

    The package would bring thirty languages, 3 MB of each process.
    """
    load_late("snowballstemmer")
    module = import_module(f"snowballstemmer.{language}_stemmer")
    found: type[Any] = getattr(module, f"{language.title()}Stemmer")
    return found


def chunks(text: str) -> Iterator[Chunk]:
    """Words in groups: between those of one stands no space, but a sign that joins."""
    group: Chunk = []
    for word in words(text):
        if group and not goes_on(text, group[-1], word):
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def goes_on(text: str, one: Word, other: Word) -> bool:
    """Whether two words are one: O’Brien, COVID-19, U.S., 1,234, a run of Chinese."""
    gap = text[one.end : other.start]
    if gap == " ":
        return False
    if is_dense(one.token):
        return other.start < one.end
    if len(gap) != 1 or is_dense(other.token):
        return False
    if one.token.isdigit() and other.token.isdigit():
        return (gap in GROUPING and len(other.token) == SHORT) or gap in HYPHENS
    initials = gap == "." and len(one.token) == len(other.token) == 1
    return initials or gap in APOSTROPHES or gap in HYPHENS or gap == "\u200c"


def spellings(text: str, chunk: Chunk) -> set[str]:
    """A chunk in one word, and with the letters that stand for ä, ö and ü."""
    whole = "".join(word.token for word in chunk)[:LONGEST]
    written = text[chunk[0].start : chunk[-1].end]
    if written.isascii():
        return {whole}
    return {whole, key(transliterate(written))[:LONGEST]}


def transliterate(text: str) -> str:
    """Small letters, with those that Germans and Danes write for ä, ö, ü and å."""
    return unicodedata.normalize("NFC", text).casefold().translate(SPELT_OUT)


def forms(text: str, language: str) -> set[str]:
    """What the words of a text are found by, beside themselves; common ones by nothing.

    So German texts are not about war because they say that something was.
    """
    found = set()
    # No chunk reaches over a space, and a text says most of its words again.
    for piece in {*text.replace("\n", " ").split(" ")}:
        word = piece.strip(AROUND)
        if word.isascii() and word.isalnum():
            found.add(word.lower()[:LONGEST])
            continue
        for chunk in chunks(piece):
            if not is_dense(chunk[0].token):
                found |= {word.token for word in chunk} | spellings(piece, chunk)
    common = WORDS.get(language, frozenset())
    return {stem(word, language) for word in found - common}


def sought(text: str, chunk: Chunk) -> frozenset[str]:
    """What a chunk of a query is looked for by: its forms in every language."""
    if is_dense(chunk[0].token):
        return frozenset()
    found = spellings(text, chunk)
    # L’Europe is about Europe, today’s about today.
    rest = {word.token for word in chunk if len(word.token) >= SHORT}
    if len(rest) == 1 and text[chunk[0].end : chunk[-1].start] in APOSTROPHES:
        found |= rest
    stems = {stem(word, language) for word in found for language in LANGUAGES}
    return frozenset(found | stems)
