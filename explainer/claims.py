"""What a text claims that two texts can be compared by: names, numbers, months. Pure.

Small words that stand for numbers are numbers. A name is what has a capital where the
language gives none to other words; scripts without capitals have no names here.
"""

import re
from collections.abc import Iterator
from functools import cache

from django.utils.dates import MONTHS, MONTHS_ALT
from django.utils.translation import override

from explainer import prose
from explainer.document import Document
from explainer.folding import fold, tokens

LANGUAGES = ("en", "de", "fr", "es", "uk", "ar")
NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f'’]\d+)*")
GROUPED = re.compile(r"(?<=\d)[,.\u00a0\u202f'’](?=\d{3}(?!\d))")
COUNTED = """
two three four five six seven eight nine ten eleven twelve dozen hundred thousand
million billion half twice
zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dutzend hundert tausend
million millionen milliarde milliarden hälfte zweimal
deux trois quatre cinq six sept huit neuf dix onze douze douzaine cent mille millions
milliard milliards moitié deux
dos tres cuatro cinco seis siete ocho nueve diez once doce docena cien mil millón
millones mitad
"""
NUMERALS = {fold(word) for word in COUNTED.split()}
DENIED = """
not no never none nothing without cannot nicht kein keine keinen nie ohne ne pas jamais
sans aucun aucune non sin nunca ningún ninguna не ні без ніколи لا لم لن ليس بدون
"""
DENIALS = {fold(word) for word in DENIED.split()}
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
ENDS = '.!?:…\n“”„«»"'
# Where every noun has a capital only names of several words, and letters, are names.
NOUNS_ARE_TALL = {"de", "lb"}
# The texts of a document, and of the items of its lists.
TEXTS = ("summary", "brief", "report", "background", "papers", "divergence", "unknowns")
PARTS = {
    "key_points": ("lead_in", "text"),
    "sections": ("heading", "body"),
    "perspectives": ("holder", "text"),
    "timeline": ("text",),
    "expectations": ("text", "outcome"),
}


def opening(document: Document) -> str:
    """What stands on top, without markup."""
    texts = (document.get(key, "") for key in ("headline", "standfirst"))
    return "\n".join([*texts, prose.plain(document.get("summary", ""))])


def telling(document: Document) -> str:
    """All that a text tells in its own words, without markup."""
    texts = [document.get(key, "") for key in TEXTS[1:]]
    for part, keys in PARTS.items():
        for item in document.get(part, []):
            texts += [item.get(key, "") for key in keys]
    return "\n".join([opening(document), *map(prose.plain, filter(None, texts))])


def numbers(text: str) -> set[str]:
    """Numbers by their digits, however they are grouped, and words for numbers."""
    found = {GROUPED.sub("", one[0]).replace(",", ".") for one in NUMBER.finditer(text)}
    return found | ({*tokens(text)} & NUMERALS)


@cache
def month_names(language: str) -> frozenset[str]:
    with override(language):
        tables = (MONTHS, MONTHS_ALT)
        named = (str(name) for table in tables for name in table.values())
        return frozenset(fold(name) for name in named) - {"may", "mai"}


def months(text: str, language: str) -> set[str]:
    known = month_names(language) if language in LANGUAGES else frozenset()
    return {*tokens(text)} & known


def denials(text: str) -> bool:
    return bool({*tokens(text.replace("n't", " not"))} & DENIALS) or "n’t" in text


def names(text: str, language: str = "") -> set[str]:
    """The words of names, folded."""
    found: set[str] = set()
    for run, is_first in tall_runs(text):
        letters = {word for word in run if word.isupper() and len(word) > 1}
        # A sentence begins with a capital, whatever its first word is.
        rest = run[1:] if is_first else run
        if language in NOUNS_ARE_TALL and len(rest) < 2:
            rest = []
        found |= {fold(word) for word in (*rest, *letters)}
    return found


def words(text: str) -> set[str]:
    """All words of a text, as names are folded."""
    return {*map(fold, WORD.findall(text))}


def tall_runs(text: str) -> Iterator[tuple[list[str], bool]]:
    """Words with a capital that follow one another; whether they begin a sentence."""
    run: list[str] = []
    is_first, at = True, 0
    for word in WORD.finditer(text):
        between = text[at : word.start()]
        begins = at == 0 or any(sign in between for sign in ENDS)
        is_tall = word[0][:1].isupper()
        if run and (begins or not is_tall or between.strip()):
            yield run, is_first
            run = []
        if is_tall:
            is_first = begins if not run else is_first
            run.append(word[0])
        at = word.end()
    if run:
        yield run, is_first
