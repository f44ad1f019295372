"""Answers in the shapes of Wikidata, of somebody who never was."""

import json

JULIAN = "http://www.wikidata.org/entity/Q1985786"
GREGORIAN = "http://www.wikidata.org/entity/Q1985727"
ITEM, MAYOR, PILOT, KEEPER = "Q900001", "Q900002", "Q900003", "Q900004"


def time(text, precision=11, calendar=GREGORIAN):
    return {
        "time": text,
        "timezone": 0,
        "before": 0,
        "after": 0,
        "precision": precision,
        "calendarmodel": calendar,
    }


def snak(name, value=None, kind="value"):
    made = {"snaktype": kind, "property": name}
    if kind == "value":
        made["datavalue"] = {"value": value, "type": "any"}
    return made


def statement(name, value=None, rank="normal", kind="value", **qualifiers):
    value = {"entity-type": "item", "id": value} if name != "P18" else value
    made = {"mainsnak": snak(name, value, kind), "type": "statement", "rank": rank}
    made["qualifiers"] = {
        key: [snak(key, said) if isinstance(said, dict) else snak(key, kind=said)]
        for key, said in qualifiers.items()
    }
    return made


def words(language, value):
    return {"language": language, "value": value}


def labelled(key, **labels):
    said = {code: words(code, value) for code, value in labels.items()}
    return {"type": "item", "id": key, "labels": said, "claims": []}


LENA = {
    "type": "item",
    "id": ITEM,
    "labels": {
        "en": words("en", "Lena Graf"),
        "uk": words("uk", "Лена Ґраф"),
        "xx": words("xx", "Lenagraf"),
    },
    "descriptions": {
        "en": words("en", "mayor of Almarra"),
        "de": words("de", "Stadtpräsidentin von Almarra"),
    },
    "aliases": {"en": [words("en", "L. Graf"), words("en", "lena graf")]},
    "claims": {
        "P31": [statement("P31", "Q5"), statement("P31", "Q515", rank="deprecated")],
        "P39": [
            statement(
                "P39",
                MAYOR,
                rank="preferred",
                P580=time("+2019-05-00T00:00:00Z", 10),
                P582="novalue",
            ),
            statement(
                "P39",
                PILOT,
                P580=time("+2010-00-00T00:00:00Z", 9),
                P582=time("+2018-03-04T00:00:00Z"),
            ),
            statement("P39", KEEPER, P580=time("+1950-00-00T00:00:00Z", 8)),
            statement("P39", "Q900009", rank="deprecated"),
            statement("P39", kind="somevalue"),
        ],
        "P18": [statement("P18", "Lena Graf 2019.jpg")],
    },
}
OFFICES = {
    MAYOR: labelled(MAYOR, en="mayor of Almarra", de="Stadtpräsidentin"),
    PILOT: labelled(PILOT, en="harbour pilot"),
    KEEPER: labelled(KEEPER, de="Leuchtturmwärterin"),
}


def dump(*items):
    """A dump's text: an item on each line."""
    lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)
    return f"[\n{lines}\n]\n"


DUMP = dump(labelled("Q1", en="universe"), LENA, *OFFICES.values())
