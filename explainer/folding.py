"""Letters as a hurried reader takes them, in every script. Pure.

Marks, invisible signs and capitals make no difference, and one apostrophe is like
another. Search, the who's who and the desk compare words by this. What changes the word
stays: vowel signs of Indic and Thai letters, and the voicing marks of kana.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

# Longer runs are no words, and an index has no room for them.
LONGEST = 60
APOSTROPHES = "'\u2018\u2019\u201b\u02bb\u02bc\u02bd\u2032\u05f3\u055a\uff07`\u00b4"
# Scripts that put no space between words: letters, with the vowels that stand apart.
DENSE = (
    "\u0e01-\u0e33\u0e40-\u0e46\u0e81-\u0eb3\u0ebd-\u0ec6\u0edc-\u0edf"  # Thai, Lao
    "\u1000-\u1031\u1038\u103f\u1050-\u1059\u1780-\u17b6\u17be-\u17c5\u17c7\u17d7"
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U000323af"
)
# One letter, which Unicode takes apart and never puts together again.
AM = {"\u0e4d\u0e32": "\u0e33", "\u0ecd\u0eb2": "\u0eb3"}
# Classes of marks that change the word: vowels, the voicing of kana, Thai and Lao u.
SPELT = (0, 8, 103, 118)
KASHIDA = "\u0640\u07fa"
# Classes of signs with a meaning of their own here, and letters that change another.
TOLD = {"Mn", "Mc", "Me", "Cf", "Nd"}
MODIFIERS = {*KASHIDA, *map(chr, range(0x2B9, 0x300))}
# Letters that stay whole when their marks are taken off, and letters of one sound.
FOLDED = {"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "\u0131": "i", "þ": "th"}
FOLDED |= {"ð": "d", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ە": "ه"}
FOLDED |= {"\u0901": "\u0902", "ё": "е", "ґ": "г", "‐": "-", "\u2011": "-", "–": "-"}
NASAL = re.compile(
    "(?<=[\u0900-\u097f])[ङञणनम]\u094d[\u200c\u200d]?(?=[क-ह])"
)  # हिन्दी is हिंदी


# What chooses a letter's shape, and what joins nothing: marks by their class alone.
SHAPES = re.compile("[\u034f\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Where Unicode has marks and digits; between them are letters of China and Korea.
PLANES = (
    *((0xA0, 0x3100), (0xA000, 0xAC00), (0xFB00, 0x11FFF), (0x16A00, 0x16F00)),
    *((0x1BC00, 0x1BD00), (0x1CF00, 0x1EA00), (0x1FBF0, 0x1FBFA), (0xE0000, 0xE01F0)),
)


def is_silent(sign: str, kind: str) -> bool:
    """Whether a sign changes how a word is said or set, not which word it is."""
    if kind in ("Mn", "Mc"):
        return unicodedata.combining(sign) not in SPELT or bool(SHAPES.match(sign))
    return kind in ("Cf", "Me") or sign in MODIFIERS


def tables() -> tuple[dict[int, None], str, dict[int, str]]:
    """Signs to leave out, signs that may follow a letter within a word, and digits."""
    silent: dict[int, None] = {}
    inner, digits = ["\uff9e\uff9f"], {}
    for sign in (chr(point) for plane in PLANES for point in range(*plane)):
        kind = unicodedata.category(sign)
        if kind not in TOLD and sign not in MODIFIERS:
            continue  # As nearly all are: every process that starts goes through them.
        if is_silent(sign, kind):
            silent[ord(sign)] = None
        if ord(sign) in silent or kind[0] == "M":
            inner.append(sign)
        elif kind == "Nd":
            digits[ord(sign)] = str(unicodedata.decimal(sign))
    return silent, "".join(inner), digits


SILENT, INNER, DIGITS = tables()
LETTERS = str.maketrans(FOLDED) | DIGITS
ONE_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | {"_": " "})

# Persian writes compounds with it, and others write them with a space.
HALF_SPACE = re.compile("(?<=[\u0600-\u06ff])\u200c")
# Most texts in Latin letters have nothing else that isn't ASCII.
PUNCTUATION = dict.fromkeys(map(ord, "“”„‘’«»–—…·•\u00a0\u2009\u202f€£"), " ")
PLAIN = re.compile("[a-z0-9]+")
RUN = re.compile(rf"\w[\w{INNER}]*")
PART = re.compile(rf"[{DENSE}][{DENSE}{INNER}]*|[^{DENSE}]+")
MARKS = re.compile(rf"[{INNER}]*")
UNIT = re.compile(rf"[{DENSE}][{INNER}]*")


class Word(NamedTuple):
    """A token and where it stands; of a pair of letters `first` ends the first one."""

    token: str
    start: int
    end: int
    first: int


def fold(text: str) -> str:
    """Without case, marks and what can't be seen; the same text for who types it so."""
    if text.isascii():
        return text.lower()
    # Again afterwards: what a fancy letter stands for may be a capital.
    plain = unicodedata.normalize("NFKD", text).casefold()
    return bare(plain).translate(LETTERS)


def bare(text: str) -> str:
    """Without marks and what can't be seen; capitals stay."""
    if text.isascii():
        return text
    apart = NASAL.sub("\u0902", unicodedata.normalize("NFKD", text))
    together = unicodedata.normalize("NFC", apart.translate(SILENT))
    for two, one in AM.items():
        together = together.replace(two, one)
    return together.translate(ONE_APOSTROPHE)


def parts(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where words stand, with their marks; True for runs of scripts without spaces."""
    text = text.translate(ONE_APOSTROPHE)
    for run in RUN.finditer(text):
        for part in PART.finditer(text, *run.span()):
            yield *part.span(), bool(UNIT.match(part[0]))


def units(text: str) -> Iterator[tuple[int, int]]:
    """Where words stand; of scripts without spaces where each letter does."""
    for start, end, dense in parts(text):
        if dense:
            yield from (unit.span() for unit in UNIT.finditer(text, start, end))
        else:
            yield start, end


def words(text: str) -> Iterator[Word]:
    """Each token with where it stands; of scripts without spaces each pair of letters.

    The last letter of such a run is a token of its own, so that each letter begins one.
    """
    at = 0
    for line in text.split("\n"):  # A foreign letter makes no other line dear.
        yield from line_words(line, at)
        at += len(line) + 1


def line_words(line: str, at: int) -> Iterator[Word]:
    """The words of a line that begins at this place of its text."""
    plain = line if line.isascii() else line.translate(PUNCTUATION)
    if plain.isascii():
        for found in PLAIN.finditer(plain.lower()):
            start, end = found.span()
            yield Word(found[0][:LONGEST], at + start, at + end, at + end)
        return
    for start, end, dense in parts(HALF_SPACE.sub("'", line)):
        if dense:
            yield from pairs(line, start, end, at)
        elif token := key(line[start:end])[:LONGEST]:
            yield Word(token, at + start, at + end, at + end)


def is_dense(token: str) -> bool:
    """Whether a token is of a script without spaces, and so a pair or a last letter."""
    return not token.isascii() and bool(UNIT.match(token))


def pairs(line: str, start: int, end: int, at: int) -> Iterator[Word]:
    found = [*UNIT.finditer(line, start, end)]
    letters = [fold(unit[0]) for unit in found]
    for number, unit in enumerate(found):
        last = found[min(number + 1, len(found) - 1)]
        token = "".join(letters[number : number + 2])
        yield Word(token, at + unit.start(), at + last.end(), at + unit.end())


def tokens(text: str) -> list[str]:
    """The tokens of `words`, in order, without their places: a fifth of the work."""
    found: list[str] = []
    for line in text.split("\n"):
        plain = line if line.isascii() else line.translate(PUNCTUATION)
        if plain.isascii():
            found += [token[:LONGEST] for token in PLAIN.findall(plain.lower())]
        else:
            found += [word.token for word in line_words(line, 0)]
    return found


def key(name: str) -> str:
    """A name with nothing but its letters: U.S.A. and usa, O’Brien and O'Brien."""
    # What a sign is taken apart into may be more than letters: the slash that is in ⅓.
    spelt = (s for s in fold(name) if s.isalnum() or unicodedata.category(s)[0] == "M")
    return "".join(spelt)


def after_marks(text: str, at: int) -> int:
    """The next place where a text can be cut without taking a letter's marks off."""
    found = MARKS.match(text, at)
    return found.end() if found else at


def folding_tables() -> dict[str, str | dict[str, str]]:
    """What `fold` and `tokens` know, for who does the same elsewhere."""
    every = map(chr, (*range(0xD800), *range(0xE000, 0x1E944)))
    letters = str.maketrans(FOLDED) | DIGITS | ONE_APOSTROPHE
    return {
        "dense": DENSE,
        "inner": INNER,
        "silent": "".join(map(chr, SILENT)),
        "nasal": NASAL.pattern,
        "between": HALF_SPACE.pattern,
        "whole": AM,
        "small": {c: c.casefold() for c in every if c.casefold() != c.lower()},
        "letters": {chr(sign): str(said) for sign, said in letters.items()},
        "signs": {chr(sign): said for sign, said in PUNCTUATION.items()},
    }
