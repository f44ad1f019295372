"""Public answers of the API, and the page that tells people of it."""

import hashlib
import json
from functools import cache
from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse

from paper.api import guide, problems
from paper.api.description import description
from paper.api.parameters import ParameterError, read_all
from paper.api.reply import Inquiry
from paper.api.resources import BY_NAME, RESOURCES
from paper.outputs.page_head import about
from paper.outputs.signposts import in_json
from paper.queries import page_keys, page_rows


def resource(request, name, **path):
    """The answer to a question for one resource of the table."""
    asked = BY_NAME[name]
    try:
        values = read(asked, request.GET, path)
        reply = asked.read(Inquiry(values, request.now))
    except problems.ProblemError as problem:
        request.due = problem.due or page_rows.next_due(request.now)
        return problem.respond()
    request.due = reply.due
    if reply.keys:
        page_keys.declare(request, reply.keys, reply.own_due)
    said = reply.said
    links = {"service-desc": reverse("api_description")}
    if onward := next_address(request, said, values):
        said = said | {"next": f"{settings.SITE_URL}{onward}"}
        links["next"] = onward
    response = in_json(said)
    response["Link"] = ", ".join(f'<{to}>; rel="{rel}"' for rel, to in links.items())
    return response


def refuse_method(allowed):
    """That nothing is done here but reading."""
    said = f"Here one may ask with {', '.join(allowed)}."
    response = problems.ProblemError(405, said).respond()
    response["Allow"] = ", ".join(allowed)
    return response


resource.refuse_method = refuse_method


def read(asked, query, path):
    given = {name: query.getlist(name) for name in query}
    known = asked.query
    if taken := given.keys() & path.keys():
        name = min(taken)
        error = ParameterError(name, f"{name} is part of the address.")
        raise problems.bad_request(error)
    try:
        return read_all(known, given) | {
            one.name: one.read(path[one.name]) for one in asked.path
        }
    except ParameterError as error:
        if error.name in path:  # No address is in that form.
            raise problems.ProblemError(404, str(error)) from None
        raise problems.bad_request(error) from None


def next_address(request, said, values):
    """Where a list goes on, if it does."""
    kept = dict(request.GET.items())
    if "next_offset" in said:
        return f"{request.path}?{urlencode(kept | {'offset': said['next_offset']})}"
    if not said.get("cursor"):
        return ""
    kept.pop("since" if "more" in said else "", None)  # The cursor says as much.
    return f"{request.path}?{urlencode(kept | {'cursor': said['cursor']})}"


def api_description(request):
    """OpenAPI 3.1. It changes with the software alone."""
    request.due = None
    page_keys.declare(request, set, None)
    return in_json(make_description())


@cache
def make_description():
    said = about({"name": settings.SITE_NAME})
    made = description(settings.SITE_NAME, settings.SITE_URL, said, "")
    digest = hashlib.sha256(json.dumps(made).encode()).hexdigest()[:12]
    return made | {"info": made["info"] | {"version": digest}}


def page(request):
    """What there is, for who writes programs."""
    request.due = None
    context = {"resources": RESOURCES, "words": guide.WORDS}
    context["chapters"] = guide.chapters(settings.SITE_URL)
    return render(request, "paper/api/api.html", context)
