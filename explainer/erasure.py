"""A sentence found in a text as its readers see it, and the text without it. Pure.

Letters and digits are compared, whatever their case, marks and Unicode form: not the
signs between them, nor what house markup says beside the words. A sentence that nobody
may keep is known by its seal: how many letters it has, and their hash under a key.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple, Protocol

from markdown_it.common.utils import unescapeAll

from explainer.folding import LETTERS, SILENT, UNIT
from explainer.markup.link_ends import Link, links_and_asides, said_in
from explainer.slugs import LONG, SMALL, WORDS, slug_of

Span = tuple[int, int]

# A sign of a text, or what stands for one.
PIECE = re.compile(r"\\[!-/:-@\[-`{-~]|&[a-z#]\w{1,31};|.", re.DOTALL | re.IGNORECASE)
DELIMITERS = re.compile(r"\*+|_+")
LEAST = 8  # letters; fewer are in too many words


class Spelling(dict[int, str]):
    """A table for `translate`: what each sign is compared by; `between` for others."""

    def __init__(self, between: str) -> None:
        super().__init__()
        self.between = between

    def __missing__(self, point: int) -> str:
        found = spell(chr(point))
        if not found and point not in SILENT:
            found = self.between
        self[point] = found
        return found


def spell(sign: str) -> str:
    """The letters and digits of one sign; they don't hang on what stands beside it."""
    apart = unicodedata.normalize("NFKD", sign).casefold()
    bare = unicodedata.normalize("NFKD", apart).translate(SILENT)
    plain = unicodedata.normalize("NFKD", bare.translate(LETTERS))
    return "".join(s for s in plain if s.isalnum() or unicodedata.category(s)[0] == "M")


CLOSED, OPEN = Spelling(""), Spelling(" ")


def letters(text: str) -> str:
    """All that is compared of a text, as readers see it."""
    return as_read(text).translate(CLOSED)


@lru_cache(maxsize=2)
def as_read(text: str) -> str:
    """A text without where links lead and what is cited, and its signs as they are: for
    its letters, as a word may begin behind each of these."""
    if "](" in text or "[^" in text or ("<" in text and "%" in text):
        return " ".join(unescapeAll(part.said) for part in said_in(text))
    return unescapeAll(text) if "&" in text else text


class Letter(NamedTuple):
    """One letter, and the part of the text that stands for it."""

    sign: str
    start: int
    end: int


def placed(text: str, *, is_markup: bool) -> Iterator[Letter]:
    """The letters of a text with their places, as markup or sign by sign."""
    if not is_markup:
        for at, sign in enumerate(text):
            yield from (Letter(one, at, at + 1) for one in CLOSED[ord(sign)])
        return
    for start, end, said in said_in(text):
        if said != text[start:end]:
            yield from (Letter(one, start, end) for one in said.translate(CLOSED))
            continue
        for piece in PIECE.finditer(text, start, end):
            read = unescapeAll(piece[0]) if len(piece[0]) > 1 else piece[0]
            yield from (Letter(one, *piece.span()) for one in read.translate(CLOSED))


class Wanted(Protocol):
    """What is looked for: whether a text may hold it, and where in some letters."""

    def is_in(self, text: str) -> bool: ...
    def places(self, said: list[Letter]) -> Iterator[Span]: ...


@dataclass(frozen=True)
class Sentence:
    """A sentence, as somebody copied it from wherever it stands."""

    text: str

    @cached_property
    def letters(self) -> str:
        return letters(self.text)

    def is_in(self, text: str) -> bool:
        if self.letters in text.translate(CLOSED):
            return True
        read = as_read(text)
        return read is not text and self.letters in read.translate(CLOSED)

    def places(self, said: list[Letter]) -> Iterator[Span]:
        whole = "".join(letter.sign for letter in said)
        at = whole.find(self.letters)
        while at >= 0:
            last = at + len(self.letters) - 1
            yield said[at].start, said[last].end
            at = whole.find(self.letters, last + 1)


def seal(text: str, key: bytes) -> str:
    """What stands for some letters: of no use to whoever has no key."""
    return hashlib.blake2b(text.encode(), key=key, digest_size=20).hexdigest()


@lru_cache(maxsize=2)  # It is asked for each order: of a text, and as it is read.
def beginnings(text: str) -> tuple[str, Sequence[int]]:
    """The letters of a text, and where words begin in them."""
    words = text.translate(OPEN).split()
    whole, ends = "".join(words), [*accumulate(map(len, words))]
    if any(UNIT.match(word) for word in words if not word.isascii()):
        return whole, range(len(whole))
    return whole, [0, *ends[:-1]]


@dataclass(frozen=True)
class Seal:
    """A sentence that is kept nowhere: so many letters with this seal."""

    length: int
    seal: str
    key: bytes

    def is_in(self, text: str) -> bool:
        return any(map(self.begins_in, {text, as_read(text)}))

    def begins_in(self, text: str) -> bool:
        whole, starts = beginnings(text)
        if len(whole) < self.length:
            return False
        return any(self.fits(whole[at : at + self.length]) for at in starts)

    def fits(self, said: str) -> bool:
        return len(said) == self.length and seal(said, self.key) == self.seal

    def places(self, said: list[Letter]) -> Iterator[Span]:
        whole = "".join(letter.sign for letter in said)
        after = 0
        for at, letter in enumerate(said[: len(said) - self.length + 1]):
            follows = at and said[at - 1].end == letter.start
            if at < after or (follows and not UNIT.match(letter.sign)):
                continue
            if self.fits(whole[at : at + self.length]):
                after = at + self.length
                yield letter.start, said[after - 1].end


def spans(text: str, wanted: Wanted) -> list[Span]:
    """Where it stands in a text, in order; none overlaps another."""
    if not wanted.is_in(text):
        return []
    every = [
        span
        for is_markup in (True, False)
        for span in wanted.places([*placed(text, is_markup=is_markup)])
    ]
    found: list[Span] = []
    for start, end in sorted(every):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def without(text: str, wanted: Wanted, mark: str) -> str:
    """The text with a mark in each place of it; all else as it is."""
    found = spans(text, wanted)
    if not found:
        return text
    if (apart := unlinked(text, found)) != text:
        return without(apart, wanted, mark)
    labels = [(link.label, link.label_end) for link in links_and_asides(text)[0]]
    for start, end in reversed(found):
        is_label = any(first <= start and end <= last for first, last in labels)
        said = mark.strip("[]") if is_label else mark  # brackets would end the label
        said = marked(text[:start], text[start:end], said)
        text = text[:start] + said + text[end:]
    return text


def unlinked(text: str, found: Iterable[Span]) -> str:
    """The text without links that begin or end within a place; of a link in another
    the inner one goes first."""
    first = len(text)
    for link in reversed(links_and_asides(text)[0]):
        if link.end <= first and any(crosses(link, *span) for span in found):
            label = text[link.label : link.label_end]
            text, first = text[: link.start] + label + text[link.end :], link.start
    return text


def crosses(link: Link, start: int, end: int) -> bool:
    is_apart = end <= link.start or link.end <= start
    is_within = link.label <= start and end <= link.label_end
    is_around = start <= link.start and link.end <= end
    return not (is_apart or is_within or is_around)


def marked(before: str, piece: str, mark: str) -> str:
    """The mark, with those signs of emphasis that have their partner outside."""
    alone: list[str] = []
    for found in DELIMITERS.findall(piece):
        if found in alone:
            alone.remove(found)
        else:
            alone.append(found)
    line = before.rpartition("\n\n")[2]
    closing = [one for one in alone if DELIMITERS.findall(line).count(one) % 2]
    opening = [one for one in alone if one not in closing]
    return "".join(opening) + mark + "".join(closing)


def content_words(slug: str) -> list[str]:
    """The words of a slug by which headlines have their addresses, but for what tells
    two of them apart."""
    words = [word for word in slug.split("-") if word not in SMALL]
    return [word for word in words if len(word) > 1 and word.isalpha()]


@lru_cache(maxsize=4)
def address_of(sentence: str) -> tuple[str, list[str]]:
    """All letters of a sentence in an address, and the words that short ones have."""
    whole = slug_of(sentence, LONG)
    return whole.replace("-", ""), content_words(whole)


def is_made_of(slug: str, sentence: str) -> bool:
    """Whether an address says a sentence, or was cut from it: as short ones are."""
    whole, said = address_of(sentence)
    if len(whole) >= LEAST and whole in slug.replace("-", ""):
        return True
    if slug.count("-") + 1 < WORDS:
        return False
    own = content_words(slug)
    runs = (said[at : at + len(own)] for at in range(len(said) - len(own) + 1))
    return len(own) >= WORDS and any(
        run[:-1] == own[:-1] and run[-1].startswith(own[-1]) for run in runs
    )


def texts_of(value: object) -> Iterator[str]:
    """Every text in a value of JSON, but for its keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        for item in inner:
            yield from texts_of(item)


def each_text(value: object, change: Callable[[str], str]) -> object:
    """A value of JSON with each of its texts changed, however deep; keys stay."""
    if isinstance(value, dict):
        return {key: each_text(item, change) for key, item in value.items()}
    if isinstance(value, list):
        return [each_text(item, change) for item in value]
    return change(value) if isinstance(value, str) else value
