"""The description of the API for programs: OpenAPI 3.1, made of the table. Pure."""

from typing import Any

from paper.api.parameters import Parameter
from paper.api.resources import RESOURCES, Resource
from paper.api.shapes import components, ref
from paper.outputs.signposts import PROBLEM

JSON = "application/json"
REFUSALS = {
    400: "A parameter is not known here, or not as it should be: `parameter` names it.",
    404: "Readers have nothing there.",
    410: "It was withdrawn: the note says why.",
    503: "The database can't be asked just now; try again after a while.",
}
HEADERS = {
    "ETag": {
        "description": "Send it back as If-None-Match: 304 while nothing has changed.",
        "schema": {"type": "string"},
    }
}


def description(name: str, site: str, about: str, version: str) -> dict[str, Any]:
    """`version` changes with the table, so that who made a client of it knows."""
    return {
        "openapi": "3.1.0",
        "info": {"title": name, "description": about, "version": version},
        "servers": [{"url": f"{site}/api"}],
        "externalDocs": {"url": f"{site}/api/"},
        "paths": {
            f"/{resource.place}": {"get": operation(resource)} for resource in RESOURCES
        },
        "components": {"schemas": components()},
    }


def operation(resource: Resource) -> dict[str, Any]:
    return {
        "operationId": resource.name,
        "summary": resource.title,
        "description": resource.words,
        "parameters": [*map(parameter, resource.parameters)],
        "responses": responses(resource),
    }


def parameter(one: Parameter) -> dict[str, Any]:
    return {
        "name": one.name,
        "in": "path" if one.is_path else "query",
        "required": one.is_required,
        "description": one.words,
        "schema": one.schema,
        "example": one.example,
    }


def responses(resource: Resource) -> dict[str, Any]:
    found = {
        "200": {
            "description": resource.title,
            "headers": HEADERS,
            "content": {JSON: {"schema": ref(resource.shape)}},
        },
        "304": {"description": "Nothing has changed."},
    }
    refusals = {400, 404, 410, 503} if resource.may_be_elsewhere else {400, 503}
    if resource.may_be_elsewhere:
        found["301"] = refusal("It has another address now.")
    found |= {str(status): refusal(REFUSALS[status]) for status in refusals}
    return dict(sorted(found.items()))


def refusal(words: str) -> dict[str, Any]:
    return {"description": words, "content": {PROBLEM: {"schema": ref("Problem")}}}
