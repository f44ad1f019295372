"""A piece of a text around the words sought, with those words marked. Pure."""

from collections.abc import Iterable, Iterator

from explainer.folding import after_marks, is_dense
from paper.search.query import WITHIN, Phrase, Query, Term
from stories.index.stems import Chunk, chunks, spellings, stem

AROUND = 110
LONGEST = 240

# A run of text, and whether it is one of the words sought.
Run = tuple[str, bool]
Place = tuple[int, int]


def highlight_runs(text: str, asked: Query, language: str = "") -> list[Run]:
    """The whole text in runs."""
    runs: list[Run] = []
    at = 0
    for start, end in places(text, asked, language):
        runs += [(text[at:start], False), (text[start:end], True)]
        at = end
    runs.append((text[at:], False))
    return [run for run in runs if run[0]]


def has(text: str, asked: Query, language: str = "") -> bool:
    return bool(places(text, asked, language))


def excerpt(texts: Iterable[str], asked: Query, language: str = "") -> list[Run]:
    """The piece of the first text that has one of the words, cut between words."""
    first = ""
    for text in texts:
        first = first or text
        if (at := next(starts(text, asked, language), None)) is not None:
            return highlight_runs(cut(text, at), asked, language)
    return highlight_runs(cut(first, 0), asked, language)


def places(text: str, asked: Query, language: str = "") -> list[Place]:
    """Where what was sought stands, as it was typed; no two places touch."""
    apart: list[Place] = []
    for some in places_by_window(text, asked, language):
        for start, end in some:
            if apart and start <= apart[-1][1]:
                apart[-1] = apart[-1][0], max(end, apart[-1][1])
            else:
                apart.append((start, end))
    return apart


def starts(text: str, asked: Query, language: str) -> Iterator[int]:
    """Where what was sought begins, the first such place first."""
    for some in places_by_window(text, asked, language):
        yield from (start for start, _end in some)


def places_by_window(text: str, asked: Query, language: str) -> Iterator[list[Place]]:
    """The places of each piece that is looked at closely, in order."""
    terms = [part for term in asked.terms for part in term.all()]
    if not terms or not asked.may_be_in(text):
        return
    for start, end in windows(text, asked, terms):
        piece = text[start:end]
        groups = [*chunks(piece)]
        found = [
            *form_places(piece, groups, terms, language),
            *phrase_places(groups, terms),
        ]
        yield sorted((start + one, start + other) for one, other in found)


def windows(text: str, asked: Query, terms: Iterable[Term]) -> Iterator[Place]:
    """The pieces of a text that may have what is sought, cut at spaces: a tenth of it.

    Around each word that looks like one sought, or is of several, stand as many words
    as the longest phrase has.
    """
    if not text.isascii():
        yield 0, len(text)
        return
    longest = max(len(p) for term in terms for p in (*term.phrases, term.begun, "1"))
    reach = 1 if longest == 1 else 2 * longest  # A dash may stand between two words.
    spots = {found.start() for found in asked.hint.finditer(text.lower())}
    spots |= {found.start() for found in WITHIN.finditer(text)}
    start, end = 0, 0
    for spot in sorted(spots):
        if spot >= end:
            if end:
                yield start, end
            start = words_before(text, spot, reach)
        end = words_after(text, spot, reach)
    if end:
        yield start, end


def words_before(text: str, at: int, count: int) -> int:
    """Where the word begins that is so many before the one in which a place lies."""
    for _word in range(count):
        at = text.rfind(" ", 0, at)
        if at < 0:
            return 0
    return at + 1


def words_after(text: str, at: int, count: int) -> int:
    """Where the word ends that is so many after the one in which a place lies."""
    for _word in range(count):
        at = text.find(" ", at + 1)
        if at < 0:
            return len(text)
    return at


def form_places(
    text: str, groups: Iterable[Chunk], terms: Iterable[Term], language: str
) -> Iterator[Place]:
    """Words that have one of the forms sought."""
    forms = {form for term in terms for form in term.forms}
    begin = {form[:1] for form in forms}

    def is_sought(word: str) -> bool:
        # Where endings alone are taken off, a word begins as its stem does.
        may_be = not word.isascii() or word[:1] in begin
        return may_be and stem(word, language) in forms

    for group in groups:
        if is_dense(group[0].token):
            continue
        own = [word for word in group if is_sought(word.token)]
        yield from ((word.start, word.end) for word in own)
        written = text[group[0].start : group[-1].end]
        has_others = len(group) > 1 or not written.isascii()
        if has_others and not own and any(map(is_sought, spellings(text, group))):
            yield group[0].start, group[-1].end


def phrase_places(groups: Iterable[Chunk], terms: Iterable[Term]) -> Iterator[Place]:
    """Words that stand as in one of the phrases, the last of them maybe going on."""
    words = [word for group in groups for word in group]
    sought: dict[str, list[tuple[Phrase, bool]]] = {}
    for term in terms:
        for phrase in term.phrases:
            sought.setdefault(phrase[0], []).append((phrase, False))
    begun = [term.begun for term in terms if term.begun]
    for at, word in enumerate(words):
        those = [*sought.get(word.token, []), *((phrase, True) for phrase in begun)]
        for phrase, goes_on in those:
            run = words[at : at + len(phrase)]
            said = tuple(word.token for word in run)
            if said == phrase or (
                goes_on and said[:-1] == phrase[:-1] and said[-1].startswith(phrase[-1])
            ):
                yield word.start, run[-1].first if goes_on else run[-1].end


def cut(text: str, at: int) -> str:
    """About LONGEST signs around `at`, cut between words where there are spaces."""
    if len(text) <= LONGEST:
        return text
    begin = max(0, at - AROUND)
    # Where words have no spaces between them a cut is between two letters.
    begin = (text.find(" ", begin, at) + 1 or after_marks(text, begin)) if begin else 0
    end = text.rfind(" ", begin, begin + LONGEST)
    if end <= at or begin + LONGEST >= len(text):
        end = after_marks(text, begin + LONGEST)
    before = "… " if begin else ""
    return f"{before}{text[begin:end]}{' …' if end < len(text) else ''}"
