"""The JSON Schema of explainer files, made from the format. Pure."""

from typing import Any

from explainer.field import ADDRESS, KEY, SLUG, Field
from explainer.file_format import FILES

SCHEMA_ID = "/schema/explainer-1.json"
# A day of any age; or about, before or after one, or from one to another.
ANY_DAY = r"-?\d{4}(?:-\d{2}){0,2}"
ANY_END = rf"(?:\.\.|{ANY_DAY}~?)"
OF_HISTORY = rf"^(?:-?\d{{4}}-\d{{2}}-\d{{2}}|{ANY_DAY}~|{ANY_END}/{ANY_END})$"

TYPES: dict[str, dict[str, Any]] = {
    "int": {"type": "integer", "minimum": 0},
    "bool": {"type": "boolean"},
    "slug": {"type": "string", "pattern": SLUG},
    "key": {"type": "string", "pattern": KEY},
    "keys": {"type": "array", "items": {"type": "string", "pattern": KEY}},
    "url": {"type": "string", "pattern": ADDRESS},
    "urls": {"type": "array", "items": {"type": "string", "pattern": ADDRESS}},
    "uuid": {"type": "string", "format": "uuid"},
    "date": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    "moment": {"type": "string", "format": "date-time"},
    "focal": {
        "type": "array",
        "items": {"type": "integer", "minimum": 0, "maximum": 100},
        "minItems": 2,
        "maxItems": 2,
    },
}


def object_schema(fields: dict[str, Field]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {key: field_schema(item) for key, item in fields.items()},
        "required": [key for key, item in fields.items() if item.required],
        "additionalProperties": False,
    }


def field_schema(item: Field) -> dict[str, Any]:
    """The JSON Schema of one field."""
    if item.kind == "object":
        return object_schema(item.items)
    if item.kind == "list":
        whole = object_schema(item.items)
        plain = {"type": "string"}
        return {
            "type": "array",
            "items": {"anyOf": [whole, plain]} if item.obvious else whole,
        }
    if item.kind == "choice":
        return {"enum": [*item.choices, ""] if not item.required else [*item.choices]}
    if item.kind == "texts":
        return {"type": "array", "items": {"type": "string"}}
    said = TYPES.get(item.kind, {"type": "string"})
    if item.kind == "date" and item.since == 1:
        said = said | {"pattern": OF_HISTORY}
    if item.limit and said["type"] != "array":
        most = "maximum" if item.kind == "int" else "maxLength"
        said = said | {most: item.limit}
    if item.required or not {"pattern", "format"} & said.keys():
        return said
    return {"anyOf": [said, {"const": ""}]}


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the explainer file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "explainer/1",
        "anyOf": [object_schema(fields) for fields in FILES.values()],
    }
