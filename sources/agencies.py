"""Whether a piece is an agency's text that another outlet printed. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sources.page_claims import Reading

# What agencies are called in bylines. Short names count in their own letters only.
NAMES = {
    "Reuters": ("Reuters", "Thomson Reuters"),
    "AP": ("AP", "Associated Press", "The Associated Press", "AP News"),
    "AFP": ("AFP", "Agence France-Presse", "Agence France Presse"),
    "dpa": ("dpa", "dpa-AFX", "Deutsche Presse-Agentur"),
    "PA Media": ("PA", "PA Media", "Press Association", "PA news agency"),
    "EFE": ("EFE", "Agencia EFE"),
    "ANSA": ("ANSA", "Agenzia ANSA"),
    "APA": ("APA", "Austria Presse Agentur"),
    "Keystone-SDA": ("SDA", "Keystone-SDA", "ATS", "Keystone-ATS"),
    "Belga": ("Belga", "Belga News Agency"),
    "ANP": ("ANP", "Algemeen Nederlands Persbureau"),
    "PAP": ("PAP", "Polska Agencja Prasowa"),
    "TT": ("TT", "TT News Agency"),
    "NTB": ("NTB", "Norsk Telegrambyrå"),
    "Ritzau": ("Ritzau",),
    "STT": ("STT", "STT-Lehtikuva"),
    "Lusa": ("Lusa", "Agência Lusa"),
    "TASS": ("TASS",),
    "Xinhua": ("Xinhua", "Xinhua News Agency"),
    "Kyodo": ("Kyodo", "Kyodo News"),
    "Yonhap": ("Yonhap", "Yonhap News Agency"),
    "Anadolu": ("Anadolu", "Anadolu Agency"),
    "The Canadian Press": ("The Canadian Press", "La Presse Canadienne"),
    "AAP": ("AAP", "Australian Associated Press"),
    "Press Trust of India": ("PTI", "Press Trust of India"),
    "Interfax": ("Interfax",),
    "Ukrinform": ("Ukrinform",),
}
SHORT = 4
BYLINE = re.compile(r",|;|/|\||&|\band\b|\bund\b|\bet\b")


@dataclass(frozen=True)
class Hint:
    """The agency by the name that the desk has for it, or that it is known under."""

    agency: str
    is_sure: bool


def hint(reading: Reading, ours: Iterable[str] = ()) -> Hint | None:
    """The agency whose text this looks like; `ours` are the desk's own agencies."""
    table = known_as(ours)
    for agency, names in table.items():
        if is_by(reading, names) or is_marked(reading.opening, names):
            return Hint(agency, is_sure=True)
    said = " · ".join([*reading.authors, reading.rights, *reading.givers])
    for agency, names in table.items():
        if any(mentions(said, name) for name in names):
            return Hint(agency, is_sure=False)
    return None


def known_as(ours: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Names of agencies by what the desk calls them."""
    table = dict(NAMES)
    for own in ours:
        common = canonical(own)
        names = table.pop(common, ())
        table[own] = (*names, own)
    return table


def canonical(name: str) -> str:
    """The agency's common name, or the name itself if it is none that we know."""
    for agency, names in NAMES.items():
        if any(is_named(name.strip(), known) for known in (agency, *names)):
            return agency
    return name


def is_named(said: str, name: str) -> bool:
    return said == name or (len(name) > SHORT and said.casefold() == name.casefold())


def is_by(reading: Reading, names: tuple[str, ...]) -> bool:
    """Whether the byline names agencies alone, or the page says whose text it is."""
    parts = [part for author in reading.authors for part in BYLINE.split(author)]
    by = [name for part in parts if (name := part.strip())]
    authors = any(is_named(part, name) for part in by for name in names)
    alone = authors and all(canonical(part) in NAMES or part in names for part in by)
    return alone or any(is_named(g, name) for g in reading.givers for name in names)


def is_marked(opening: str, names: tuple[str, ...]) -> bool:
    """Whether it begins as agencies' reports do: “LONDON, Jan 15 (Reuters) – ”."""
    either = "|".join(map(re.escape, names))
    mark = rf"(?m)^[^\n]{{0,80}}\(({either})(?:/[\w ]{{1,20}})?\)\s*(?:[-–—.:,]|$)"
    return bool(re.search(mark, opening))


def mentions(text: str, name: str) -> bool:
    flags = re.IGNORECASE if len(name) > SHORT else re.NOFLAG
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, flags))
