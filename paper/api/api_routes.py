"""Where the API stands: each resource of the table below `/api/`, its description, the
page about it, and the endpoint for language models."""

from django.urls import path, re_path

from paper.api import endpoint, views
from paper.api.resources import RESOURCES


def api_routes():
    """`api_stories`, `api_story` and so on."""
    yield path("api/", views.page, name="api")
    yield path("api/openapi.json", views.api_description, name="api_description")
    yield re_path(r"^api/mcp/?$", endpoint.endpoint, name="api_tools")
    for resource in RESOURCES:
        place = resource.place
        for one in resource.path:
            place = place.replace(f"{{{one.name}}}", f"<str:{one.name}>")
        more = {"name": resource.name}
        yield path(f"api/{place}", views.resource, more, name=f"api_{resource.name}")
