"""A piece of a text around the words sought, with those words marked. Pure."""

from collections.abc import Container, Iterable, Iterator

from markupsafe import Markup, escape

from explainer.folding import after_marks, is_dense
from paper.search.query import JOINED, WITHIN, Phrase, Query, Term, head_of
from stories.index.searchable_text import BETWEEN
from stories.index.stems import Chunk, chunks, spellings, stem

AROUND = 110
LONGEST = 240
# What most texts have beside Latin letters, and what stands for it on old keyboards.
TYPED = dict.fromkeys("“”„«»—…·\u00a0", " ") | dict.fromkeys("‘’", "'")
TYPED |= dict.fromkeys("\u2010\u2011\u2013", "-")
SIGNS = "'-.,"

# A run of text, and whether it is one of the words sought.
Run = tuple[str, bool]
Place = tuple[int, int]


def highlight_runs(text: str, asked: Query, language: str = "") -> list[Run]:
    """The whole text in runs."""
    return runs_of(text, places(text, asked, language))


def runs_of(text: str, found: Iterable[Place]) -> list[Run]:
    runs: list[Run] = []
    at = 0
    for start, end in found:
        runs += [(text[at:start], False), (text[start:end], True)]
        at = end
    runs.append((text[at:], False))
    return [run for run in runs if run[0]]


def marked(runs: Iterable[Run]) -> Markup:
    """Runs as HTML, what was sought in `<mark>`."""
    # Escaped all at once: signs that no text has stand for the marks until then.
    text = "".join([f"\1{text}\2" if is_sought else text for text, is_sought in runs])
    said = str(escape(text))
    return Markup(said.replace("\1", "<mark>").replace("\2", "</mark>"))


def has(text: str, asked: Query, language: str = "") -> bool:
    return bool(places(text, asked, language))


def excerpt(text: str, asked: Query, language: str = "") -> list[Run]:
    """A piece of the first passage that has one of the words, cut between words."""
    for passage in likely_passages(text, asked):
        if found := places(passage, asked, language):
            return runs_within(passage, found)
    return runs_within(text.partition(BETWEEN)[0], [])


def runs_within(text: str, found: list[Place]) -> list[Run]:
    """The runs of a piece of a text, with the first place in it."""
    begin, end = cut(text, found[0][0] if found else 0)
    before = "… " if begin else ""
    piece = f"{before}{text[begin:end]}{' …' if end < len(text) else ''}"
    off = len(before) - begin
    inside = [(s + off, e + off) for s, e in found if begin <= s and e <= end]
    return runs_of(piece, inside)


def likely_passages(text: str, asked: Query) -> Iterator[str]:
    """The passages of a text that may have one of the words: most have none.

    To look through all of them at once costs what one look at one of them does.
    """
    passages = text.split(BETWEEN)
    if not text.isascii():
        for sign in TYPED:
            text = text.replace(sign, "")
        if not text.isascii():
            yield from passages
            return
    for sign in SIGNS:
        text = text.replace(sign, "")
    text, number, passed = text.lower(), 0, 0
    while places := [
        at for head in asked.heads if (at := text.find(head, passed)) >= 0
    ]:
        number += text.count(BETWEEN, passed, min(places))
        yield passages[number]
        number += 1
        passed = text.find(BETWEEN, min(places)) + len(BETWEEN)
        if passed < len(BETWEEN):
            return


def places(text: str, asked: Query, language: str = "") -> list[Place]:
    """Where what was sought stands, as it was typed; no two places touch."""
    quick = word_places(text, asked, language)
    if quick is not None:
        return quick
    apart: list[Place] = []
    for some in places_by_window(text, asked, language):
        for start, end in some:
            if apart and start <= apart[-1][1]:
                apart[-1] = apart[-1][0], max(end, apart[-1][1])
            else:
                apart.append((start, end))
    return apart


def word_places(text: str, asked: Query, language: str) -> list[Place] | None:
    """The same for words by themselves in Latin letters without marks, in a tenth of
    the time; None where more is sought or stands there."""
    words = asked.single_words
    if not words.is_all:
        return None
    if not text.isascii():
        for sign, plain in TYPED.items():
            text = text.replace(sign, plain)
        if not text.isascii():
            return None
    text = text.lower()
    if WITHIN.search(text):
        joined = JOINED.sub("", text)
        if any(joined.count(head) > text.count(head) for head in words.heads):
            return None
    if not any(head in text for head in asked.heads):
        return []
    found = words.begun.finditer(text)
    return [word.span() for word in found if words.has(word[0], language)]


def places_by_window(text: str, asked: Query, language: str) -> Iterator[list[Place]]:
    """The places of each piece that is looked at closely, in order."""
    terms = [part for term in asked.terms for part in term.all()]
    if not terms or not asked.may_be_in(text):
        return
    for start, end in windows(text, asked, terms):
        piece = text[start:end]
        groups = [*chunks(piece)]
        found = {*phrase_places(groups, terms)}
        found |= {*form_places(piece, groups, terms, language, found)}
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
    text: str,
    groups: Iterable[Chunk],
    terms: Iterable[Term],
    language: str,
    known: Container[Place] = (),
) -> Iterator[Place]:
    """Words that have one of the forms sought, but for those in `known` places."""
    forms = {form for term in terms for form in term.forms}
    begin = tuple(map(head_of, forms))

    def is_sought(word: str) -> bool:
        may_be = not word.isascii() or word.startswith(begin)
        return may_be and stem(word, language) in forms

    for group in groups:
        if is_dense(group[0].token):
            continue
        if len(group) == 1 and (group[0].start, group[0].end) in known:
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


def cut(text: str, at: int) -> Place:
    """About LONGEST signs around `at`, cut between words where there are spaces."""
    if len(text) <= LONGEST:
        return 0, len(text)
    begin = max(0, at - AROUND)
    # Where words have no spaces between them a cut is between two letters.
    begin = (text.find(" ", begin, at) + 1 or after_marks(text, begin)) if begin else 0
    end = text.rfind(" ", begin, begin + LONGEST)
    if end <= at or begin + LONGEST >= len(text):
        end = after_marks(text, begin + LONGEST)
    return begin, min(end, len(text))
