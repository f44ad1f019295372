"""Numbers that a text names, in digits or in words, as the values they have. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache

from explainer.checks.calendar_days import Day, days
from explainer.checks.vocabulary import ROUGHLY, SCALES, TENS, UNITS

ROUND_FROM = 100  # Only larger numbers are rounded in a short text.
ROUGH = Decimal("0.15")
BEFORE = re.compile(r"([^\W\d_]{1,30})\W{0,3}$")
AFTER = re.compile(r"[ -]{1,30}([^\W\d_]{4,})")
# "Seven pharmacies in ten" is a share, which the full telling has in figures.
SHARE = re.compile(r"(?: [^\W\d_]+)? (?:in|out of) (?:every )?[^\W\d_]{3,}\b")
NEAR = 30
NO_NOUNS = ("from", "have", "into", "more", "that", "were", "when", "with", "years")
SMALL = 4  # "Two ministers" says no more than "ministers".


@dataclass(frozen=True)
class Number:
    """`noun` is what is counted, as far as the next word says it."""

    words: str
    value: Decimal
    noun: str = ""
    rough: bool = False
    exact: bool = False  # A share or a sum, which matters however small it is.

    @property
    def counts(self) -> bool:
        if self.rough:
            return self.value > 10
        return self.exact or self.value >= SMALL

    def told_by(self, other: "Number") -> bool:
        """Whether the other says the same, this one perhaps in round figures."""
        if self.value == other.value:
            return True
        if self.rough or other.rough:
            return abs(self.value - other.value) <= ROUGH * other.value
        if self.value < ROUND_FROM:
            return False
        size = len(self.value.normalize().as_tuple().digits)
        return other.value.normalize(Context(prec=size)) == self.value


# Most lines of a form are those of a moment ago.
@lru_cache(maxsize=512)
def numbers_and_days(
    text: str, language: str
) -> tuple[tuple[Number, ...], tuple[Day, ...]]:
    """The numbers and the days of a text; a day is no number."""
    text = text.replace("'", "’")
    found = [*days(text, language)]
    bare = text
    for _day, (start, end) in found:
        bare = bare[:start] + "_" * (end - start) + bare[end:]
    return (*numbers(bare, language),), tuple(day for day, _span in found)


def numbers(text: str, language: str) -> Iterator[Number]:
    """The numbers of a text with their nouns; shares as “three in ten” are left out."""
    rough, passed = {*ROUGHLY.get(language, "").split()}, 0
    for found in pattern(language).finditer(text):
        value = value_of(found, language)
        start, end = found.span()
        if share := share_length(text[end : end + NEAR], language):
            passed = end + share
        if value is None or end <= passed:
            continue
        before = BEFORE.search(text[max(0, start - NEAR) : start])
        after = AFTER.match(text[end : end + NEAR])
        yield Number(
            words=found[0].strip(),
            value=value,
            noun=after[1].lower() if after and after[1] not in NO_NOUNS else "",
            rough=bool(before and before[1].lower() in rough),
            exact=bool(found["sign"] or found["share"]),
        )


def share_length(after: str, language: str) -> int:
    """The length of what follows, if a number is so many in ten."""
    found = SHARE.match(after)
    return len(found[0]) if found and found[0].split()[-1] in spelt(language) else 0


def value_of(found: re.Match[str], language: str) -> Decimal | None:
    """The number that a match stands for; None if it has too many digits to be one."""
    scale = scales(language).get((found["scale"] or "").lower(), 1)
    if found["digits"]:
        digits = plain_digits(found["digits"], language)
        return Decimal(digits) * scale if len(digits) <= 18 else None
    said, values = found["said"].lower(), spelt(language)
    pieces = [said] if said in values else re.split(r"[- ]|und", said)
    return Decimal(sum(values.get(piece, 0) for piece in pieces)) * scale


def plain_digits(digits: str, language: str) -> str:
    """The digits with a point for the decimals, and no other mark."""
    point = "." if language == "en" else ","
    thousands = r"[,\u00a0\u202f’]" if point == "." else r"[. \u00a0\u202f’]"
    bare = re.sub(rf"{thousands}(?=\d{{3}}(?!\d))", "", digits)
    return bare.replace(",", ".") if bare.count(",") < 2 else bare.replace(",", "")


@lru_cache
def spelt(language: str) -> dict[str, int]:
    units = {w: n for n, w in enumerate(UNITS.get(language, "").split(), 2)}
    tens = {w: n * 10 for n, w in enumerate(TENS.get(language, "").split(), 2)}
    ones = {"one": 1, "ein": 1, "et": 0, "y": 0}
    return units | tens | ones


@lru_cache
def scales(language: str) -> dict[str, int]:
    values = (100, 10**3, 10**6, 10**9, 10**12)
    forms = zip(SCALES.get(language, ()), values, strict=False)
    return {word: value for words, value in forms for word in words.split()}


@lru_cache
def pattern(language: str) -> re.Pattern[str]:
    """Matches a number in digits or words, with currency, scale and percent sign."""
    units = UNITS.get(language, "").replace(" ", "|") or "(?!)"
    tens = TENS.get(language, "").replace(" ", "|") or "(?!)"
    scale = "|".join(sorted(scales(language), key=len, reverse=True)) or "(?!)"
    gap = r"[,\u00a0\u202f’]" if language == "en" else r"[.,\u00a0\u202f’ ]"
    digits = rf"\d{{1,3}}(?:{gap}\d{{3}})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
    said = rf"(?:{tens})(?:[- ](?:{units}|one))?|(?:{units}|ein)und(?:{tens})|{units}"
    return re.compile(
        rf"(?<![\w.,:–/-])(?P<sign>[€$£¥] ?)?"
        rf"(?:(?P<digits>{digits})(?:st|nd|rd|th|º|ª)?(?![\d:/]|[.,]\d)|\b(?P<said>{said})\b)"
        rf"(?:[ \u00a0-]?(?P<scale>{scale})\b)?"
        rf"(?P<share> ?%| ?percent| per cent| Prozent| pour cent| por ciento)?(?!\w)",
        re.IGNORECASE,
    )
