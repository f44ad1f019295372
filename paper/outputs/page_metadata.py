"""What a page says of itself to search engines and to whoever links to it. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

SIZE = WIDTH, HEIGHT = 1200, 630
DRAWN = 2  # Another one whenever cards are drawn in another way.

COUNTRY = 2  # letters
# The country of a language that names none, where it isn't called alike.
HOMES = {
    **{"ar": "ar", "be": "by", "bs": "ba", "ca": "es", "cs": "cz", "cy": "gb"},
    **{"da": "dk", "el": "gr", "en": "gb", "et": "ee", "eu": "es", "fa": "ir"},
    **{"ga": "ie", "gl": "es", "he": "il", "hi": "in", "hy": "am", "ja": "jp"},
    **{"ka": "ge", "kk": "kz", "ko": "kr", "nb": "no", "nn": "no", "ps": "af"},
    **{"sl": "si", "sq": "al", "sr": "rs", "sv": "se", "ta": "in", "uk": "ua"},
    **{"ur": "pk", "vi": "vn", "zh": "cn"},
}


@dataclass(frozen=True)
class Card:
    """A picture for links: its address on our site, its size in pixels, and words."""

    address: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Metadata:
    """`title` is for the window, `name` for links; without a `path` it has no links.

    `path` is where the page stands for good, from the site's root on; `showing` and
    `tongues` are a story's.
    """

    name: str
    title: str
    description: str
    path: str = ""
    kind: str = "website"
    card: Card | None = None
    showing: Any = None
    tongues: Sequence[Any] = ()
    alternates: Sequence[Any] = ()  # Other forms: type, address, title.
    language: str = ""
    story: Any = None  # Its page, which says whose it is and at which desk.
    tags: Sequence[str] = ()
    oembed: str = ""  # Where programs ask how the page stands in another.

    @property
    def locale(self) -> str:
        return locale_of(self.language)

    @property
    def other_locales(self) -> list[str]:
        """Those in which the same story can be read, each once."""
        found = dict.fromkeys(locale_of(tongue.language) for tongue in self.tongues)
        return [locale for locale in found if locale != self.locale]


def locale_of(language: str) -> str:
    """A language as links know it, with a country: en-gb is en_GB, and de is de_DE."""
    code, _hyphen, more = language.replace("_", "-").partition("-")
    country = more.rpartition("-")[2]
    if len(country) != COUNTRY:
        country = HOMES.get(code.lower(), code)
    return f"{code.lower()}_{country.upper()}"


def drawn_card(
    path: str, name: str, description: str, paper: str, note: str = ""
) -> Card:
    """The card that we draw for a page: its address changes with what it shows."""
    said = repr((DRAWN, name, description, paper, note))
    digest = hashlib.sha256(said.encode()).hexdigest()[:16]
    return Card(f"/cards/{digest}{path}card.png", WIDTH, HEIGHT, name)
