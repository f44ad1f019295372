"""Languages: what one is called, which way it is written, and its words in kickers.

Pure. A kicker may say what a page says by itself, such as “Developing”, in any of the
paper's languages, whatever the story's: the word is wrong once its time is over.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language_info

# What is only so for a while; the page says so until `developing_until`.
PASSING = {
    "en": "developing|developing story|still developing|breaking|breaking news",
    "de": "in entwicklung|entwicklung|eilmeldung|eil",
    "fr": "en cours|en développement|dernière minute|urgent",
    "es": "en desarrollo|en curso|última hora|urgente",
    "uk": "події розвиваються|розвивається|терміново",
    "ar": "قيد التطور|قيد التطوير|عاجل",
}
# What the line of dates says, of the edition that readers have.
DATED = {
    "en": "new facts|new|updated|update|corrected|correction|clarified|clarification|"
    "closed|first published|last checked|checked",
    "de": "neue fakten|neu|aktualisiert|update|korrigiert|korrektur|klargestellt|"
    "klarstellung|abgeschlossen|geprüft",
    "fr": "faits nouveaux|nouveau|mis à jour|mise à jour|corrigé|correction|précisé|"
    "précision|clos|vérifié",
    "es": "hechos nuevos|nuevo|actualizado|actualización|corregido|corrección|"
    "aclarado|aclaración|cerrado|comprobado",
    "uk": "нові факти|нове|оновлено|виправлено|виправлення|уточнено|уточнення|"
    "закрито|перевірено",
    "ar": "وقائع جديدة|جديد|محدث|محدّث|تصحيح|مصحح|توضيح|مغلق",
}
BETWEEN = re.compile(r"[·•|/:;,،()–—!]|(?<=\s)-(?=\s)")


def direction(language: str) -> str:
    """The writing direction of a language: ltr, rtl, or nothing for no language."""
    if not language:
        return ""
    return "rtl" if language_info(language).get("bidi") else "ltr"


def language_name(language: str) -> str:
    """The name of a language in the reader's own, or its code where we know none."""
    return str(language_info(language).get("name_translated", language))


def language_info(language: str) -> Mapping[str, Any]:
    try:
        info: Mapping[str, Any] = get_language_info(language.lower())
    except KeyError:
        info = {}
    return info


def words(table: dict[str, str]) -> frozenset[str]:
    return frozenset("|".join(table.values()).casefold().split("|"))


ALL_PASSING = words(PASSING)
LABELS = ALL_PASSING | words(DATED)


def kicker_parts(kicker: str) -> list[str]:
    """A kicker's own words: “City · Developing” has two parts."""
    found = map(str.strip, BETWEEN.split(kicker.strip(" .…")))
    return [part for part in found if part]


def kicker_labels(kicker: str) -> list[str]:
    """The parts that repeat a label of the page."""
    return [part for part in kicker_parts(kicker) if part.casefold() in LABELS]


def kicker_at(kicker: str, developing: bool) -> str:
    """The kicker as readers see it: without a label whose time is over."""
    told = kicker_parts(kicker)
    kept = [part for part in told if part.casefold() not in ALL_PASSING]
    if told and (developing or len(kept) == len(told)):
        return kicker
    return " · ".join(kept)
