"""The resources as a language model knows them: tools with a schema for what they take
and one for what they give, and the texts themselves as Markdown.
"""

import json
import re
from functools import cache

from django.conf import settings
from django.http import Http404

from paper.api import problems, whole_texts
from paper.api.parameters import ParameterError, read_all
from paper.api.reply import Inquiry
from paper.api.resources import RESOURCES
from paper.api.shapes import whole
from paper.editions.reading import current_reading, edition_reading
from paper.editions.twin import md, md_of_block
from paper.outputs.page_head import about

READ_ONLY = {"readOnlyHint": True, "openWorldHint": False}
TOOLS = {resource.tool: resource for resource in RESOURCES}
MARKDOWN = "text/markdown"
# The texts that can be read by their addresses, as everybody knows them.
TEMPLATES = {
    "{kind}": ("/{folder}/{{slug}}.md", "A {kind} as it stands"),
    "{kind}_edition": ("/{folder}/{{slug}}/editions/{{edition}}.md", "An edition"),
}
PLACE = re.compile(
    r"/(?P<folder>stories|questions)/(?P<slug>[-\w]{1,80})"
    r"(?:/editions/(?P<edition>[0-9]{1,6}))?\.md(?:\?block=(?P<block>[-\w]{1,100}))?",
    re.ASCII,
)
KINDS = {"stories": "story", "questions": "question"}


class UnknownToolError(Exception):
    """There is no tool, or nothing to read, of that name."""


def parameters_of(resource):
    return resource.model_parameters or resource.parameters


@cache
def tool_list():
    """Every tool, as clients list them."""
    return [
        {
            "name": name,
            "title": resource.title,
            "description": resource.words,
            "inputSchema": input_schema(resource),
            "outputSchema": whole(resource.model_shape or resource.shape),
            "annotations": READ_ONLY,
        }
        for name, resource in TOOLS.items()
    ]


def input_schema(resource):
    known = parameters_of(resource)
    return {
        "type": "object",
        "properties": {
            one.name: one.schema | {"description": one.words} for one in known
        },
        "required": [one.name for one in known if one.is_required],
        "additionalProperties": False,
    }


def call(name, arguments, now):
    """What a tool gives; a refusal is a sentence that a model can act on."""
    resource = TOOLS.get(name)
    if resource is None:
        raise UnknownToolError(f"There is no tool {name[:60]!r}.")
    try:
        given = {key: [value] for key, value in arguments.items()}
        asked = Inquiry(read_all(parameters_of(resource), given), now)
        said = resource.read(asked).said
        if resource.for_model:
            said = resource.for_model(said, asked)
    except ParameterError as error:
        return refusal(problems.bad_request(error))
    except problems.ProblemError as problem:
        return refusal(problem)
    return {"content": [text(said)], "structuredContent": said, "isError": False}


def text(said):
    return {"type": "text", "text": json.dumps(said, ensure_ascii=False)}


def refusal(problem):
    sentence = f"{problem.status}: {problem.detail}"
    return {"content": [{"type": "text", "text": sentence}], "isError": True}


def templates():
    """How the address of a text is made, for each kind."""
    return [
        {
            "name": name.format(kind=kind),
            "title": title.format(kind=kind),
            "uriTemplate": f"{settings.SITE_URL}{place.format(folder=folder)}",
            "mimeType": MARKDOWN,
        }
        for folder, kind in KINDS.items()
        for name, (place, title) in TEMPLATES.items()
    ]


def read_text(uri, now):
    """A text in Markdown, by its address."""
    found = PLACE.fullmatch(uri.removeprefix(settings.SITE_URL))
    if not found or not uri.startswith(f"{settings.SITE_URL}/"):
        raise UnknownToolError(f"Nothing can be read at {uri[:200]!r}.")
    try:
        twin = twin_of(found, Inquiry(found.groupdict(), now))
        block = found["block"]
        said = md_of_block(twin, twin.block(block)) if block else md(twin)
    except problems.ProblemError as problem:
        raise UnknownToolError(problem.detail) from None
    except Http404:
        raise UnknownToolError(f"Nothing can be read at {uri[:200]!r}.") from None
    return {"contents": [{"uri": uri, "mimeType": MARKDOWN, "text": said}]}


def twin_of(found, asked):
    kind = KINDS[found["folder"]]
    if found["edition"] is None:
        row = whole_texts.text_or_problem(kind, f"api_{kind}", asked)
        return current_reading(kind, row, asked.now)[0]
    number = int(found["edition"])
    reading = whole_texts.reading_or_problem(kind, f"api_{kind}_edition", asked, number)
    return edition_reading(reading, number)[0]


def instructions():
    """What a model is told of all tools."""
    return (
        f"{about({'name': settings.SITE_NAME})} Texts come in numbered editions that"
        " never change. Cite a passage by the `address` of its block, which names the"
        " edition, and give the sources that stand beside it. What was withdrawn is"
        " refused with the note that says why: don't repeat what it said."
    )
