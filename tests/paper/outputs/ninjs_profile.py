"""What ninjs 3.2 lets an item hold, as far as ours do: a schema of our own making, for
tests without a network. Names and kinds are those of IPTC's specification.
"""

TEXT, WHOLE = {"type": "string"}, {"type": "integer", "minimum": 0}
URI = {"type": "string", "pattern": r"^[a-z][a-z0-9+.-]*:[!-~]+$"}
MOMENT = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
}


def thing(required=(), **properties):
    return {
        "type": "object",
        "properties": properties,
        "required": [*required],
        "additionalProperties": False,
    }


def several(item):
    return {"type": "array", "items": item, "minItems": 1}


def one_of(*words):
    return {"enum": [*words]}


WORDS = several(thing(["value"], role=TEXT, contentType=TEXT, value=TEXT))
BODIES = several(
    thing(
        ["value"],
        **{"role": TEXT, "contentType": TEXT, "value": TEXT},
        **{"wordCount": WHOLE, "charCount": WHOLE},
    )
)
CONCEPTS = several(thing(name=TEXT, rel=TEXT, uri=URI, literal=TEXT))
RENDITIONS = several(
    thing(["name"], name=TEXT, href=URI, contentType=TEXT, width=WHOLE, height=WHOLE)
)
ITEM = {
    "uri": URI,
    "type": one_of(
        *("text", "audio", "video", "picture", "graphic", "composite"),
        *("component", "event", "planning"),
    ),
    "representationType": one_of("full", "partial"),
    "pubStatus": one_of("usable", "withheld", "canceled"),
    "language": {"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"},
    "headlines": WORDS,
    "descriptions": WORDS,
    "bodies": BODIES,
    "infoSources": several(thing(name=TEXT, role=TEXT, uri=URI, literal=TEXT)),
    "altIds": several(thing(role=TEXT, value=TEXT)),
    "trustIndicators": several(thing(role=URI, title=TEXT, href=URI)),
    "genres": several(thing(name=TEXT, uri=URI, literal=TEXT)),
    "digitalSourceType": thing(name=TEXT, uri=URI, literal=TEXT),
    "standard": thing(name=TEXT, version=TEXT, schema=URI),
    "renditions": RENDITIONS,
    **dict.fromkeys(("firstCreated", "versionCreated"), MOMENT),
    **dict.fromkeys(("people", "organisations", "places", "subjects"), CONCEPTS),
    **dict.fromkeys(("events", "objects"), CONCEPTS),
    **dict.fromkeys(("profile", "version", "title", "slugline", "by", "edNote"), TEXT),
    **dict.fromkeys(("copyrightHolder", "copyrightNotice", "usageTerms"), TEXT),
}
ASSOCIATED = thing(["uri", "name"], **ITEM, name=TEXT, rel=TEXT)
SCHEMA = thing(["uri"], **ITEM, associations=several(ASSOCIATED))
