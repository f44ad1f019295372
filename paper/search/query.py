"""What somebody searches for: words, phrases, days, a word that may go on. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from explainer.checks.calendar_days import days
from explainer.folding import LONGEST as LONGEST_WORD
from explainer.folding import fold, is_dense, key, tokens
from paper.search.spelling import spelt_short
from stories.index.searchable_text import form_of
from stories.index.stems import (
    LANGUAGES,
    Chunk,
    chunks,
    sought,
    stem,
    transliterate,
)
from stories.index.stop_words import COMMON

MOST = 12
LONGEST = 200
BEGINNING = 3  # So many letters of a word are enough to look for how it may go on.
MOST_NAMES = 200
NAMED_BY = 6  # A name has so many words at most, or letters of a script without spaces.
PHRASE = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')

# A number with a part of one, such as 3.5 or 3,5: its digits stand side by side.
DECIMAL = re.compile(r"(?<![\d.,])\d{1,9}[.,]\d{1,2}(?![\d.,]*\d)")

# Signs within what may be one word, as in O'Brien, and such a sign in its place.
JOINED = re.compile("['\\-.,\u2010\u2011\u2013]")
WITHIN = re.compile(rf"{JOINED.pattern}(?<=\w.)(?=\w)")  # the sign first: quick


Phrase = tuple[str, ...]
Place = tuple[int, int]


@dataclass(frozen=True)
class Term:
    """One thing sought: any of the phrases, or a word of any of the forms.

    `begun` is a phrase whose last word may go on; of `parts` all have to be there.
    """

    phrases: tuple[Phrase, ...] = ()
    forms: frozenset[str] = frozenset()
    begun: Phrase = ()
    parts: tuple["Term", ...] = ()

    @property
    def whole(self) -> "Term":
        """The same without what is only a word's beginning."""
        return replace(self, begun=(), parts=tuple(part.whole for part in self.parts))

    def all(self) -> Iterator["Term"]:
        yield self
        for part in self.parts:
            yield from part.all()


@dataclass(frozen=True)
class Sought:
    """A word of a query as it was typed, and what is looked for."""

    text: str
    term: Term
    tokens: Phrase = ()
    is_common: bool = False
    is_loose: bool = True


class SingleWords:
    """What of a query is a word by itself, and which words it has met already.

    `is_all` says that nothing else is sought, and in letters without marks alone.
    """

    def __init__(self, parts: list[Term], heads: list[str]) -> None:
        runs = [run for part in parts for run in (*part.phrases, part.begun)]
        self.is_all = all(len(run) < 2 for run in runs) and "".join(heads).isascii()
        self.begun = re.compile(rf"\b(?:{'|'.join(heads) or '(?!)'})[a-z0-9]*")
        self.whole = {run[0] for part in parts for run in part.phrases if run}
        self.beginnings = tuple(part.begun[0] for part in parts if part.begun)
        self.forms = {form for part in parts for form in part.forms}
        self.heads = tuple(map(head_of, self.forms))
        self.known: dict[tuple[str, str], bool] = {}

    def has(self, word: str, language: str) -> bool:
        """Whether a word is one that is sought; its stem is looked for last."""
        found = self.known.get((word, language))
        if found is None:
            token = word[:LONGEST_WORD]
            found = token in self.whole or token.startswith(self.beginnings)
            if not found and token.startswith(self.heads):
                found = stem(token, language) in self.forms
            self.known[word, language] = found
        return found


@dataclass(frozen=True)
class Query:
    """All terms have to be there; `words` are the query's, each with its term."""

    text: str
    terms: tuple[Term, ...] = ()
    words: tuple[Sought, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    @cached_property
    def names(self) -> dict[str, Place]:
        """What may be a name, by its key, and the words in which it stands."""
        found: dict[str, Place] = {}
        for start, word in enumerate(self.words):
            if word.is_loose and is_dense(word.tokens[0]):
                found |= dict.fromkeys(names_within(word.tokens), (start, start + 1))
            for end in range(start + 1, min(start + NAMED_BY, len(self.words)) + 1):
                run = self.words[start:end]
                if not all(word.is_loose for word in run):
                    break
                if len(run) > 1 or not word.is_common or len(self.words) == 1:
                    found[self.key(start, end)] = start, end
        return dict(islice(found.items(), MOST_NAMES))

    def key(self, start: int, end: int) -> str:
        return "".join(key(word.text) for word in self.words[start:end])

    @cached_property
    def heads(self) -> list[str]:
        """What stands in every folded text with one of the words, and in few others."""
        found = set()
        for term in self.parts:
            phrases = [*term.phrases, *filter(None, [term.begun])]
            found |= {max(phrase, key=len) for phrase in phrases}
            found |= {*map(head_of, term.forms)}
        shortest: list[str] = []
        for head in sorted(found):
            if not (shortest and head.startswith(shortest[-1])):
                shortest.append(head)
        return shortest

    @cached_property
    def hint(self) -> re.Pattern[str]:
        """Matches where a word may begin that is sought."""
        # An ending is taken off there; in Arabic also what stands in front.
        found = (rf"\b{head}" if head.isascii() else head for head in self.heads)
        return re.compile("|".join(found) or "(?!)")

    @cached_property
    def single_words(self) -> "SingleWords":
        return SingleWords(self.parts, self.heads)

    @cached_property
    def parts(self) -> list[Term]:
        return [part for term in self.terms for part in term.all()]

    def may_be_in(self, text: str) -> bool:
        """Whether looking closer is worth while: most texts have none of the words."""
        bare = fold(text)
        if not text.isascii():
            bare = f"{bare} {fold(transliterate(text))}"
        if WITHIN.search(bare):
            bare = f"{bare} {JOINED.sub('', bare)}"
        # To look for a text costs a tenth of what an expression does.
        return any(head in bare for head in self.heads) and bool(self.hint.search(bare))

    @cached_property
    def name_starts(self) -> list[str] | None:
        """What words of a name begin with in which `may_be_in` finds something; None
        where they may begin with more, as with an Arabic article."""
        if not "".join(self.heads).isascii():
            return None
        return sorted({start for head in self.heads for start in spelt_short(head)})

    def is_name(self, name: str) -> bool:
        """Whether nothing was asked for but this name."""
        start, end = self.names[name]
        rest = (*self.words[:start], *self.words[end:])
        return name == self.key(start, end) and all(word.is_common for word in rest)

    def with_names(self, meant: Mapping[str, Iterable[str]]) -> "Query":
        """The same, where other names of who is meant will do; `meant` is by key."""
        words = [*self.words]
        for name in sorted(meant, key=len, reverse=True):
            start, end = self.names[name]
            run = self.words[start:end]
            if words[start:end] == [*run] and name == self.key(start, end):
                phrases = tuple(filter(is_distinctive, map(phrase, meant[name])))
                rare = [word.term for word in run if not word.is_common]
                parts = rare or ([] if phrases else [word.term for word in run])
                term = Term(phrases, parts=tuple(parts))
                words[start] = replace(run[0], term=term, is_common=False)
                words[start + 1 : end] = [
                    replace(word, term=Term()) for word in run[1:]
                ]
        return replace(self, terms=terms_of(words), words=tuple(words))


def head_of(form: str) -> str:
    """What words begin with that have a form: but for its last letter a stem."""
    return form[:-1] if len(form) > BEGINNING else form


def parse_query(text: str) -> Query:
    """Quotation marks hold words together; the last word may be only begun."""
    text = " ".join(text.replace("\0", " ").split())[:LONGEST]
    rest = PHRASE.sub(" ", text)
    day, rest = named_day(rest)
    numbers, rest = DECIMAL.findall(rest), DECIMAL.sub(" ", rest)
    found = [*chunks(rest)]
    last = found[-1] if found and not text.endswith(('"', *"“”«»")) else None
    words = [quoted_phrase(said) for said in PHRASE.findall(text) if tokens(said)]
    words += map(quoted_phrase, numbers)
    words += [loose(rest, chunk, chunk is last) for chunk in found]
    words = [*words[:MOST], *([day] if day else [])]
    return Query(text, terms_of(words), tuple(words))


def terms_of(words: Iterable[Sought]) -> tuple[Term, ...]:
    """What is looked for: words that every text has only if there are no others."""
    words = [word for word in words if word.term != Term()]
    rare = [word.term for word in words if not word.is_common]
    return tuple(dict.fromkeys(rare or [word.term for word in words]))


def phrase(text: str) -> Phrase:
    """Words that have to stand side by side; a run of pairs may go on in the text."""
    found = tuple(tokens(text))
    ends_in_pair = len(found) > 1 and is_dense(found[-1]) and is_dense(found[-2])
    return found[:-1] if ends_in_pair and found[-2].endswith(found[-1]) else found


def is_distinctive(words: Phrase) -> bool:
    """Whether words are more than what every text has, as it has “us”."""
    return not COMMON.issuperset(words)


def quoted_phrase(text: str) -> Sought:
    return Sought(
        text, Term(phrases=(phrase(text),)), tuple(tokens(text)), is_loose=False
    )


def loose(text: str, chunk: Chunk, goes_on: bool) -> Sought:
    """A word outside quotation marks; `text` is what it stands in."""
    found = tuple(word.token for word in chunk)
    written = text[chunk[0].start : chunk[-1].end]
    if is_dense(found[0]):
        # A letter alone is the first one of many pairs.
        pair = Term(phrases=(found[:-1],)) if found[1:] else Term(begun=found)
        return Sought(written, pair, found)
    begun = found if goes_on and len("".join(found)) >= BEGINNING else ()
    # “IS” and “US” are names among small letters.
    capitals = len(written) > 1 and written.isupper() and not text.isupper()
    is_common = not capitals and COMMON.issuperset(found)
    # Texts have their common words by themselves, but not among the forms.
    phrases = (found,) if found[1:] or COMMON.issuperset(found) else ()
    term = Term(phrases, sought(text, chunk), begun)
    return Sought(written, term, found, is_common)


def names_within(pairs: Phrase) -> Iterator[str]:
    """Every run of letters of a script without spaces that may be a name in it."""
    letters = [*pairs[-1:]]
    for at in range(len(pairs) - 2, -1, -1):
        letters.insert(0, pairs[at][: len(pairs[at]) - len(letters[0])])
    for start in range(len(letters)):
        for end in range(start + 2, min(start + NAMED_BY, len(letters)) + 1):
            yield "".join(letters[start:end])


def named_day(text: str) -> tuple[Sought | None, str]:
    """The day or month that a query names in any of our languages, and the rest."""
    if not any(map(str.isdigit, text)):
        return None, text
    every = [found for language in LANGUAGES for found in days(text, language)]
    whole = [(day, place) for day, place in every if form_of(day)]
    if not whole:
        return None, text
    day, (start, end) = max(whole, key=lambda found: found[1][1] - found[1][0])
    term = Term(phrases=(tuple(tokens(day.words)),), forms=frozenset({form_of(day)}))
    rest = f"{text[:start]} {text[end:]}"
    return Sought(day.words, term, tuple(tokens(day.words)), is_loose=False), rest
