"""Proper names that a text uses, told by their capitals. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from explainer.checks.vocabulary import DAYS, MONTHS

# German writes every noun with a capital: there only names of several words count.
NOUNS_WITH_CAPITALS = ("de", "lb")
WORD = re.compile(r"[^\W\d_](?:[^\W_]|[\u0300-\u036f]|[’'-](?=[^\W\d_]))*")
OPENS = re.compile(r"(?:^|[.!?…:;\n]|[“«„\"(–—])[\s“«„\"(‘’]{0,4}$")
CALENDAR = {*DAYS.split("|"), *MONTHS["en"].split()}
SHORT = 3
OPENING = 4  # A word of so few letters opens a sentence more often than a name.
SHARED = 4  # So many first letters make two words relatives: Italy, Italian.


@dataclass(frozen=True)
class Name:
    words: str
    key: str  # The word that has to be there: of a person the surname.


def fold_name(word: str) -> str:
    """A word without marks, capitals or a possessive."""
    bare = unicodedata.normalize("NFKD", word)
    bare = "".join(char for char in bare if not unicodedata.combining(char))
    return re.sub(r"[’']s?$", "", bare).casefold()


def names(text: str, language: str) -> Iterator[Name]:
    """Runs of words with capitals, but for a word that only opens a sentence."""
    words = [*WORD.finditer(text)]
    at = 0
    while at < len(words):
        run = [words[at]]
        while at + len(run) < len(words) and goes_on(
            text, run[-1], words[at + len(run)]
        ):
            run.append(words[at + len(run)])
        at += len(run)
        if run[0][0][0].isupper() and (name := name_in_run(text, run, language)):
            yield name


def goes_on(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    capitals = one[0][0].isupper() and other[0][0].isupper()
    return capitals and text[one.end() : other.start()] == " "


def name_in_run(text: str, run: list[re.Match[str]], language: str) -> Name | None:
    """The name that a run of capitals is, unless nobody could tell."""
    start = run[0].start()
    opens = OPENS.search(text[max(0, start - 4) : start])
    if opens and (len(run) == 1 or len(run[0][0]) <= OPENING):
        run = run[1:]
    if not run or (len(run) == 1 and language in NOUNS_WITH_CAPITALS):
        return None
    key = fold_name(run[-1][0])
    if len(key) < SHORT or key in CALENDAR:
        return None
    words = text[run[0].start() : run[-1].end()]
    return Name(re.sub(r"[’']s?$", "", words), key)


@lru_cache(maxsize=512)
def vocabulary(text: str) -> frozenset[str]:
    """Every word of a text, folded, and the pieces of those with a hyphen."""
    words = {fold_name(word) for word in WORD.findall(text)}
    return frozenset(words | {piece for word in words for piece in word.split("-")})


def is_mentioned(name: Name, words: set[str]) -> bool:
    """Whether the words have the name, or a near relative of it."""
    if name.key in words:
        return True
    if len(name.key) <= SHARED:
        return False
    stem = name.key[: max(SHARED, len(name.key) - 3)]
    return any(word.startswith(stem) for word in words)


def title_case(text: str) -> bool:
    """Whether most words of a headline have a capital for no reason of their own."""
    long = [word for word in WORD.findall(text) if len(word) > SHORT]
    capitals = [word for word in long if word[0].isupper()]
    return 5 * len(capitals) > 3 * len(long)
