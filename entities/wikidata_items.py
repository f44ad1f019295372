"""What Wikidata says of somebody or something, from its own JSON. Pure.

Of the statements on one property the preferred go before the normal, and the deprecated
count as never said. What has no value, or one that nobody knows, says nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from operator import itemgetter
from typing import Any

from entities.wikidata_days import Moment, moment_of
from explainer.markup.characters import tidy

LANGUAGES = ("en", "de", "fr", "es", "uk", "ar")
ID = r"Q[1-9]\d{0,11}"
INSTANCE, POSITION, PICTURE = "P31", "P39", "P18"
START, END, AT = "P580", "P582", "P585"
# What the commonest classes are here; of others an editor says it.
CLASSES = """
person Q5
organisation Q43229 Q4830453 Q783794 Q891723 Q7278 Q163740 Q11032 Q484652 Q327333 Q3918
organisation Q79913 Q192283 Q1110794 Q31855 Q476028 Q7188 Q2659904
place Q515 Q6256 Q3624078 Q5119 Q1549591 Q486972 Q4022 Q8502 Q23442 Q82794 Q35657
place Q484170
place Q532 Q3957 Q15284 Q5107 Q165 Q23397
event Q1190554 Q198 Q178561 Q40231 Q3839081 Q8065 Q132241
work Q571 Q11424 Q7725634 Q47461344 Q3305213 Q5398426
"""
KINDS = {
    key: kind
    for kind, *keys in map(str.split, CLASSES.strip().splitlines())
    for key in keys
}
FOUND = ("id", "label", "description")
TAGS = re.compile(r"<[^<>]{0,300}>")
RANKS = ("preferred", "normal")
MOST = 200  # aliases or roles of one thing
LONGEST = 200


class ItemError(ValueError):
    """No item of Wikidata; the words say where and why."""


@dataclass
class Office:
    """A position by its id, with the label that it gets later, and when it was held."""

    item: str
    since: Moment = field(default_factory=Moment)
    until: Moment = field(default_factory=Moment)
    title: str = ""


@dataclass
class Item:
    """What is said, by language where it has one."""

    id: str
    labels: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, list[str]] = field(default_factory=dict)
    kind: str = ""
    offices: list[Office] = field(default_factory=list)
    picture: str = ""
    # Of the picture, once somebody asked: licence, whose it is, and its page.
    rights: dict[str, str] = field(default_factory=dict)

    def said(self) -> dict[str, Any]:
        return asdict(self)

    def name(self, language: str) -> str:
        """Its label in a language, else in another that we write, else in any."""
        order = (language, *LANGUAGES, "mul", *self.labels)
        return next((self.labels[one] for one in order if self.labels.get(one)), "")


def items(value: Any) -> Iterator[Item]:
    """The items of an answer of Special:EntityData or wbgetentities."""
    if not isinstance(value, dict):
        raise ItemError("entities: must be an object")
    for key, said in mapping(value.get("entities"), "entities").items():
        if isinstance(said, dict) and "missing" not in said:
            yield item(said, f"entities.{tidy(key)[:20]}")


def item(said: Any, place: str = "") -> Item:
    """One item, as it stands in an answer or on a line of a dump."""
    if not isinstance(said, dict) or not isinstance(said.get("id"), str):
        raise ItemError(f"{place or 'item'}: must be an object with an id")
    claims = mapping(said.get("claims"), f"{place}.claims")
    classes = [c for c in map(item_id, best(claims, INSTANCE, place)) if c]
    return Item(
        id=said["id"],
        labels=labels(said.get("labels"), f"{place}.labels"),
        descriptions=texts(said.get("descriptions"), f"{place}.descriptions"),
        aliases=many(said.get("aliases"), f"{place}.aliases"),
        kind=next((KINDS[one] for one in classes if one in KINDS), ""),
        offices=[*offices(claims, place)],
        picture=next(pictures(claims, place), ""),
    )


def mapping(value: Any, place: str) -> dict[str, Any]:
    """An object; an empty list is one too, as PHP writes it."""
    if value in (None, []):
        return {}
    if not isinstance(value, dict):
        raise ItemError(f"{place}: must be an object")
    return value


def texts(value: Any, place: str) -> dict[str, str]:
    return {
        language: words
        for language, said in mapping(value, place).items()
        if (language in LANGUAGES or language == "mul") and (words := word(said))
    }


def labels(value: Any, place: str) -> dict[str, str]:
    """Its names in languages that we write; if it has none, the first in another."""
    if ours := texts(value, place):
        return ours
    others = mapping(value, place).items()
    named = ((language, word(said)) for language, said in others)
    return dict(islice(filter(itemgetter(1), named), 1))


def many(value: Any, place: str) -> dict[str, list[str]]:
    made = {}
    for language, said in mapping(value, place).items():
        if language in LANGUAGES and isinstance(said, list):
            found = [words for one in said[:MOST] if (words := word(one))]
            made[language] = [*dict.fromkeys(found)]
    return {language: found for language, found in made.items() if found}


def word(said: Any) -> str:
    value = said.get("value") if isinstance(said, dict) else None
    return " ".join(tidy(value).split())[:LONGEST] if isinstance(value, str) else ""


def best(claims: dict[str, Any], name: str, place: str) -> list[dict[str, Any]]:
    """The statements on a property that count: the preferred, or else the normal."""
    said = claims.get(name) or []
    if not isinstance(said, list):
        raise ItemError(f"{place}.claims.{name}: must be a list")
    rows = [one for one in said if isinstance(one, dict)]
    for rank in RANKS:
        if found := [one for one in rows if one.get("rank", "normal") == rank]:
            return found[:MOST]
    return []


def every(claims: dict[str, Any], name: str, place: str) -> list[dict[str, Any]]:
    """All that is not deprecated: who holds an office now has held others too."""
    preferred = best(claims, name, place)
    normal = [
        one
        for one in claims.get(name) or []
        if isinstance(one, dict) and one.get("rank", "normal") == "normal"
    ]
    return [*preferred, *(one for one in normal if one not in preferred)][:MOST]


def value_of(snak: Any) -> Any:
    """What a statement or a qualifier says; nothing of `somevalue` and `novalue`."""
    if not isinstance(snak, dict) or snak.get("snaktype") != "value":
        return None
    found = snak.get("datavalue")
    return found.get("value") if isinstance(found, dict) else None


def item_id(statement: dict[str, Any]) -> str:
    value = value_of(statement.get("mainsnak"))
    found = value.get("id") if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def offices(claims: dict[str, Any], place: str) -> Iterator[Office]:
    """Positions with the days between which they were held."""
    for statement in every(claims, POSITION, place):
        if key := item_id(statement):
            yield Office(
                key,
                qualifier(statement, START) or qualifier(statement, AT) or Moment(),
                qualifier(statement, END) or Moment(),
            )


def qualifier(statement: dict[str, Any], name: str) -> Moment | None:
    found = statement.get("qualifiers")
    said = found.get(name) if isinstance(found, dict) else None
    moments = (moment_of(value_of(s)) for s in said or () if isinstance(said, list))
    return next((one for one in moments if one.day or one.words), None)


def pictures(claims: dict[str, Any], place: str) -> Iterator[str]:
    for statement in best(claims, PICTURE, place):
        value = value_of(statement.get("mainsnak"))
        if isinstance(value, str) and value.strip():
            yield tidy(value)[:LONGEST]


def results(value: Any) -> list[dict[str, str]]:
    """What an answer of wbsearchentities found: id, label and description of each."""
    found = value.get("search") if isinstance(value, dict) else None
    if not isinstance(found, list):
        raise ItemError("search: must be a list")
    rows = [row for row in found if isinstance(row, dict)]
    names = ("id", "label", "description")
    made = [
        {name: tidy(str(row.get(name) or ""))[:300] for name in names} for row in rows
    ]
    return [row for row in made if re.fullmatch(ID, row["id"])]


def rights(value: Any) -> dict[str, str]:
    """Licence, author and page of a picture, as the answer of Commons says them."""
    query = value.get("query") if isinstance(value, dict) else None
    pages = query.get("pages") if isinstance(query, dict) else None
    for page in pages.values() if isinstance(pages, dict) else ():
        shown = page.get("imageinfo") if isinstance(page, dict) else None
        first = shown[0] if isinstance(shown, list) and shown else {}
        told = first.get("extmetadata") if isinstance(first, dict) else None
        if isinstance(told, dict):
            made = {
                "licence": word(told.get("LicenseShortName")),
                "artist": TAGS.sub("", word(told.get("Artist"))).strip(),
                "page": tidy(str(first.get("descriptionurl") or ""))[:LONGEST],
            }
            return {name: words for name, words in made.items() if words}
    return {}
