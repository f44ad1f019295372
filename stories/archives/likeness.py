"""Whether two texts tell of one event: by the articles they share, the names, and the
words of their openings. Pure.

Each share is between 0 and 1. One sign alone never makes two texts the same: without an
article in common, or with nothing else in common, they are at most a possible match.
The same people do more than one thing: with names alone it takes several articles.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from explainer import claims
from explainer.addresses import normalise_url
from explainer.document import Document
from explainer.folding import tokens
from stories.index.stems import stem
from stories.index.stop_words import COMMON

# What each sign counts for.
ARTICLES, NAMES, WORDS = 0.5, 0.25, 0.25
SURE, POSSIBLE = 0.5, 0.3
TELLING = 0.2  # Names or words in common that make shared articles sure,
SEVERAL = 3  # so many of them, if it is names alone.
MOST_MARKS = 60
SHORT = 3


class Verdict(StrEnum):
    SAME = "same"
    POSSIBLE = "possible"
    OTHER = "other"


@dataclass(frozen=True)
class Signature:
    """What a text is compared by; `words` are those that are in no name."""

    articles: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Likeness:
    """How much two texts have in common, each sign by itself and all together."""

    articles: float
    names: float
    words: float
    shared: int  # articles
    score: float = field(compare=False)

    @property
    def verdict(self) -> Verdict:
        named = self.names >= TELLING and self.shared >= SEVERAL
        told = self.words >= TELLING or named
        if self.score >= SURE and self.shared and told:
            return Verdict.SAME
        return Verdict.POSSIBLE if self.score >= POSSIBLE else Verdict.OTHER


def signature(document: Document) -> Signature:
    """The signature of a story, as a file has it or as it is frozen."""
    language = document.get("language", "").partition("-")[0].lower()
    points = (part.get("text", "") for part in document.get("key_points", []))
    said = "\n".join([claims.opening(document), *points])
    speakers = (part.get("speaker", "") for part in document.get("quotes", []))
    named = claims.names(said, language).union(*map(tokens, speakers))
    urls = (part.get("url", "") for part in document.get("sources", []))
    return Signature(
        frozenset(normalise_url(url) for url in urls if url),
        frozenset(name for name in named if len(name) >= SHORT) - COMMON,
        frozenset(
            stems(claims.opening(document), language)
            - {stem(name, language) for name in named}
        ),
    )


def stems(text: str, language: str) -> set[str]:
    words = {word for word in tokens(text) if len(word) >= SHORT}
    return {stem(word, language) for word in words - COMMON}


def likeness(one: Signature, other: Signature) -> Likeness:
    """What two signatures have in common; a sign that neither has does not count."""
    shared = len(one.articles & other.articles)
    shares = (
        (
            ARTICLES,
            one.articles,
            other.articles,
            contained(one.articles, other.articles),
        ),
        (NAMES, one.names, other.names, common(one.names, other.names)),
        (WORDS, one.words, other.words, common(one.words, other.words)),
    )
    weight = sum(counts for counts, a, b, _share in shares if a or b)
    score = sum(counts * share for counts, _a, _b, share in shares)
    articles, names, words = (share for *_rest, share in shares)
    return Likeness(articles, names, words, shared, score / weight if weight else 0.0)


def contained(one: Collection[str], other: Collection[str]) -> float:
    """How much of the smaller is in the larger: a later file has other articles too."""
    least = min(len(one), len(other))
    return len({*one} & {*other}) / least if least else 0.0


def common(one: Collection[str], other: Collection[str]) -> float:
    both = len(one) + len(other)
    return 2 * len({*one} & {*other}) / both if both else 0.0


def marks(said: Signature) -> list[int]:
    """Numbers by which texts that may be alike are found: of articles, names, and the
    rest as far as there is room."""
    signs = [f"a {article}" for article in sorted(said.articles)]
    signs += [f"n {name}" for name in sorted(said.names, key=rarity)]
    signs += [f"w {word}" for word in sorted(said.words, key=rarity)]
    return [number(sign) for sign in signs[:MOST_MARKS]]


def rarity(word: str) -> tuple[int, str]:
    """Long words are rare ones, near enough."""
    return -len(word), word


def number(sign: str) -> int:
    digest = hashlib.blake2b(sign.encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1
