"""The shapes of answers as JSON Schemas, which the description names. Pure."""

from typing import Any

from explainer.schema import schema as explainer_schema

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
ADDRESS: Schema = {"type": "string", "format": "uri"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
NUMBER: Schema = {"type": "integer", "minimum": 1}
COUNT: Schema = {"type": "integer", "minimum": 0}
YES: Schema = {"type": "boolean"}
TEXTS: Schema = {"type": "array", "items": TEXT}
KINDS = (
    *("first", "development", "wording", "checked", "correction", "clarification"),
    *("withdrawal", "reinstatement"),
)
KIND: Schema = {"enum": [*KINDS]}
TYPES = ("story", "question")


def shape(required: Schema, optional: Schema | None = None) -> Schema:
    """An object with these keys and no others."""
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": [*required],
        "additionalProperties": False,
    }


def some(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def page_of(items: Schema, more: Schema | None = None) -> Schema:
    """A part of a list; `cursor` and `next` are there if it goes on."""
    optional = {"cursor": TEXT, "next": ADDRESS} | (more or {})
    return shape({"items": some(items)}, optional)


ENTRY: Schema = {"edition": NUMBER, "kind": KIND, "note": TEXT, "published_at": MOMENT}
OWN: Schema = {"type": {"enum": [*TYPES]}, "id": TEXT, "slug": TEXT}
ITEM: Schema = {
    **OWN,
    "headline": TEXT,
    "address": ADDRESS,
    **ENTRY,
    "edition_address": ADDRESS,
    "twin": ADDRESS,
    "first_published_at": MOMENT,
    "updated_at": MOMENT,
    "language": TEXT,
    "corrections": COUNT,
}
ITEM_MORE: Schema = dict.fromkeys(
    ("standfirst", "desk", "status", "translation_of"), TEXT
)
BLOCK: Schema = {"id": TEXT, "address": ADDRESS}
BLOCK_MORE: Schema = {"heading": TEXT, "about": TEXT, "text": TEXT}
# Beside these a source has the keys of the document.
SOURCE: Schema = {
    "type": "object",
    "properties": {"number": NUMBER, "address": ADDRESS},
    "required": ["number", "address"],
}
CORRECTION: Schema = shape(ENTRY | {"address": ADDRESS})
REMOVED: Schema = shape(
    {"at": MOMENT, "order": TEXT, "reason": TEXT, "from": TEXT}, {"digest_before": TEXT}
)
CURRENT: Schema = shape({"edition": NUMBER, "address": ADDRESS})
ENVELOPE: Schema = {
    "format": {"const": "edition/1"},
    "address": ADDRESS,
    **ENTRY,
    "first_published_at": MOMENT,
    "updated_at": MOMENT,
    "language": TEXT,
    "corrections": some(CORRECTION),
    "forms": some(shape({"type": TEXT, "address": ADDRESS})),
    "current": CURRENT,
}
SEALED: Schema = {"digest": TEXT, "removed": some(REMOVED)}
TWIN: Schema = shape(
    ENVELOPE | {"blocks": some(ref("Block")), "document": ref("Document")}, SEALED
)
CITED_BLOCK: Schema = shape(
    BLOCK | {"text": TEXT, "html": TEXT, "sources": some(SOURCE)}, BLOCK_MORE
)
TWIN_OF_BLOCK: Schema = shape(ENVELOPE | {"block": CITED_BLOCK}, SEALED)
EDITION: Schema = shape(
    OWN | {"address": ADDRESS} | ENTRY | {"material": YES, "current": NUMBER},
    {"headline": TEXT, "edition_address": ADDRESS, "twin": ADDRESS, "language": TEXT},
)
LINK: Schema = shape(
    {"headline": TEXT, "address": ADDRESS, "edition": NUMBER, "updated_at": MOMENT},
    {"status": TEXT, "language": TEXT, "twin": ADDRESS},
)
# What a topic's page has of a quote or an event.
TOLD: Schema = {
    "type": "object",
    "properties": {"text": TEXT, "date": TEXT, "told_in": some(ADDRESS)},
    "required": ["text"],
}
TOPIC: Schema = shape(
    {"format": {"const": "topic/1"}, "address": ADDRESS, "name": TEXT, "kind": TEXT},
    {
        **dict.fromkeys(("lead", "as_of", "attribution", "licence"), TEXT),
        **{"also": TEXTS, "same_as": TEXTS},
        "roles": some(shape({"title": TEXT}, {"since": TEXT, "until": TEXT})),
        **{"quotes": some(TOLD), "events": some(TOLD)},
        **dict.fromkeys(("stories", "questions", "written"), some(ref("Link"))),
        "often_with": some(shape({"name": TEXT, "slug": TEXT})),
    },
)
TOPIC_ITEM: Schema = shape(
    {"slug": TEXT, "name": TEXT, "kind": TEXT, "address": ADDRESS, "twin": ADDRESS},
    {"lead": TEXT, "as_of": TEXT},
)
OUTLET: Schema = {"slug": TEXT, "name": TEXT, "address": ADDRESS, "domains": TEXTS}
OUTLET |= {"paywalled": YES, "stories": COUNT, "more_stories": YES}
OUTLET_MORE: Schema = {**dict.fromkeys(("country", "owner", "kind"), TEXT)}
OUTLET_MORE |= {"newsroom": YES}
PIECE: Schema = shape(
    {"title": TEXT, "cited_in": some(ADDRESS)},
    dict.fromkeys(("outlet", "url", "published", "copy_of"), TEXT),
)
PASSAGE: Schema = shape(BLOCK | {"text": TEXT, "sources": some(SOURCE)}, BLOCK_MORE)
PROBLEM: Schema = {
    "type": "object",
    "properties": {
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "parameter": TEXT,
        "address": ADDRESS,
        **ENTRY,
    },
    "required": ["title", "status", "detail"],
}

COMPONENTS: dict[str, Schema] = {
    "Text": shape(ITEM, ITEM_MORE),
    "Texts": page_of(ref("Text")),
    "Block": shape(BLOCK, BLOCK_MORE),
    "Twin": {"anyOf": [TWIN, TWIN_OF_BLOCK]},
    "Edition": EDITION,
    "Editions": page_of(ref("Edition")),
    "Changes": shape(
        {"items": some(ref("Edition")), "cursor": TEXT, "more": YES}, {"next": ADDRESS}
    ),
    "Link": LINK,
    "Topic": TOPIC,
    "Topics": page_of(TOPIC_ITEM),
    "Outlet": shape(OUTLET | {"pieces": some(PIECE)}, OUTLET_MORE),
    "Outlets": page_of(shape(OUTLET, OUTLET_MORE)),
    "Found": page_of(
        shape(ITEM | {"passages": some(PASSAGE)}, ITEM_MORE), {"next_offset": COUNT}
    ),
    # What a language model is given of a text.
    "Passages": shape(
        {key: ENVELOPE[key] for key in ENVELOPE if key not in ("format", "forms")}
        | {
            "blocks": some(
                shape(BLOCK | {"text": TEXT}, BLOCK_MORE | {"sources": some(SOURCE)})
            )
        },
        {"next_block": TEXT},
    ),
    "Problem": PROBLEM,
}


def document() -> Schema:
    """The document of a text, as the format says it."""
    said = explainer_schema()
    return {key: value for key, value in said.items() if not key.startswith("$")}


def components() -> dict[str, Schema]:
    return COMPONENTS | {"Document": document()}


def whole(name: str) -> Schema:
    """The schema of one shape that stands alone, with those that it names."""
    found: dict[str, Schema] = {}
    said: Schema = resolved(COMPONENTS[name], found)
    return said | ({"$defs": found} if found else {})


def resolved(schema: Any, found: dict[str, Schema]) -> Any:
    if isinstance(schema, list):
        return [resolved(one, found) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name not in found:
            found[name] = {}
            found[name] = resolved(components()[name], found)
        return {"$ref": f"#/$defs/{name}"}
    return {key: resolved(value, found) for key, value in schema.items()}
